"""Checks of database and settings, which run before the server starts and in `handoff check`."""

import gc
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from email.utils import parseaddr
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import DatabaseError, connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor
from django.http.request import validate_host

from handoff.config.audit_guard import audit_heads_are_guarded
from handoff.config.canary import check_canary
from handoff.config.connections import PASSING, database_in_words, reason_in_words
from handoff.config.database_roles import owns_tables
from handoff.config.file_modes import open_to_others
from handoff.config.readiness import check_disk, restore_is_unfinished
from handoff.config.results import is_good, result
from handoff.config.row_level_security import tables_missing_policy
from handoff.config.settings.base import env
from handoff.config.settings_file import NAMED_FILE
from handoff.config.sqlite import SAFE_VERSION, find_wrong_pragmas

SECRET_LENGTH, SECRET_CHARACTERS = 50, 5
SECONDS_BETWEEN_TRIES = 2


def check_database() -> list[CheckMessage]:
    """Read the database's own settings back: what was asked for is not always what is in effect."""
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                return check_sqlite(cursor)
            return check_postgresql(cursor)
    except DatabaseError as error:
        reason = reason_in_words(error) or type(error).__name__
        return [result("database", False, f"{database_in_words()}, can't be used: {reason}")]


def check_sqlite(cursor: CursorWrapper) -> list[CheckMessage]:
    """The version of SQLite, and every pragma that is not in effect as it was set."""
    version = ".".join(str(part) for part in sqlite3.sqlite_version_info)
    module = "pysqlite3" if "pysqlite3" in (sqlite3.__file__ or "") else "system sqlite3"
    safe = sqlite3.sqlite_version_info >= SAFE_VERSION
    wrong = find_wrong_pragmas(cursor)
    return [
        result("database", True, database_in_words()),
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
    missing, guarded = tables_missing_policy(cursor), audit_heads_are_guarded(cursor)
    role = check_role(
        superuser=superuser, bypasses=bypasses, owner=owns_tables(cursor), granted=reads is not False
    )
    found = [
        result("database", True, database_in_words()),
        result("PostgreSQL", True, str(version)),
        check_durability(cursor),
        check_statement_log(cursor),
        role,
        result(
            "row-level security",
            not missing,
            f"not on {', '.join(missing)}: run handoff migrate" if missing else "on every table of a program",
        ),
        result(
            "audit heads",
            guarded,
            "the server can only add to them" if guarded else "not guarded: run handoff migrate",
        ),
    ]
    # Where one of these is wrong the canary says nothing new; before `migrate` it has no tables to live in.
    if reads and not missing and is_good(role):
        found.append(check_canary())
    return found


def check_durability(cursor: CursorWrapper) -> CheckMessage:
    """Whether a committed change survives a crash of Handoff, of a database process or of the machine."""
    cursor.execute(
        "SELECT name FROM pg_settings WHERE setting = 'off'"
        " AND name IN ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name"
    )
    off = [name for (name,) in cursor.fetchall()]
    found = f"off: a crash can lose saved data: {', '.join(off)}" if off else "commits are flushed to disk"
    return result("PostgreSQL durability", not off, found)


LOG_SETTINGS = {
    "log_statement": {"none", "ddl"},
    "log_min_error_statement": {"fatal", "panic"},
    "log_error_verbosity": {"terse"},
    "log_min_duration_statement": {"-1"},
    "log_min_duration_sample": {"-1"},
    "log_transaction_sample_rate": {"0"},
}
"""Settings of PostgreSQL, and the values with which its log repeats no statement and so no name (finding-S8)."""


def check_statement_log(cursor: CursorWrapper) -> CheckMessage:
    """Whether the database server's log stays without the words of a statement, above all of one that failed."""
    cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(LOG_SETTINGS)])
    wrong = [
        f"{name} is {value}" for name, value in sorted(cursor.fetchall()) if value not in LOG_SETTINGS[name]
    ]
    if not wrong:
        return result("PostgreSQL log", True, "holds no statements")
    found = f"can hold names and notes ({', '.join(wrong)}): see docs/how-to/run-on-a-server.md"
    return result("PostgreSQL log", not settings.PRODUCTION, found)


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
    debug = "on: turn it off where real people's data is" if settings.DEBUG else "off"
    return [
        result("debug pages", not settings.DEBUG, debug),
        result(
            "one transaction per request", not atomic, "on: every page would lock SQLite" if atomic else "off"
        ),
        check_disk(),
        check_file_modes(),
        check_anchor_mail(),
        *check_setting_names(),
        *check_production(),
    ]


def check_setting_names() -> Iterator[CheckMessage]:
    """On a server, the HANDOFF_ variables that no setting reads: a misspelled one would be ignored in silence."""
    if not settings.PRODUCTION:
        return
    known = {NAMED_FILE, *env.dump()}
    unknown = sorted(name for name in os.environ if name.startswith("HANDOFF_") and name not in known)
    found = f"there is no setting {', '.join(unknown)}" if unknown else "all known"
    yield result("setting names", not unknown, found)


def check_file_modes() -> CheckMessage:
    """Whether the data folder, and each file directly in it, is closed to the machine's other users."""
    folder = Path(settings.DATA_FOLDER)
    found = [path.name if path != folder else str(path) for path in open_to_others(folder)]
    return result(
        "file modes",
        not found,
        f"other users can reach {', '.join(found)}: chmod go= them, as their owner"
        if found
        else "the data folder is its owner's only",
    )


def check_anchor_mail() -> CheckMessage:
    """Whether each address that gets the heads of the audit chains is one: to any other, no mail ever arrives."""
    wrong = [f"“{each}”" for each in settings.ANCHOR_MAIL if not is_address(each)]
    if wrong:
        words = "is no email address" if len(wrong) == 1 else "are no email addresses"
        return result("anchor mail", False, f"HANDOFF_ANCHOR_MAIL: {', '.join(wrong)} {words}")
    return result("anchor mail", True, ", ".join(settings.ANCHOR_MAIL) or "to no one")


def is_address(words: str) -> bool:
    """Whether mail can be sent to this: an address, or a name and an address in angle brackets.

    A host inside the county (`clerk@mailhost`) has no dot.
    """
    address = parseaddr(words)[1]
    try:
        validate_email(address if "." in address.rpartition("@")[2] else f"{address}.local")
    except ValidationError:
        return False
    return True


def host_of(address: str) -> str:
    """The host of an https address; '' for anything else."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.hostname or "" if parts.scheme == "https" else ""


def check_production() -> Iterator[CheckMessage]:
    """What a county's server must not have: plain HTTP, a weak key, any host name, no idle timeout, demo sign-ins."""
    if not settings.PRODUCTION:
        yield result("training site", True, "yes, with a banner" if settings.DEMO else "no")
        return
    host = host_of(settings.SITE_ADDRESS)
    good_site = bool(host)
    found = "" if good_site else ": HANDOFF_SITE_ADDRESS must start with https://"
    if good_site and not validate_host(host, settings.ALLOWED_HOSTS):
        good_site, found = False, ": HANDOFF_ALLOWED_HOSTS doesn't name this host"
    yield result("site address", good_site, settings.SITE_ADDRESS + found)
    strong = len(settings.SECRET_KEY) >= SECRET_LENGTH and len(set(settings.SECRET_KEY)) >= SECRET_CHARACTERS
    yield result(
        "secret key",
        strong,
        f"{len(settings.SECRET_KEY)} characters"
        if strong
        else "too easily guessed: make one with handoff secret-key",
    )
    any_host = [host for host in settings.ALLOWED_HOSTS if host in {"*", "."}]
    hosts = (
        "any: HANDOFF_ALLOWED_HOSTS must name the site's own"
        if any_host
        else ", ".join(settings.ALLOWED_HOSTS)
    )
    yield result("host names", bool(settings.ALLOWED_HOSTS) and not any_host, hosts or "none")
    idle = min(settings.IDLE_MINUTES, settings.IDLE_MINUTES_MOBILE)
    yield result("idle timeout", idle >= 1, f"{settings.IDLE_MINUTES} minutes" if idle >= 1 else "none")
    demo = "on: everyone could sign in as anyone; unset HANDOFF_DEMO" if settings.DEMO else "off"
    yield result("demo sign-ins", not settings.DEMO, demo)


def wait_for_database(say: Callable[[str], object]) -> None:
    """Return once the database answers, so that what a server must not have is looked for at each start.

    Exits for a reason that waiting doesn't change, such as a wrong password.
    """
    said = ""
    while True:
        try:
            with connection.cursor():
                return
        except DatabaseError as error:
            reason = reason_in_words(error) or type(error).__name__
            if reason not in PASSING:
                raise SystemExit(f"{database_in_words()}, can't be used: {reason}") from None
            if reason != said:
                say(f"Waiting for {database_in_words()}: {reason}.")
                said = reason
            time.sleep(SECONDS_BETWEEN_TRIES)


def check_before_serving(say: Callable[[str], object]) -> None:
    """Wait for the database, then exit if it or a setting is wrong: `serve` and each process of gunicorn begin with it.

    A database that was away when a process started was never looked at: the process served whatever came back.
    """
    wait_for_database(say)
    refuse_a_wrong_database()
    # gunicorn may fork after this; two processes on one connection to PostgreSQL would read each other's rows.
    connection.close()


def refuse_a_wrong_database() -> None:
    """Exit when a server's settings are unsafe, the database is opened wrongly, or a restore was not finished.

    With HANDOFF_ROW_SECURITY_NEEDED (a county's server), also when PostgreSQL may lose committed changes, when a table
    has no row-level security, or when the role can bypass it.
    """
    looked_at = (check_anchor_mail(), *check_production())
    wrong = [f"{each.obj!s}: {each.msg}" for each in looked_at if each.is_serious()]
    if wrong:
        raise SystemExit("\n".join(wrong))
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


COLLECT_WHILE_SERVING = 20_000
"""New objects until Python looks for unused ones while it serves. With the 100,000 of a command that starts, one page
in ten about 300 people waited 100 ms for it; looking more often costs the other pages nothing that can be measured."""


def load_pages() -> None:
    """Load every page, and set what is loaded by now apart from what requests make.

    The garbage collector otherwise looks through all of it again: one request in twenty took 0.2 s longer.
    """
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_WHILE_SERVING)
