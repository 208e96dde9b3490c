from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "handoff.demo"
    label = "demo"
