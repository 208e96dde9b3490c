from typing import ClassVar

from django.apps import AppConfig


class ChargesConfig(AppConfig):
    name = "handoff.charges"
    label = "charges"
    person_parameters: ClassVar = {
        "encounter_id": "handoff.charges.sent.queries.person_of_encounter",
    }
