from typing import ClassVar

from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    name = "handoff.eligibility"
    label = "eligibility"
    parameters_without_person: ClassVar = {
        "version_id": "a version of the criteria",
    }
