from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "handoff.measures"
    label = "measures"
