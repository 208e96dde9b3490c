"""Installations of their own: a data folder and a database each, run as commands, as an operator would."""

import json
import os
import shutil
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.db import connection

from tests.template_database import postgresql_template, sqlite_template

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Place:
    """One installation."""

    folder: Path
    environment: dict[str, str]

    @property
    def database(self) -> Path:
        return self.folder / "handoff.sqlite3"

    def run(self, *words: str, check: bool = True, feed: str = "") -> subprocess.CompletedProcess[str]:
        """Run one `handoff` command."""
        return self._run([sys.executable, "-m", "handoff", *words], check=check, feed=feed)

    def ask(self, verb: str) -> Any:
        """Run one verb of the drill and read its answer."""
        return self.ask_all(verb)[0]

    def ask_all(self, *verbs: str) -> list[Any]:
        """Run verbs of the drill one after the other in one process, whose start costs most, and read their answers."""
        answers: list[Any] = json.loads(
            self._run([sys.executable, "-m", "tests.operations.drill", *verbs]).stdout
        )
        return answers

    def _run(
        self, command: list[str], *, check: bool = True, feed: str = ""
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, input=feed, capture_output=True, text=True, check=False
        )
        if check and done.returncode:
            raise AssertionError(f"{command[2:]} failed:\n{done.stdout}\n{done.stderr}")
        return done


def kept_elsewhere(base: Path) -> dict[str, str]:
    """Return the settings of what lies outside the data folder, where a second installation finds it too."""
    return {
        "HANDOFF_JOURNAL_FILE": str(base / "elsewhere" / "journal.jsonl"),
        "HANDOFF_BACKUP_FOLDER": str(base / "backups"),
        "HANDOFF_ANCHOR_FILE": str(base / "elsewhere" / "anchors.jsonl"),
    }


@contextmanager
def new_place(folder: Path, *, migrated: bool = False, **settings: str) -> Iterator[Place]:
    """Make an installation on the kind of database that the tests run on, empty or migrated."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HANDOFF_")}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "handoff.config.settings.local",
        "HANDOFF_DATA_FOLDER": str(folder),
        "PYTHONPATH": str(ROOT),
        **settings,
    }
    if connection.vendor == "sqlite":
        place = Place(folder, environment)
        if migrated:
            shutil.copyfile(sqlite_template(), place.database)
        yield place
        return
    name = f"handoff_{uuid.uuid4().hex[:12]}"
    with server() as maintenance:
        template = postgresql_template() if migrated else "template1"
        maintenance.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
    try:
        yield Place(folder, {**environment, "HANDOFF_DATABASE_URL": address(name)})
    finally:
        with server() as maintenance:
            maintenance.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def server() -> psycopg.Connection[Any]:
    """Connect to the server of the tests itself."""
    config = connection.settings_dict
    return psycopg.connect(
        host=config["HOST"] or None,
        port=config["PORT"] or None,
        user=config["USER"] or None,
        password=config["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    )


def address(name: str) -> str:
    """Return the address of a database on the server of the tests."""
    config = connection.settings_dict
    port = f":{config['PORT']}" if config["PORT"] else ""
    password = f":{quote(config['PASSWORD'], safe='')}" if config["PASSWORD"] else ""
    return f"postgresql://{config['USER']}{password}@{quote(config['HOST'], safe='')}{port}/{name}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
