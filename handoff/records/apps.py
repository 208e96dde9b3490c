from typing import ClassVar

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "handoff.records"
    label = "records"
    parameters_without_person: ClassVar = {
        "breach_id": "a breach of the program",
        "duty_id": "whom to notify of a breach",
        "erasure_id": "a workflow of two people, on its own record",
        "request_id": "a workflow of two people, on its own record",
        "rule_id": "a retention rule of the program",
    }
