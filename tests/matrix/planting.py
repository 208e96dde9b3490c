"""A pytest plugin (`-p tests.matrix.planting`): each test runs once as it is, and once with each bug that it must find.

A bug is planted while the test itself runs, not while its fixtures are made. What came of it is a line of JSON in the
file that `PLANTED_RESULTS` names.
"""

import json
import os
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.matrix.mutants import AppMutant

PLANTED = pytest.StashKey[ExitStack]()
bugs_found: set[str] = set()
"""The bugs that a test has found already: with other parameters it isn't run again."""


@pytest.fixture(autouse=True)
def planted_bug(request: pytest.FixtureRequest) -> "AppMutant | None":
    """Give the bug that this run of the test must find, or None for the run without any."""
    bug: AppMutant | None = request.param
    return bug


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    # A plugin is loaded before Django, and the bugs name models.
    from tests.matrix.planted.bugs import IN_APPS

    bugs = [each for each in IN_APPS if each.test == metafunc.definition.nodeid]
    names = ["no bug", *(each.name for each in bugs)]
    metafunc.parametrize("planted_bug", [None, *bugs], ids=names, indirect=True)


def bug_of(item: pytest.Item) -> "AppMutant | None":
    bug: AppMutant | None = item.funcargs["planted_bug"]  # type: ignore[attr-defined]
    return bug


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    """Plant the bug once the fixtures stand. One whose text is gone fails here, which doesn't count as found."""
    yield
    stack = item.stash.setdefault(PLANTED, ExitStack())
    bug = bug_of(item)
    if bug is not None and bug.name in bugs_found:
        pytest.skip("found already")
    if bug is not None:
        stack.enter_context(bug.planted())


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    item.stash.setdefault(PLANTED, ExitStack()).close()
    yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call" or report.failed:
        bug = bug_of(item) if "planted_bug" in getattr(item, "funcargs", {}) else None
        if bug is not None and report.failed and report.when == "call":
            bugs_found.add(bug.name)
        crash = getattr(report.longrepr, "reprcrash", None)
        line = {
            "bug": bug.name if bug else "",
            "test": item.nodeid,
            "found": report.failed and report.when == "call",
            "broken": report.failed and report.when != "call",
            "finding": str(crash.message).partition("\n")[0] if crash else "",
            "seconds": report.duration,
        }
        with Path(os.environ["PLANTED_RESULTS"]).open("a", encoding="utf-8") as results:
            results.write(json.dumps(line) + "\n")
    return report
