from typing import ClassVar

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "handoff.staffing"
    label = "staffing"
    person_parameters: ClassVar = {
        "charge_id": "handoff.staffing.queries.person_of_charge",
    }
    parameters_without_person: ClassVar = {
        "charge_file_id": "a file names several people; the page shows them to the care team alone, and logs them",
        "meeting_id": "a staffing meeting",
        "report_id": "a report is compared with several people; the page logs each one it shows",
    }
