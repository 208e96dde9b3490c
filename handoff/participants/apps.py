from importlib import import_module
from typing import ClassVar

from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    name = "handoff.participants"
    label = "participants"
    person_parameters: ClassVar = {
        "person_id": "handoff.participants.queries.find_person",
        "other_id": "handoff.participants.merging.queries.find_second_person",
        "merge_id": "handoff.participants.merging.queries.person_of_merge",
    }
    parameters_without_person: ClassVar = {
        "point_id": "comes with its person's own identifier",
    }

    def ready(self) -> None:
        # Before the first request, whatever is imported when: a path that leads nowhere stops the program here.
        import_module("handoff.participants.gate").person_finders()
        import_module("handoff.participants.checks")
