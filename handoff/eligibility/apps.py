from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    name = "handoff.eligibility"
    label = "eligibility"
