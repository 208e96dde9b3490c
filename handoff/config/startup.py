"""Checks of database and settings, which run before the server starts and in `handoff check`."""

import sqlite3

from django.conf import settings
from django.core.checks import CheckMessage
from django.db import DatabaseError, connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor

from handoff.config.database_roles import owns_tables
from handoff.config.readiness import check_disk, restore_is_unfinished
from handoff.config.results import result
from handoff.config.row_level_security import tables_missing_policy
from handoff.config.sqlite import SAFE_VERSION, find_wrong_pragmas


def check_database() -> list[CheckMessage]:
    """Read the database's own settings back: what was asked for is not always what is in effect."""
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                return check_sqlite(cursor)
            return check_postgresql(cursor)
    except DatabaseError as error:
        return [result("database", False, f"cannot be opened ({type(error).__name__})")]


def check_sqlite(cursor: CursorWrapper) -> list[CheckMessage]:
    """The version of SQLite, and every pragma that is not in effect as it was set."""
    version = ".".join(str(part) for part in sqlite3.sqlite_version_info)
    module = "pysqlite3" if "pysqlite3" in (sqlite3.__file__ or "") else "system sqlite3"
    safe = sqlite3.sqlite_version_info >= SAFE_VERSION
    wrong = find_wrong_pragmas(cursor)
    return [
        result("SQLite", safe, f"{version}, {module}" + ("" if safe else "; needs 3.51.3 or newer")),
        result("SQLite pragmas", not wrong, " ".join(wrong) or "WAL, FULL, foreign keys on, 20 s timeout"),
    ]


def check_postgresql(cursor: CursorWrapper) -> list[CheckMessage]:
    """The version of PostgreSQL, its durability, the server's role, and the tables without row-level security."""
    cursor.execute(
        "SELECT current_setting('server_version'), rolsuper, rolbypassrls,"
        " has_table_privilege(current_user, to_regclass('django_migrations'), 'SELECT')"
        " FROM pg_roles WHERE rolname = current_user"
    )
    version, superuser, bypasses, reads = cursor.fetchone()
    missing = tables_missing_policy(cursor)
    return [
        result("PostgreSQL", True, str(version)),
        check_durability(cursor),
        check_role(
            superuser=superuser, bypasses=bypasses, owner=owns_tables(cursor), granted=reads is not False
        ),
        result(
            "row-level security",
            not missing,
            f"not on {', '.join(missing)}: run handoff migrate" if missing else "on every table of a program",
        ),
    ]


def check_durability(cursor: CursorWrapper) -> CheckMessage:
    """Whether a committed change survives a crash of Handoff, of a database process or of the machine."""
    cursor.execute(
        "SELECT name FROM pg_settings WHERE setting = 'off'"
        " AND name IN ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name"
    )
    off = [name for (name,) in cursor.fetchall()]
    found = f"off: a crash can lose saved data: {', '.join(off)}" if off else "commits are flushed to disk"
    return result("PostgreSQL durability", not off, found)


def check_role(*, superuser: bool, bypasses: bool, owner: bool, granted: bool) -> CheckMessage:
    """Whether the server's role can bypass row-level security or remove it (ADR 0017).

    A role that can read nothing is wrong too: a restored database holds no grants.
    """
    use = "serve as a role made with handoff grant-role"
    if superuser:
        return result("PostgreSQL role", False, f"a superuser, who sees every program: {use}")
    if bypasses:
        return result("PostgreSQL role", False, f"may bypass row-level security: {use}")
    if owner:
        return result("PostgreSQL role", False, f"owns the tables and could remove row-level security: {use}")
    if not granted:
        return result("PostgreSQL role", False, "can't read the tables: run handoff grant-role for it")
    return result("PostgreSQL role", True, "owns no tables and is bound by row-level security")


def check_migrations() -> CheckMessage:
    """Whether every migration is applied."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return result("migrations", False, f"cannot be read ({type(error).__name__})")
    return result(
        "migrations",
        not waiting,
        f"{len(waiting)} waiting: run handoff migrate" if waiting else "all applied",
    )


def check_settings() -> list[CheckMessage]:
    """The settings that must never be wrong where real people are."""
    atomic = bool(settings.DATABASES["default"].get("ATOMIC_REQUESTS", False))
    return [
        result(
            "debug pages",
            not settings.DEBUG,
            "on: turn it off where real people's data is" if settings.DEBUG else "off",
        ),
        result(
            "one transaction per request", not atomic, "on: every page would lock SQLite" if atomic else "off"
        ),
        check_disk(),
        result("training site", True, "yes, with a banner" if settings.DEMO else "no"),
    ]


def refuse_a_wrong_database() -> None:
    """Exit when the database is not opened as it must be, or when a restore was not finished.

    With HANDOFF_ROW_SECURITY_NEEDED (a county's server), also when PostgreSQL may lose committed changes, when a table
    has no row-level security, or when the role can bypass it.
    """
    if restore_is_unfinished():
        raise SystemExit("restore: one was started and not finished. Run handoff restore again.")
    needed = (
        ("SQLite", "PostgreSQL durability", "PostgreSQL role", "row-level security")
        if settings.ROW_SECURITY_NEEDED
        else ("SQLite",)
    )
    for message in check_database():
        if message.is_serious() and str(message.obj).startswith(needed):
            raise SystemExit(f"{message.obj!s}: {message.msg}")
