from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "handoff.staffing"
    label = "staffing"
