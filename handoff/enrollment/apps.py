from django.apps import AppConfig


class EnrollmentConfig(AppConfig):
    name = "handoff.enrollment"
    label = "enrollment"
