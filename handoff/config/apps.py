from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "handoff.config"
    label = "config"
