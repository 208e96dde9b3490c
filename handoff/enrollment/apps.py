from typing import ClassVar

from django.apps import AppConfig


class EnrollmentConfig(AppConfig):
    name = "handoff.enrollment"
    label = "enrollment"
    person_parameters: ClassVar = {
        "intake_id": "handoff.enrollment.queries.person_of_intake",
        "look_back_id": "handoff.enrollment.look_back.queries.person_of_look_back",
        "safety_action_id": "handoff.enrollment.safety.queries.person_of_action",
        "safety_event_id": "handoff.enrollment.safety.queries.person_of_event",
    }
    parameters_without_person: ClassVar = {
        "look_back_file_id": "a table may name several participants; the page logs each one it shows",
    }
    worker_of_person = "handoff.enrollment.queries.worker_of_person"
