from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "handoff.documents"
    label = "documents"
