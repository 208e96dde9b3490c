"""A small county, built once for all tests of this folder: each test sees it and undoes what it does."""

from collections.abc import Iterator
from datetime import date

import pytest

from handoff.demo.builder import build_county
from handoff.demo.program import DemoProgram
from handoff.demo.reset import remove_county
from handoff.demo.tests.digest import digest

TODAY = date(2026, 3, 3)
SMALL = 0.06
DIGESTS: list[str] = []
"""What the counties of this run held when they were built."""


@pytest.fixture(scope="package")
def county(django_db_setup, django_db_blocker) -> Iterator[list[DemoProgram]]:
    """The county as it stands on a Tuesday in March, removed after the last of them."""
    with django_db_blocker.unblock():
        try:
            built = build_county(seed=1, today=TODAY, size=SMALL)
            DIGESTS.append(digest())
            yield built
        finally:
            remove_county()


@pytest.fixture
def county_digest(request: pytest.FixtureRequest) -> str:
    """What this folder's county holds. Tests that commit come last in a run, when it is gone: it isn't built again."""
    if not DIGESTS:
        request.getfixturevalue("county")
        remove_county()
    return DIGESTS[0]
