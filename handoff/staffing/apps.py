from typing import ClassVar

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "handoff.staffing"
    label = "staffing"
    person_parameters: ClassVar = {
        "charge_id": "handoff.staffing.queries.person_of_charge",
    }
    parameters_without_person: ClassVar = {
        "meeting_id": "a staffing meeting",
        "report_id": "a report is compared with several people; the page logs each one it shows",
    }
