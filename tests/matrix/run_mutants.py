"""Plant every bug in turn, read the leak table until it finds it, and write the list: `make mutants`."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

import pytest

from handoff.testing.undoing import undone
from tests.matrix import duties, safety, searches, table
from tests.matrix.browser import Browser
from tests.matrix.county import County
from tests.matrix.mutants import Mutant
from tests.matrix.planted.bugs import MUTANTS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "mutants.md"
HEAD = """# Planted bugs

`make mutants` writes this page. Each bug is planted in the running program, one at a time, and the
[leak table](../explanation/how-the-gate-is-proven.md) is read until its first finding; a bug that it doesn't find fails
the run. The bugs are in `tests/matrix/planted/`, none of them in the program.

| Bug | What was broken | Found by | First finding | Requests | Seconds |
|---|---|---|---|---|---|
"""


@dataclass
class Result:
    """What became of one planted bug."""

    mutant: Mutant
    found: str
    looks: int
    seconds: float

    def line(self) -> str:
        broken = ", ".join(sorted({each.said for each in self.mutant.changes}))
        found = self.found.replace("|", "/") or "**nothing**"
        cells = (
            self.mutant.name,
            broken,
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
        for each in (table, searches, duties, safety)
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


@pytest.mark.slow
def test_every_planted_bug_is_found(county):
    chosen = [each for each in MUTANTS if os.environ.get("MUTANT", "") in each.name]
    places = {(each.check, each.who, each.where): each for each in chosen}
    healthy = {each.name: first_finding(county, each) for each in places.values()}
    assert not any(healthy.values()), f"found without a bug: {healthy}"
    results = []
    for mutant in chosen:
        results.append(run(county, mutant))
        print(results[-1].line(), flush=True)
    if len(chosen) == len(MUTANTS):
        found = sum(bool(each.found) for each in results)
        lines = "\n".join(each.line() for each in results)
        PAGE.write_text(f"{HEAD}{lines}\n\nFound: {found} of {len(results)}.\n", encoding="utf-8")
    alive = [each.mutant.name for each in results if not each.found]
    assert not alive, alive
