"""`handoff check`: Django's own, with the deployment and database checks included."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import check

from handoff.config.checks import collect_passed


class Command(check.Command):
    help = "Show which settings and databases are in use, and fail if any of them is not as it should be."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(deploy=True, databases=["default"])

    def handle(self, *args: Any, **options: Any) -> None:
        with collect_passed() as passed:
            try:
                super().handle(*args, **options)
            finally:
                for message in passed:
                    self.stdout.write(f"ok     {message.obj}: {message.msg}")
