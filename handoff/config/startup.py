"""What is read back before anything is served: the settings that must hold, as they really are."""

import sqlite3
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from handoff.config.readiness import check_disk, restore_is_unfinished
from handoff.config.results import result
from handoff.config.sqlite import SAFE_VERSION, wrong_pragmas
from handoff.config.wall import tables_without_wall
from handoff.config.wall_roles import owns_tables


def check_database() -> list[CheckMessage]:
    """Read the database's own account of itself back."""
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                return check_sqlite(cursor)
            return check_postgresql(cursor)
    except DatabaseError as error:
        return [result("database", False, f"cannot be opened ({type(error).__name__})")]


def check_sqlite(cursor: Any) -> list[CheckMessage]:
    """Name the SQLite in use and every pragma that is not as set."""
    version = ".".join(str(part) for part in sqlite3.sqlite_version_info)
    module = "pysqlite3" if "pysqlite3" in (sqlite3.__file__ or "") else "the machine's own"
    safe = sqlite3.sqlite_version_info >= SAFE_VERSION
    wrong = wrong_pragmas(cursor)
    return [
        result("SQLite", safe, f"{version}, {module}" + ("" if safe else "; needs 3.51.3 or newer")),
        result(
            "SQLite pragmas", not wrong, " ".join(wrong) or "WAL, FULL, foreign keys on, 20 s of patience"
        ),
    ]


def check_postgresql(cursor: Any) -> list[CheckMessage]:
    """Name the PostgreSQL server, and say whether the second wall stands and whether the role may pass it."""
    cursor.execute(
        "SELECT current_setting('server_version'), rolsuper, rolbypassrls,"
        " has_table_privilege(current_user, to_regclass('django_migrations'), 'SELECT')"
        " FROM pg_roles WHERE rolname = current_user"
    )
    version, superuser, bypasses, reads = cursor.fetchone()
    missing = tables_without_wall(cursor)
    return [
        result("PostgreSQL", True, str(version)),
        check_durability(cursor),
        check_role(
            superuser=superuser, bypasses=bypasses, owner=owns_tables(cursor), granted=reads is not False
        ),
        result(
            "second wall",
            not missing,
            f"not on {', '.join(missing)}: run handoff migrate" if missing else "on every table of a program",
        ),
    ]


def check_durability(cursor: Any) -> CheckMessage:
    """Say whether what is acknowledged outlives a crash: of this program, of a database process, of the machine."""
    cursor.execute(
        "SELECT name FROM pg_settings WHERE setting = 'off'"
        " AND name IN ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name"
    )
    off = [name for (name,) in cursor.fetchall()]
    found = f"off, so a crash can lose what was saved: {', '.join(off)}" if off else "commits are on the disk"
    return result("PostgreSQL durability", not off, found)


def check_role(*, superuser: bool, bypasses: bool, owner: bool, granted: bool) -> CheckMessage:
    """Say whether the role that the server connects as can pass the second wall or take it down (ADR 0017).

    A role that may read nothing is wrong too: a restored database holds no grants.
    """
    use = "serve as a role made with handoff grant-role"
    if superuser:
        return result("PostgreSQL role", False, f"a superuser, who sees every program: {use}")
    if bypasses:
        return result("PostgreSQL role", False, f"may bypass the second wall: {use}")
    if owner:
        return result("PostgreSQL role", False, f"owns the tables and could take the second wall down: {use}")
    if not granted:
        return result("PostgreSQL role", False, "may not read the tables: run handoff grant-role for it")
    return result("PostgreSQL role", True, "owns nothing and stands behind the second wall")


def check_migrations() -> CheckMessage:
    """Say whether the database has every table the code expects."""
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
    """Look at the settings that must never be wrong in use."""
    atomic = bool(settings.DATABASES["default"].get("ATOMIC_REQUESTS", False))
    return [
        result(
            "debug pages", not settings.DEBUG, "on: never where real people are" if settings.DEBUG else "off"
        ),
        result(
            "one transaction per request", not atomic, "on: every page would lock SQLite" if atomic else "off"
        ),
        check_disk(),
        result("training county", True, "yes, with a banner" if settings.DEMO else "no"),
    ]


def refuse_a_wrong_database() -> None:
    """Stop the start when the database is not opened as it must be, or was restored without what came after.

    On a county's server, also when PostgreSQL may lose what was saved, when the second wall does not stand, or when the
    role can pass it.
    """
    if restore_is_unfinished():
        raise SystemExit("restore: one was begun and not finished. Run handoff restore again.")
    needed = (
        ("SQLite", "PostgreSQL durability", "PostgreSQL role", "second wall")
        if settings.WALL_NEEDED
        else ("SQLite",)
    )
    for message in check_database():
        if message.is_serious() and str(message.obj).startswith(needed):
            raise SystemExit(f"{message.obj!s}: {message.msg}")
