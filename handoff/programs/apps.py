from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "handoff.programs"
    label = "programs"
