from django.apps import AppConfig


class OpportunityConfig(AppConfig):
    name = "handoff.opportunity"
    label = "opportunity"
