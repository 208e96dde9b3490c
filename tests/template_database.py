"""A migrated database that is made once for each state of the schema; every run of the tests works on a copy of it.

SQLite: a file in `var/`, copied to where the worker has its own. PostgreSQL: a database beside the tests' own, used as
their TEMPLATE; a server that stays (`scripts/postgres start`) keeps it from one run to the next.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
KEPT_IN = ROOT / "var" / "test-databases"
WHAT_MAKES_A_SCHEMA = (
    "handoff/**/migrations/*.py",
    "handoff/**/models.py",
    "handoff/**/models/*.py",
    # The row-level policies are made from the models whenever `handoff migrate` runs.
    "handoff/config/**/*.py",
    "requirements/dev.txt",
)
ONE_MAKES_IT = 5_230_114
"""The key of the PostgreSQL lock that workers wait at while one of them makes the template."""


def schema_digest() -> str:
    """Return a short digest of everything that decides what a migrated database looks like."""
    digest = hashlib.sha256()
    for pattern in WHAT_MAKES_A_SCHEMA:
        for path in sorted(ROOT.glob(pattern)):
            if "tests" not in path.parts[len(ROOT.parts) :]:
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def copy_of_template(name: str, folder: Path) -> Iterator[str]:
    """Make this worker's fresh copy of the template: a file in `folder`, or a database of the PostgreSQL server."""
    name = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    if connection.vendor == "sqlite":
        copy = folder / f"{name}.sqlite3"
        shutil.copyfile(sqlite_template(), copy)
        yield str(copy)
        return
    template = postgresql_template()
    with maintenance() as run:
        run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        run(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield name
    with maintenance() as run:
        run(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Let this connection, and those that other threads open meanwhile, lead to another database."""
    before = connection.settings_dict["NAME"]
    lead_to(name)
    yield
    lead_to(before)


def lead_to(name: Any) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def sqlite_template() -> Path:
    """Return the file of the template, made by whichever worker comes first."""
    KEPT_IN.mkdir(parents=True, exist_ok=True)
    template = KEPT_IN / f"{schema_digest()}.sqlite3"
    with (KEPT_IN / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            for older in KEPT_IN.glob("*.sqlite3*"):
                older.unlink()
            unfinished = template.with_suffix(".unfinished")
            unfinished.unlink(missing_ok=True)
            migrate(str(unfinished))
            unfinished.rename(template)
    return template


def postgresql_template() -> str:
    """Return the name of the template on this server, made by whichever worker comes first."""
    template = f"handoff_template_{schema_digest()}"
    with maintenance() as run:
        run(f"SELECT pg_advisory_lock({ONE_MAKES_IT})")
        kept = [
            name for (name,) in run("SELECT datname FROM pg_database WHERE datname LIKE 'handoff_template%'")
        ]
        if template not in kept:
            for older in kept:
                run(f"DROP DATABASE {older} WITH (FORCE)")
            run("CREATE DATABASE handoff_template_unfinished")
            migrate("handoff_template_unfinished")
            run(f"ALTER DATABASE handoff_template_unfinished RENAME TO {template}")
        run(f"SELECT pg_advisory_unlock({ONE_MAKES_IT})")
    return template


def migrate(name: str) -> None:
    """Migrate an empty database as `handoff migrate` does, and leave it without connections."""
    with connected_to(name):
        call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def maintenance() -> Iterator[Any]:
    """Run statements on the PostgreSQL server itself, outside the database of the tests and outside transactions."""
    with connection._nodb_cursor() as cursor:

        def run(statement: str) -> list[tuple[Any, ...]]:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

        yield run
