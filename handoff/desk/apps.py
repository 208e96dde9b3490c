from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "handoff.desk"
    label = "desk"
