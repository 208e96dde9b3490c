from django.apps import AppConfig


class SpreadsheetsConfig(AppConfig):
    name = "handoff.spreadsheets"
    label = "spreadsheets"
