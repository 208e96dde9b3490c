"""The `handoff` command: Django's management commands under one name."""

import os
import sys

from django.core.management import execute_from_command_line

import handoff.config  # noqa: F401  (puts the newer SQLite in place first)

COMMANDS = {
    "secret-key": "secret_key",
    "new-key": "new_key",
    "rotate-keys": "rotate_keys",
    "grant-role": "grant_role",
}
"""Commands whose names Django uses for something else, or that have a hyphen."""

OWNER_COMMANDS = {"migrate", "grant_role", "restore"}
"""Commands that only the owner of the tables may run: they use HANDOFF_OWNER_DATABASE_URL."""


def main() -> None:
    """Run one command; `handoff` alone lists them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handoff.config.settings.local")
    arguments = list(sys.argv)
    if len(arguments) > 1:
        arguments[1] = COMMANDS.get(arguments[1], arguments[1])
        if arguments[1] in OWNER_COMMANDS:
            os.environ["HANDOFF_AS_OWNER"] = "1"
    arguments[0] = "handoff"
    execute_from_command_line(arguments)


if __name__ == "__main__":
    main()
