"""The lists for reviewers are whole, and what they name as evidence exists."""

import csv
import re
from collections import Counter
from functools import cache

import pytest

from tests.architecture.source import ROOT

PER_CHAPTER = {
    "V1": (8, 19),
    "V2": (4, 7),
    "V3": (8, 11),
    "V4": (2, 8),
    "V5": (4, 5),
    "V6": (13, 22),
    "V7": (6, 12),
    "V8": (4, 3),
    "V9": (4, 3),
    "V10": (5, 24),
    "V11": (3, 11),
    "V12": (3, 6),
    "V13": (1, 12),
    "V14": (2, 7),
    "V15": (3, 10),
    "V16": (0, 16),
    "V17": (0, 7),
}
"""Requirements of level 1 and of level 2 in each chapter of ASVS 5.0.0, counted in the official list."""
STATUSES = {"met", "partly", "deployment", "not met"}
MOST_WORDS = 12
PAGES = ("docs/explanation/security-model.md", "docs/reference/cjis-and-part2.md")
NAMED = re.compile(r"`([\w/]+\.py::\w+)`")


@cache
def rows() -> list[dict[str, str]]:
    with (ROOT / "docs/reference/asvs.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def applicable() -> list[dict[str, str]]:
    return [row for row in rows() if row["applies"] == "y"]


def exists(evidence: str) -> bool:
    """Say whether a document, or a test function in its file, is there."""
    path, _, function = evidence.partition("::")
    file = ROOT / path
    if not file.is_file():
        return False
    return not function or bool(
        re.search(rf"^def {function}\(", file.read_text(encoding="utf-8"), re.MULTILINE)
    )


def test_every_requirement_of_levels_1_and_2_has_its_row():
    found = Counter((row["id"].split(".")[0], row["level"]) for row in rows())
    assert {chapter: (found[chapter, "1"], found[chapter, "2"]) for chapter in PER_CHAPTER} == PER_CHAPTER
    assert max(Counter(row["id"] for row in rows()).values()) == 1


def test_a_row_has_a_status_if_it_applies_and_a_reason_if_not():
    for row in rows():
        assert len(row["requirement"].split()) <= MOST_WORDS, row["id"]
        if row["applies"] == "y":
            assert row["status"] in STATUSES, row["id"]
            assert row["note"] or row["status"] == "met" or row["status"] == "deployment", row["id"]
        else:
            assert row["applies"] == "n" and row["reason"] and not row["status"], row["id"]


def test_every_applicable_row_names_evidence_that_exists():
    gone = [
        f"{row['id']}: {evidence or 'names nothing'}"
        for row in applicable()
        for evidence in row["evidence"].split() or [""]
        if not exists(evidence)
    ]
    assert not gone, "\n".join(gone)


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_a_page_for_counsel_names_exists(page):
    named = set(NAMED.findall((ROOT / page).read_text(encoding="utf-8")))
    assert named
    assert not [each for each in named if not exists(each)]
