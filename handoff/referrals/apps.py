from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "handoff.referrals"
    label = "referrals"
