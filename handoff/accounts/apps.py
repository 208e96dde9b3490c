from typing import ClassVar

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "handoff.accounts"
    label = "accounts"
    parameters_without_person: ClassVar = {
        "user_id": "a user",
    }
