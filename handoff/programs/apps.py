from typing import ClassVar

from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "handoff.programs"
    label = "programs"
    parameters_without_person: ClassVar = {
        "agency_id": "a partner organization",
        "agreement_id": "a partner's agreement",
        "question_id": "a question of the program",
    }
