from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    name = "handoff.participants"
    label = "participants"
