"""One county for all of a worker's run, in a database of its own: building it costs more than most looks at it."""

import io
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test.utils import override_settings

from tests.matrix.county import BUILT, County, make_county, stop_clock
from tests.template_database import connected_to, copy_of_template


@pytest.fixture(scope="session")
def only_worker_with_county(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Fail where a second worker of a run builds the county too: the tests would pass, and take a minute longer."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        try:
            (tmp_path_factory.getbasetemp().parent / "county-is-built").touch(exist_ok=False)
        except FileExistsError:
            pytest.fail(
                "A second worker builds the county; or this one stands in for a worker that crashed: see above."
            )


@pytest.fixture(scope="session")
def county_database(
    only_worker_with_county: None, django_db_setup: Any, django_db_blocker: Any, scratch_folder: Any
) -> Iterator[tuple[str, County]]:
    """A database that holds the county and nothing else, and the county."""
    files = override_settings(MEDIA_ROOT=scratch_folder / "matrix")
    with django_db_blocker.unblock(), copy_of_template("handoff_county", scratch_folder) as name:
        temporary = scratch_folder / "matrix-temporary"
        temporary.mkdir()
        with (
            connected_to(name),
            files,
            stop_clock(),
            keep_log() as log,
            temporary_files_in(temporary),
            transaction.atomic(),
        ):
            made = make_county()
            logging.getLogger("handoff").warning(BUILT)
        made.log, made.temporary = log.getvalue(), temporary
        yield name, made


@contextmanager
def keep_log() -> Iterator[io.StringIO]:
    """Keep every line that is logged meanwhile."""
    kept, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(kept), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield kept
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


@contextmanager
def temporary_files_in(folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder))
        yield


@pytest.fixture(scope="module")
def built_county(
    county_database: tuple[str, County], django_db_blocker: Any, scratch_folder: Any
) -> Iterator[County]:
    """The county, and this module connected to its database, with the clock of every request stopped at NOW."""
    name, made = county_database
    files = override_settings(MEDIA_ROOT=scratch_folder / "matrix")
    with django_db_blocker.unblock(), connected_to(name), files, stop_clock():
        yield made


@pytest.fixture
def county(built_county: County, db: Any, monkeypatch: pytest.MonkeyPatch) -> County:
    """The county as it was built; what a test does to it is undone with the test's own transaction."""
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    return built_county
