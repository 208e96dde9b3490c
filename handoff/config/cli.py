"""The `handoff` command: Django's management commands under one name."""

import gc
import os
import sys

from django.core.management import execute_from_command_line

import handoff.config  # noqa: F401  (puts the newer SQLite in place first)
from handoff.config.connections import database_in_words, reason_in_words
from handoff.config.file_modes import make_private_files
from handoff.config.settings_file import load_settings_file, refuse_wrong_settings

COMMANDS = {
    "secret-key": "secret_key",
    "new-key": "new_key",
    "rotate-keys": "rotate_keys",
    "grant-role": "grant_role",
    "import-charges": "import_charges",
    "import-workbook": "import_workbook",
    "release-account": "release_account",
    "reset-second-step": "reset_second_step",
    "replay-journal": "replay_journal",
}
"""Commands whose names Django uses for something else, or that have a hyphen."""

OWNER_COMMANDS = {"migrate", "grant_role", "restore", "replay_journal"}
"""Commands that only the owner of the tables may run: they use HANDOFF_OWNER_DATABASE_URL."""


USE_NO_DATABASE = {
    "secret_key",
    "new_key",
    "help",
    "version",
    "--version",
    "--help",
    "-h",
    "collectstatic",
    "setup",
}
"""Commands that touch no database, and `setup`, which says itself which one."""


WRITE_SOURCE = {"makemigrations", "makemessages", "compilemessages", "startapp", "audit", "referral_states"}
"""Commands of a developer that write files other users may read."""


COLLECT_AFTER = 100_000
"""New objects until Python looks for unused ones. Starting makes some 500,000 that all stay; with Python's own 700, an
eighth of a command's time goes into looking through them."""


def main() -> None:
    """Run one command; `handoff` alone lists them."""
    gc.set_threshold(COLLECT_AFTER)
    load_settings_file()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handoff.config.settings.local")
    arguments = ["handoff", *sys.argv[1:]]
    command = ""
    if len(arguments) > 1:
        command = arguments[1] = COMMANDS.get(arguments[1], arguments[1])
    if command in OWNER_COMMANDS:
        os.environ["HANDOFF_AS_OWNER"] = "1"
    if command not in {"", *USE_NO_DATABASE}:
        refuse_wrong_settings()
        if command not in WRITE_SOURCE:
            make_private_files()
        announce_database(arguments)
    try:
        execute_from_command_line(arguments)
    except Exception as error:
        reason = reason_in_words(error)
        if not reason or "--traceback" in arguments:
            raise
        raise SystemExit(f"The database can't be used: {reason}.") from None


def announce_database(arguments: list[str]) -> None:
    """Say on standard error which database the command is about to use; the scheduled jobs of `serve` are quiet."""
    if not {"--help", "-h", "--verbosity=0"} & set(arguments):
        sys.stderr.write(f"Database: {database_in_words()}\n")


if __name__ == "__main__":
    main()
