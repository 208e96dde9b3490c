"""Consistent database snapshots and their way back: SQLite with VACUUM INTO, PostgreSQL with pg_dump and pg_restore."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.db import connection

from handoff.core.refusals import Refused

HEADS = "SELECT program_id, length, head FROM audit_auditchain ORDER BY program_id"
MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"

AuditHead = tuple[int, int, str]
"""A program's id, and the number of rows and the last hash of its audit chain."""


@dataclass(frozen=True)
class Snapshot:
    """The database at one moment: its audit heads, its applied migrations, and a stream of its bytes."""

    heads: list[AuditHead]
    migrations: list[str]
    stream: BinaryIO


def postgresql_program(name: str) -> str:
    """The path of a PostgreSQL program in its newest installed version; raises `Refused` when there is none."""
    found = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
        key=lambda path: int(path.parts[4]) if path.parts[4].isdigit() else 0,
    )
    program = str(found[-1]) if found else shutil.which(name)
    if program is None:
        raise Refused(f"PostgreSQL's program {name} is not installed here.")
    return program


def postgresql_address(*, for_backup: bool) -> dict[str, str]:
    """Environment variables for PostgreSQL's programs: a password on the command line could be read by other users.

    A backup needs a role that reads every row: HANDOFF_BACKUP_DATABASE_URL's, or the owner's.
    """
    config = (for_backup and settings.BACKUP_DATABASE) or connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    parameters = {name: str(config.get(key) or "") for name, key in named.items()}
    parameters["PGDATABASE"] = str(connection.settings_dict["NAME"])
    return {**os.environ, **{name: value for name, value in parameters.items() if value}}


@contextmanager
def sqlite_snapshot(work: Path) -> Iterator[Snapshot]:
    """Copy the database into a working folder, compact and consistent, while others keep writing."""
    copy = work / "copy.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    copy.chmod(0o600)
    plain = sqlite3.connect(copy)
    try:
        heads = [tuple(row) for row in plain.execute(HEADS)]
        migrations = [f"{app}.{name}" for app, name in plain.execute(MIGRATIONS)]
    finally:
        plain.close()
    with copy.open("rb") as stream:
        yield Snapshot(heads, migrations, stream)


@contextmanager
def postgresql_snapshot() -> Iterator[Snapshot]:
    """Dump the database through a pipe, at the same moment as its audit heads."""
    import psycopg
    from psycopg.conninfo import make_conninfo

    environment = postgresql_address(for_backup=True)
    words = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password"}
    parameters = {word: environment[name] for name, word in words.items() if name in environment}
    with psycopg.connect(make_conninfo(dbname=environment["PGDATABASE"], **parameters)) as reader:
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        heads = [tuple(row) for row in reader.execute(HEADS)]
        migrations = [f"{app}.{name}" for app, name in reader.execute(MIGRATIONS)]
        # pg_dump joins this transaction's snapshot, so the dump ends exactly at these heads.
        exported = reader.execute("SELECT pg_export_snapshot()").fetchone()
        assert exported is not None
        command = [postgresql_program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
        command += [f"--snapshot={exported[0]}"]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as dump:  # noqa: S603 - fixed words
            yield Snapshot(heads, migrations, cast("BinaryIO", dump.stdout))
        if dump.returncode:
            raise Refused("pg_dump could not read the database; see its message above.")


def list_dump(parts: Iterable[bytes]) -> None:
    """Parse a dump as far as PostgreSQL can without a server; raises `Refused` when it can't."""
    run_with_input([postgresql_program("pg_restore"), "--file=/dev/null"], parts)


def load_dump(parts: Iterable[bytes]) -> None:
    """Load a dump into the empty database in one transaction."""
    command = [postgresql_program("pg_restore"), "--no-owner", "--no-privileges", "--exit-on-error"]
    environment = postgresql_address(for_backup=False)
    command += ["--single-transaction", f"--dbname={environment['PGDATABASE']}"]
    run_with_input(command, parts, environment)


def run_with_input(
    command: list[str], parts: Iterable[bytes], environment: dict[str, str] | None = None
) -> None:
    """Feed the parts to a program; raises `Refused` when it fails."""
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE) as running:  # noqa: S603 - fixed words
        target = cast("BinaryIO", running.stdin)
        try:
            for part in parts:
                target.write(part)
            target.close()
        except BrokenPipeError:
            # The program ended early; its exit code below says why.
            pass
    if running.returncode:
        raise Refused(f"{Path(command[0]).name} could not read the backup; see its message above.")


def check_sqlite(path: Path) -> list[AuditHead]:
    """Check every page and foreign key of a SQLite file and return its audit heads."""
    plain = sqlite3.connect(path)
    try:
        whole = plain.execute("PRAGMA integrity_check").fetchone()[0]
        if whole != "ok" or plain.execute("PRAGMA foreign_key_check").fetchone():
            raise Refused("The database in the backup is damaged.")
        return [tuple(row) for row in plain.execute(HEADS)]
    except sqlite3.DatabaseError as error:
        raise Refused("The database in the backup is damaged.") from error
    finally:
        plain.close()
