from django.apps import AppConfig
from django.db.backends.signals import connection_created

from handoff.core.sorting import add_sort_key


class CoreConfig(AppConfig):
    name = "handoff.core"
    label = "core"

    def ready(self) -> None:
        connection_created.connect(add_sort_key)
