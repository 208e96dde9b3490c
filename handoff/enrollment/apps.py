from typing import ClassVar

from django.apps import AppConfig


class EnrollmentConfig(AppConfig):
    name = "handoff.enrollment"
    label = "enrollment"
    person_parameters: ClassVar = {
        "intake_id": "handoff.enrollment.queries.person_of_intake",
    }
    worker_of_person = "handoff.enrollment.queries.worker_of_person"
