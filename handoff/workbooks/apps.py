from typing import ClassVar

from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    name = "handoff.workbooks"
    label = "workbooks"
    parameters_without_person: ClassVar = {
        "workbook_id": "a workbook names many people; its pages log each record that they show",
    }
