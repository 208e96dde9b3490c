from typing import ClassVar

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "handoff.directory"
    label = "directory"
    parameters_without_person: ClassVar = {
        "cost_id": "what a service costs",
        "hours_id": "the hours of a service",
        "import_id": "a file of services",
        "organization_id": "an organization of the directory",
        "phone_id": "a phone number of a service",
        "place_id": "a place where a service is offered",
        "service_id": "a service of the directory",
    }
