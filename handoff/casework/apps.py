from typing import ClassVar

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "handoff.casework"
    label = "casework"
    person_parameters: ClassVar = {
        "contact_id": "handoff.casework.queries.person_of_contact",
    }
