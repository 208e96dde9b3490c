from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "handoff.records"
    label = "records"
