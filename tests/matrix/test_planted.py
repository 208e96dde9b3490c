"""The planted bugs still fit the program; `make mutants` shows that the leak table finds each of them."""

import pytest

from tests.matrix import duties, safety, searches, table
from tests.matrix.mutants import Edit, ViewEdit, compiled
from tests.matrix.planted.bugs import MUTANTS


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_text_that_a_planted_bug_changes_is_still_there(mutant):
    for change in mutant.changes:
        if isinstance(change, Edit | ViewEdit):
            compiled(change.target, change.old, change.new)  # raises LookupError where the text is gone


def test_each_planted_bug_names_a_check_that_exists():
    checks = {name for module in (table, searches, duties, safety) for name in vars(module)}
    assert {mutant.check for mutant in MUTANTS} <= checks
