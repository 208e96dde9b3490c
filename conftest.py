"""What every test stands on: which tests need a database, and where SQLite keeps its file."""

import gc
import inspect
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from zlib import crc32

import hypothesis
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from handoff.core.frames import run_with_room

# Compiled tests are kept whatever the environment says: rewriting every assertion anew takes four seconds.
sys.dont_write_bytecode = False

# Playwright keeps an event loop running in the thread of the tests, where Django would refuse every query.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}


def pytest_configure(config: pytest.Config) -> None:
    """Search what the run leaves in logs, mail and files for words that stand for people."""
    from tests.kept import KeptPlugin

    config.pluginmanager.register(KeptPlugin(), "kept")
    # A busy machine is no failure: no test asserts wall-clock time, so no example has a deadline either.
    hypothesis.settings.register_profile(
        "handoff", deadline=None, max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "40"))
    )
    hypothesis.settings.load_profile("handoff")


def needs_database(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    return bool(names & DATABASE_FIXTURES) or item.get_closest_marker("django_db") is not None


def uses_client(item: pytest.Function) -> bool:
    """Say whether a test has a test client, by a fixture or by a function of its own module that makes one."""
    if "client" in item.fixturenames:
        return True
    fixtures = [each[-1].func for each in item._fixtureinfo.name2fixturedefs.values()]
    around = item.module.__dict__
    return any(makes_client(function, around) for function in (item.function, *fixtures))


def makes_client(function: Callable[..., object], around: dict[str, object]) -> bool:
    """Say whether a function names the test client, or one of the functions of a module does that it names."""
    functions, seen = [function], set()
    while functions:
        names = names_in(functions.pop()) - seen
        if "Client" in names:
            return True
        seen |= names
        functions += [each for name in names if inspect.isfunction(each := around.get(name))]
    return False


@cache
def names_in(function: Callable[..., object]) -> frozenset[str]:
    return frozenset(getattr(inspect.unwrap(function), "__code__", run_with_room.__code__).co_names)


def is_about_databases(item: pytest.Function) -> bool:
    """Say whether databases are the subject of an app's test: their settings, locks or row-level security."""
    marked = item.get_closest_marker("django_db")
    transactional = marked is not None and marked.kwargs.get("transaction", False)
    return transactional or item.path.is_relative_to(item.config.rootpath / "handoff" / "config")


def mark_what_one_database_shows(item: pytest.Function, functions: set[object]) -> None:
    """Mark an app's test that a commit leaves to one database: of a page, with parameters beyond the first, or not in
    the eighth of the others that the second database repeats. At night it repeats all."""
    if not item.path.is_relative_to(item.config.rootpath / "handoff") or is_about_databases(item):
        return
    if uses_client(item):
        item.add_marker(pytest.mark.page)
    repeated = crc32(item.originalname.encode()) % IN_TURN == 0
    if item.function in functions or not repeated:
        item.add_marker(pytest.mark.further)
    functions.add(item.function)


IN_TURN = 8
ONE_WORKER = ("tests/matrix/", "tests/journeys/", "tests/architecture/")
"""Folders whose tests share what takes long: the county of the leak table, a browser, the source read as trees."""


def group_of(nodeid: str) -> str:
    """Which tests one worker runs together: those of a folder that shares much, or of one file."""
    path = nodeid.partition("::")[0]
    return next((folder for folder in ONE_WORKER if path.startswith(folder)), path)


class OneGroupAWorker(LoadScopeScheduling):
    """Sends the largest groups first. xdist's own marker of groups does nothing under pytest 9.2."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneGroupAWorker:
    return OneGroupAWorker(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Mark what uses a database, so that the second database repeats only that: `pytest -m database`."""
    functions: set[object] = set()
    for item in items:
        if needs_database(item):
            item.add_marker(pytest.mark.database)
            mark_what_one_database_shows(item, functions)
        if "tests/journeys" in item.path.as_posix():
            item.add_marker(pytest.mark.journey)


# As the `handoff` command does: 8 % of the CPU time of the apps' tests.
gc.set_threshold(100_000)


def pytest_collection_finish() -> None:
    """Leave what is imported out of every later garbage collection: it stays to the end anyway."""
    gc.freeze()


def run_thread_with_room(thread: threading.Thread, run: Callable[..., None] = threading.Thread.run) -> None:
    run_with_room(lambda: run(thread))


# The live server of the journeys answers each request in a thread.
threading.Thread.run = run_thread_with_room  # type: ignore[method-assign]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> object:
    """Run each test, with its fixtures, as pytest itself does, but with room for its frames."""
    runner = item.config.pluginmanager.get_plugin("runner")
    return run_with_room(lambda: runner.pytest_runtest_protocol(item, nextitem))


@pytest.fixture
def clock(monkeypatch):
    """The moment at which requests are received: AT, until a test sets `clock.at`."""
    from handoff.testing.programs import AT

    moment = SimpleNamespace(at=AT)
    monkeypatch.setattr("handoff.accounts.middleware.access.timezone", SimpleNamespace(now=lambda: moment.at))
    return moment


@pytest.fixture(autouse=True)
def language_of_its_own():
    """Leave no test in the language that a page of the test before was read in."""
    from django.utils import translation

    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(scope="module")
def build_once(django_db_setup, django_db_blocker):
    """Build what all tests of a module stand on: its rows are there before each of them and gone after the last.

    A test works on a copy of the objects, and what it writes is undone as ever:

        @pytest.fixture(scope="module")
        def built(build_once):
            return build_once(make_county)

        @pytest.fixture
        def county(built, db):
            return deepcopy(built)
    """
    from django.db import transaction

    def build(make: Callable[[], object]) -> object:
        with django_db_blocker.unblock():
            return make()

    around = transaction.atomic()
    # As Django's own test case does around a class: what is to be the outermost block may stand within.
    around._from_testcase = True
    build(around.__enter__)
    yield build
    build(lambda: transaction.set_rollback(True))
    build(lambda: around.__exit__(None, None, None))


@pytest.fixture(autouse=True)
def second_factor(request, monkeypatch):
    """Let `client.force_login(user)` open a session as a password and a second factor do."""
    if not needs_database(request.node):
        return
    from handoff.testing import sign_in

    sign_in.patch(monkeypatch)


@pytest.fixture(scope="session", autouse=True)
def pages_noted_once(django_test_environment):
    """Keep for `page.context` what a page was rendered with, not each of the hundreds of small templates in it."""
    from django.template import Template
    from django.test.utils import instrumented_test_render

    def render(template, context):
        if context.template is template and not str(template.name).startswith("django/forms/"):
            return instrumented_test_render(template, context)
        return template.nodelist.render(context)

    # Django puts its own back with the rest of the test environment.
    Template._render = render


@pytest.fixture(scope="session")
def scratch_folder():
    """A folder in memory where the machine has one: a test's SQLite waits for no disk, and keeps FULL."""
    memory = Path("/dev/shm")  # noqa: S108 - a made-up name below it is ours alone
    parent = memory if os.access(memory, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="handoff-test-", dir=parent))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, scratch_folder):
    """Give each worker a copy of the migrated database; on SQLite a file, with WAL and threads as in the program."""
    from tests.template_database import connected_to, copy_of_template

    with (
        django_db_blocker.unblock(),
        copy_of_template("handoff_test", scratch_folder) as name,
        connected_to(name),
    ):
        yield
