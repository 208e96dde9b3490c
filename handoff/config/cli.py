"""The `handoff` command: a thin name over Django's own commands."""

import os
import sys

from django.core.management import execute_from_command_line

import handoff.config  # noqa: F401  (puts the newer SQLite in place first)

VERBS = {
    "secret-key": "secret_key",
    "new-key": "new_key",
    "rotate-keys": "rotate_keys",
    "grant-role": "grant_role",
}
"""Words of ours that Django already uses for something else, or cannot spell."""

OWNERS_VERBS = {"migrate", "grant_role", "restore"}
"""What only the owner of the tables may do: these use HANDOFF_OWNER_DATABASE_URL."""


def main() -> None:
    """Run one command; `handoff` alone lists them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handoff.config.settings.local")
    arguments = list(sys.argv)
    if len(arguments) > 1:
        arguments[1] = VERBS.get(arguments[1], arguments[1])
        if arguments[1] in OWNERS_VERBS:
            os.environ["HANDOFF_AS_OWNER"] = "1"
    arguments[0] = "handoff"
    execute_from_command_line(arguments)


if __name__ == "__main__":
    main()
