from typing import ClassVar

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "handoff.consent"
    label = "consent"
    person_parameters: ClassVar = {
        "release_id": "handoff.consent.queries.person_of_release",
        "file_id": "handoff.consent.queries.person_of_scan",
        "visit_id": "handoff.consent.renewal.queries.person_of_visit",
    }
