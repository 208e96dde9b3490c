"""One sentence, and no traceback, for a setting or a database that can't be used."""

import os
import shlex
import subprocess
import sys
from contextlib import nullcontext
from importlib import import_module

import pytest
from django.db import OperationalError, connection

from handoff.config import file_modes, startup
from handoff.config.results import result
from handoff.config.secret import new_secret_key
from handoff.config.settings_file import load_settings_file
from handoff.core.sealing import generate_key


def handoff(*words, folder, **variables):
    """Run a command in a folder of its own, with no settings but these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HANDOFF_", "DJANGO_"))}
    environment = {"HANDOFF_DATA_FOLDER": str(folder / "data"), **kept, **variables}
    command = [sys.executable, "-m", "handoff", *words]
    return subprocess.run(  # noqa: S603 - our own command
        command, env=environment, cwd=folder, capture_output=True, text=True, check=False
    )


def test_every_wrong_setting_has_its_sentence_and_no_value_is_shown(tmp_path):
    """finding-I4"""
    done = handoff(
        "check",
        folder=tmp_path,
        HANDOFF_IDLE_MINUTES="soon",
        HANDOFF_DEMO="maybe",
        HANDOFF_BACKUP_KEEP="0",
        HANDOFF_DATABASE_URL="postgresql://app:hunter2#x@localhost:port/handoff",
    )
    assert done.returncode == 1 and "Traceback" not in done.stderr and "hunter2" not in done.stderr
    lines = done.stderr.splitlines()
    assert "HANDOFF_DEMO must be true or false." in lines
    assert "HANDOFF_IDLE_MINUTES must be a whole number, such as 30." in lines
    assert len(lines) == 5


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("HANDOFF_DATABASE_URL", "mysql://app@localhost/handoff", "HANDOFF_DATABASE_URL must be an address"),
        ("HANDOFF_DATABASE_URL", "postgresql://localhost", "HANDOFF_DATABASE_URL must be an address"),
        ("HANDOFF_DATA_FOLDER", "/dev/null/data", "HANDOFF_DATA_FOLDER can't be used: /dev/null/data"),
        (
            "DJANGO_SETTINGS_MODULE",
            "handoff.config.settings.here",
            "DJANGO_SETTINGS_MODULE names no settings",
        ),
    ],
)
def test_a_setting_wrong_in_sense_is_no_traceback(tmp_path, name, value, sentence):  # finding-I4
    done = handoff("check", folder=tmp_path, **{name: value})
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert done.stderr.splitlines()[1].startswith(sentence)


def test_a_database_without_tables_is_no_traceback(tmp_path):
    """finding-I1, finding-I4: the first command on an empty laptop."""
    done = handoff("backup", folder=tmp_path)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert f"Database: SQLite, {tmp_path / 'data' / 'handoff.sqlite3'}" in done.stderr
    assert done.stderr.splitlines()[-1].endswith("run handoff migrate.")


def test_no_database_server_is_no_traceback(tmp_path):
    """finding-I4"""
    done = handoff("migrate", folder=tmp_path, HANDOFF_DATABASE_URL="postgresql://app:pw@127.0.0.1:9/handoff")
    assert done.stderr.splitlines()[-2:] == [
        "Database: PostgreSQL, handoff on 127.0.0.1, as app",
        "The database can't be used: no database server answers there.",
    ]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server")
@pytest.mark.parametrize(
    ("user", "name", "sentence"),
    [
        ("no_such_role", "postgres", "no role of this name"),
        ("", "no_such_database", "no database of this name"),
    ],
)
def test_no_role_and_no_database_have_different_sentences(tmp_path, user, name, sentence):
    """finding-I4"""
    config = connection.settings_dict
    host = config["HOST"].replace("/", "%2F")
    address = f"postgresql://{user or config['USER']}@{host}:{config['PORT'] or 5432}/{name}"
    assert sentence in handoff("tick", folder=tmp_path, HANDOFF_DATABASE_URL=address).stderr


SETTINGS = {
    "HANDOFF_SECRET_KEY": new_secret_key(),
    "HANDOFF_FILE_KEYS": generate_key(),
    "HANDOFF_DATABASE_URL": "postgresql://app:p%23w@localhost/handoff",
    "HANDOFF_OIDC_LABEL": "County of Orange $HOME #1",
}


@pytest.fixture
def settings_file(tmp_path):
    """The documented form: each value in single quotes, comments on lines of their own."""
    path = tmp_path / "environment"
    lines = [f"{name}='{value}'" for name, value in SETTINGS.items()]
    path.write_text("\n".join(["# The settings of Handoff", *lines, ""]), encoding="utf-8")
    return path


def test_the_shell_and_handoff_read_one_settings_file_alike(settings_file, monkeypatch):
    """finding-I1"""
    script = f". {shlex.quote(str(settings_file))}; env -0"
    command = ["/bin/sh", "-ac", script]
    read = subprocess.check_output(command, env={"PATH": "/usr/bin:/bin"}, text=True)  # noqa: S603 - our own words
    by_shell = dict(each.split("=", 1) for each in read.split("\0") if each)
    monkeypatch.setattr(os, "environ", {"HANDOFF_SETTINGS_FILE": str(settings_file)})
    assert load_settings_file() == settings_file
    for name, value in SETTINGS.items():
        assert by_shell[name] == os.environ[name] == value


def test_a_variable_of_the_environment_wins_over_the_file(settings_file, monkeypatch):
    monkeypatch.setattr(
        os, "environ", {"HANDOFF_SETTINGS_FILE": str(settings_file), "HANDOFF_FILE_KEYS": "mine"}
    )
    load_settings_file()
    assert os.environ["HANDOFF_FILE_KEYS"] == "mine"


def test_the_file_in_the_current_folder_is_read(tmp_path):
    """finding-I1: the promised .env."""
    (tmp_path / ".env").write_text("HANDOFF_IDLE_MINUTES='soon'\n", encoding="utf-8")
    assert "HANDOFF_IDLE_MINUTES must be a whole number" in handoff("check", folder=tmp_path).stderr


def test_a_missing_settings_file_is_reported(tmp_path):
    """finding-I1: a typing error must not lead to an empty laptop database."""
    done = handoff("backup", folder=tmp_path, HANDOFF_SETTINGS_FILE="/nowhere/environment")
    assert done.stderr == "HANDOFF_SETTINGS_FILE: there is no file /nowhere/environment.\n"


def test_keys_need_no_quotes_anywhere():
    """finding-I1: shell, systemd and cron each give other characters a meaning of their own."""
    for _each in range(50):
        assert shlex.quote(new_secret_key()) and shlex.quote(new_secret_key()).isascii()
        key = new_secret_key()
        assert shlex.quote(key) == key and not set(key) & set("%$#\\'\"`!")


def test_a_data_folder_that_was_open_is_closed_to_others(tmp_path):
    """finding-S14: a folder and a database made before, by `mkdir` or by a copy."""
    (tmp_path / "data").mkdir(mode=0o755)
    (tmp_path / "data").chmod(0o755)
    (tmp_path / "data" / "handoff.sqlite3").touch()
    (tmp_path / "data" / "handoff.sqlite3").chmod(0o644)
    handoff("showmigrations", "audit", folder=tmp_path)
    for path in (tmp_path / "data", *(tmp_path / "data").iterdir()):
        assert not path.stat().st_mode & 0o077, path


class Away:
    """A database that fails with each of these messages before it answers."""

    vendor, settings_dict = "postgresql", {"NAME": "handoff", "USER": "app"}
    closed = False

    def __init__(self, *messages):
        self.messages = list(messages)

    def close(self):
        self.closed = True

    def cursor(self):
        if self.messages:
            raise OperationalError(self.messages.pop(0))
        return nullcontext()


def test_a_server_waits_for_a_database_that_is_away_and_checks_it_then(monkeypatch):  # finding-I4
    said = []
    away = Away("Connection refused", "Connection refused", "FATAL:  the database system is starting up")
    monkeypatch.setattr(startup, "connection", away)
    monkeypatch.setattr(startup.time, "sleep", lambda seconds: None)
    startup.wait_for_database(said.append)
    assert not away.messages and len(said) == 2
    assert said[0].endswith("no database server answers there.") and "is starting or stopping" in said[1]


def test_a_server_waits_for_no_wrong_password(monkeypatch):
    monkeypatch.setattr(startup, "connection", Away('FATAL:  password authentication failed for user "app"'))
    with pytest.raises(SystemExit, match="refused the user name or password"):
        startup.wait_for_database(print)


@pytest.fixture
def started_by_gunicorn(monkeypatch):
    """Load what gunicorn serves, as a process of it does when no `handoff serve` started it."""
    monkeypatch.setattr(startup.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(startup, "load_pages", lambda: None)
    monkeypatch.setattr(file_modes, "make_private_files", lambda: None)
    monkeypatch.delitem(sys.modules, "handoff.config.wsgi", raising=False)
    return lambda: import_module("handoff.config.wsgi")


def test_gunicorn_by_itself_waits_for_the_database_reads_it_back_and_lets_go_of_it(
    monkeypatch, started_by_gunicorn, capsys
):
    """It served with nothing checked when the database was away at its start."""
    away, looked_at = Away("Connection refused"), []

    def look():
        looked_at.append(away.messages)
        return []

    monkeypatch.setattr(startup, "connection", away)
    monkeypatch.setattr(startup, "check_database", look)
    started_by_gunicorn()
    assert "no database server answers there" in capsys.readouterr().err
    assert looked_at == [[]] and away.closed


@pytest.mark.parametrize("name", ["SQLite pragmas", "row-level security at work", "PostgreSQL durability"])
def test_gunicorn_by_itself_refuses_a_wrong_database(monkeypatch, settings, started_by_gunicorn, name):
    settings.ROW_SECURITY_NEEDED = True
    monkeypatch.setattr(startup, "connection", Away())
    monkeypatch.setattr(startup, "check_database", lambda: [result(name, good=False, found="wrong")])
    with pytest.raises(SystemExit, match=f"^{name}: wrong"):
        started_by_gunicorn()
