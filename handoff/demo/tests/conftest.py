"""A small county, built once for all tests of this folder: each test sees it and undoes what it does."""

from collections.abc import Iterator
from datetime import date

import pytest

from handoff.demo.builder import build_county
from handoff.demo.program import DemoProgram
from handoff.demo.reset import remove_county

TODAY = date(2026, 3, 3)
SMALL = 0.06


@pytest.fixture(scope="package")
def county(django_db_setup, django_db_blocker) -> Iterator[list[DemoProgram]]:
    """The county as it stands on a Tuesday in March, removed after the last of them."""
    with django_db_blocker.unblock():
        try:
            yield build_county(seed=1, today=TODAY, size=SMALL)
        finally:
            remove_county()
