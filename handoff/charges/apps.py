from django.apps import AppConfig


class ChargesConfig(AppConfig):
    name = "handoff.charges"
    label = "charges"
