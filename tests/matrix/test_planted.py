"""The planted bugs still fit the program; `make mutants` shows that the table or an app's test finds each of them."""

import ast
from pathlib import Path

import pytest

from tests.matrix import duties, identifiers, safety, searches, table
from tests.matrix.mutants import Edit, ViewEdit, compiled
from tests.matrix.planted.bugs import IN_APPS, MUTANTS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("mutant", [*MUTANTS, *IN_APPS], ids=lambda mutant: mutant.name)
def test_the_text_that_a_planted_bug_changes_is_still_there(mutant):  # finding-C7
    for change in mutant.changes:
        if isinstance(change, Edit | ViewEdit):
            compiled(change.target, change.old, change.new)  # raises LookupError where the text is gone


def test_each_planted_bug_names_a_check_that_exists():
    checks = {name for module in (table, searches, duties, safety, identifiers) for name in vars(module)}
    assert {mutant.check for mutant in MUTANTS} <= checks


def test_each_planted_bug_has_a_name_of_its_own():
    names = [each.name for each in (*MUTANTS, *IN_APPS)]
    assert len(names) == len(set(names))


def test_each_bug_planted_in_an_app_names_a_test_that_exists():
    files: dict[str, list[str]] = {}
    for mutant in IN_APPS:
        path, _colons, name = mutant.test.partition("::")
        files.setdefault(path, []).append(name)
    for path, names in files.items():
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert set(names) <= {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}, path


ONCE_FOUND_BY_NO_TEST = (
    "what a colleague was shown today counts as shown to everyone",
    "a manager takes over an account whose role elsewhere has an end date",
    "a page shown in answer to a form has no audit row",
    "an uncertain lookup names the worker",
    "a legal hold holds back only declined referrals",
    "someone with a new charge counts as not needed",
)


@pytest.mark.parametrize("name", ONCE_FOUND_BY_NO_TEST)
def test_a_bug_that_no_test_once_found_is_planted_and_was_found(name):
    """finding-C7: each stays planted, and the last `make mutants` names what found it."""
    assert [each.check for each in MUTANTS if each.name == name]
    page = (ROOT / "docs" / "reference" / "mutants.md").read_text(encoding="utf-8")
    (row,) = (line.split("|") for line in page.splitlines() if line.startswith(f"| {name} |"))
    _start, _bug, _broken, check, finding, *_more = (part.strip() for part in row)
    assert check.strip("`").startswith("check_") and finding
