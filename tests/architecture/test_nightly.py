"""What only `make nightly` runs is named in DEVELOPING.md, with its reason and with what every commit keeps of it."""

import re

import pytest

from tests.architecture.source import ROOT, supporting_files

MARKED = re.compile(r"\b(?:pytest\.)mark\.nightly\b")
SWITCH = re.compile(r"^nightly: export (\w+) = ", re.MULTILINE)
ON_ONE_DATABASE = ("once", "page", "further")
"""The markers of what a commit asks of SQLite alone."""


def table() -> list[list[str]]:
    section = (
        (ROOT / "DEVELOPING.md").read_text(encoding="utf-8").partition("### Nightly")[2].partition("\n###")[0]
    )
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def marked_files() -> set[str]:
    files = (each for each in supporting_files() if each.name.startswith("test_"))
    return {
        each.relative_to(ROOT).as_posix() for each in files if MARKED.search(each.read_text(encoding="utf-8"))
    }


def named_files() -> set[str]:
    return {name for row in table() for name in re.findall(r"`([\w/]+/test_\w+\.py)`", row[0])}


def test_each_row_has_a_reason_and_a_smaller_form_on_every_commit():
    assert len(table()) > 15
    assert not [row for row in table() if len(row) != 3 or not all(len(cell.split()) > 3 for cell in row)]


def test_each_file_with_a_test_for_the_night_is_named_and_no_other():
    assert marked_files() == named_files()


@pytest.mark.parametrize("name", [*SWITCH.findall((ROOT / "Makefile").read_text()), *ON_ONE_DATABASE])
def test_each_switch_and_marker_that_leaves_something_to_the_night_is_named(name):
    assert re.search(rf"\b{name}\b", " ".join(row[0] for row in table()))
