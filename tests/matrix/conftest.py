"""One county for a whole module: building it costs more than most tests that look at it."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test.utils import override_settings

from handoff.testing.undoing import undone
from tests.matrix.county import County, make_county, standing_still


@pytest.fixture(scope="module")
def built_county(django_db_setup: Any, django_db_blocker: Any, scratch_folder: Any) -> Iterator[County]:
    """The county, in a transaction of its own that is never kept."""
    files = override_settings(MEDIA_ROOT=scratch_folder / "matrix")
    with django_db_blocker.unblock(), files, transaction.atomic(), standing_still():
        yield make_county()
        transaction.set_rollback(True)


@pytest.fixture
def county(built_county: County, db: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[County]:
    """The county as it was built; what a test does to it is undone."""
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    with undone():
        yield built_county
