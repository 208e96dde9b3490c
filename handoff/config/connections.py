"""Which database a command is about to use, and in one sentence why it can't."""

import re

from django.db import DatabaseError, connection

NO_ANSWER = "no database server answers there"
NOT_READY = "the database server is starting or stopping, or doesn't take connections now"
PASSING = {NO_ANSWER, NOT_READY}
"""Reasons that are gone when the database is back."""

REASONS = {
    r"password authentication failed|no password supplied|authentication failed": (
        "the database server refused the user name or password"
    ),
    r'role "[^"]*" does not exist': "the database server has no role of this name",
    r'database "[^"]*" does not exist': "the database server runs, but has no database of this name",
    r"no pg_hba.conf entry": "the database server doesn't accept this user from this machine (pg_hba.conf)",
    r"could not translate host name|failed to resolve host|name or service not known": "there is no such host",
    r"accepting connections|starting up|shutting down|in recovery mode|terminating connection": NOT_READY,
    r"connection refused|no such file or directory|time(out expired|d out)|no route to host": NO_ANSWER,
    r"too many clients|remaining connection slots": "the database server has no connection left",
    r"unable to open database file": "the file or its folder can't be opened",
    r"file is not a database|malformed": "the file is damaged, or isn't a database",
    r"no such (table|column)|(relation|column) \S+ does not exist": (
        "it has no tables, or not those of this version: run handoff migrate"
    ),
    r"permission denied": "this role has no rights there: run handoff grant-role",
    r"is locked": "another process keeps it locked",
}
"""Words of the drivers' messages, and our sentence for them."""


def database_in_words() -> str:
    """Which database this is, without its password."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"SQLite, {database['NAME']}"
    host = database.get("HOST") or "this machine"
    return f"PostgreSQL, {database['NAME']} on {host}, as {database.get('USER') or 'the current user'}"


def reason_in_words(error: BaseException | None) -> str:
    """Why a database can't be used: password, server and database each have their own sentence; '' for any other error.

    Looks at what caused the error too. The driver's message isn't repeated: one about a row holds its values.
    """
    while error is not None:
        if isinstance(error, DatabaseError) or type(error).__module__.startswith("psycopg"):
            message = str(error)
            for words, sentence in REASONS.items():
                if re.search(words, message, re.IGNORECASE):
                    return sentence
        error = error.__cause__
    return ""
