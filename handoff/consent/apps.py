from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "handoff.consent"
    label = "consent"
