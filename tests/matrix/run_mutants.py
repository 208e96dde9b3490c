"""Plant every bug in turn, see the leak table or an app's test find it, and write the list: `make mutants`."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

import pytest

from handoff.testing.undoing import undone
from tests.matrix import duties, identifiers, safety, searches, table
from tests.matrix.browser import Browser
from tests.matrix.county import County
from tests.matrix.mutants import AppMutant, Mutant, PlantedBug
from tests.matrix.planted.bugs import IN_APPS, MUTANTS

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "mutants.md"
HEAD = """# Planted bugs

`make mutants` writes this page. Each bug is planted in the running program, one at a time, and a bug that isn't found
fails the run. The bugs are in `tests/matrix/planted/`, none of them in the program.
"""
BY_THE_TABLE = """
## Found by the leak table

The [leak table](../explanation/how-the-gate-is-proven.md) is read until its first finding.

| Bug | What was broken | Found by | First finding | Requests | Seconds |
|---|---|---|---|---|---|
"""
BY_APPS = """
## Found by a test of an app

The rule belongs to one app, and so does its test, which passes without the bug.

| Bug | What was broken | Found by | Seconds |
|---|---|---|---|
"""
NEWLINE = "\n"


@dataclass
class Result:
    """What became of one planted bug."""

    mutant: Mutant
    found: str
    looks: int
    seconds: float

    def line(self) -> str:
        found = self.found.replace("|", "/") or "**nothing**"
        cells = (
            self.mutant.name,
            self.mutant.said,
            f"`{self.mutant.check}`",
            found,
            str(self.looks),
            f"{self.seconds:.1f}",
        )
        return f"| {' | '.join(cells)} |"


@contextmanager
def read_only_at(names: tuple[str, ...]) -> Iterator[None]:
    """Read the table at some addresses only; what it finds there the whole table finds too."""
    if not names:
        yield
        return
    few = [each for each in table.IN_PROGRAM if each.name in names]
    assert len(few) == len(names), names
    with mock.patch.object(table, "IN_PROGRAM", few), mock.patch.object(searches, "IN_PROGRAM", few):
        yield


def first_finding(county: County, mutant: Mutant) -> str:
    """Return what the table finds first, but for what was not reached because so little was opened."""
    seated = {each.name for each in county.members}
    assert seated.issuperset(mutant.who), f"{mutant.name}: not at the table: {set(mutant.who) - seated}"
    members = [each for each in county.members if not mutant.who or each.name in mutant.who]
    members += [each for each in county.members if each.name == "program_manager" and each not in members]
    seen = replace(county, members=members)
    check = next(
        getattr(each, mutant.check)
        for each in (table, searches, duties, safety, identifiers)
        if hasattr(each, mutant.check)
    )
    with read_only_at(mutant.where), undone():
        for finding in check(seen):
            denied = finding.startswith("never shown to")
            if not denied or (mutant.denies and finding.startswith(mutant.denies)):
                return str(finding)
    return ""


def run(county: County, mutant: Mutant) -> Result:
    looks, cpu_started = Browser.looks, time.process_time()
    with mutant.planted():
        found = first_finding(county, mutant)
    return Result(mutant, found, Browser.looks - looks, time.process_time() - cpu_started)


def chosen(bugs: tuple[PlantedBug, ...]) -> list:
    """The bugs that `MUTANT` names by a part of their name, or all of them."""
    return [each for each in bugs if os.environ.get("MUTANT", "") in each.name]


@pytest.fixture(scope="module")
def sections():
    """The sections of the page by their headings; once both are there, the page is written."""
    written: dict[str, list[str]] = {}
    yield written
    if set(written) == {BY_THE_TABLE, BY_APPS} and chosen(MUTANTS) == [*MUTANTS]:
        text = "".join(f"{head}{NEWLINE.join(written[head])}\n" for head in (BY_THE_TABLE, BY_APPS))
        count = len(MUTANTS) + len(IN_APPS)
        PAGE.write_text(f"{HEAD}{text}\nFound: {count} of {count}.\n", encoding="utf-8")


@pytest.mark.slow
def test_every_planted_bug_is_found(county, sections):
    bugs = chosen(MUTANTS)
    places = {(each.check, each.who, each.where): each for each in bugs}
    healthy = {each.name: first_finding(county, each) for each in places.values()}
    assert not any(healthy.values()), f"found without a bug: {healthy}"
    results = []
    for mutant in bugs:
        results.append(run(county, mutant))
        print(results[-1].line(), flush=True)
    alive = [each.mutant.name for each in results if not each.found]
    assert not alive, alive
    sections[BY_THE_TABLE] = [each.line() for each in results]


def run_with_bugs(bugs: list[AppMutant], results: Path) -> list[dict]:
    """Run the apps' tests that must find these bugs, without and with each of them."""
    tests = sorted({each.test for each in bugs})
    options = ["-q", "--tb=no", "-r", "", "-p", "no:cacheprovider", "-p", "tests.matrix.planting"]
    command = [sys.executable, "-m", "pytest", *options, *tests]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"PLANTED_RESULTS": str(results)}, check=False)
    return [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]


@pytest.mark.slow
def test_every_bug_planted_in_an_app_is_found_by_the_apps_test(sections, tmp_path):
    bugs = chosen(IN_APPS)
    if not bugs:
        return
    runs = run_with_bugs(bugs, tmp_path / "results.jsonl")
    healthy = [each["test"] for each in runs if each["found"] and not each["bug"]]
    assert not healthy, f"failed without a bug: {healthy}"
    assert not [each for each in runs if each["broken"]]
    lines, alive = [], []
    for bug in bugs:
        found = [each for each in runs if each["bug"] == bug.name and each["found"]]
        if found:
            lines.append(f"| {bug.name} | {bug.said} | `{bug.test}` | {found[0]['seconds']:.1f} |")
        else:
            alive.append(bug.name)
    assert not alive, alive
    sections[BY_APPS] = lines
