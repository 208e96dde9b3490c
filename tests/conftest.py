"""Shared by the journeys, the matrix and the guard tests: where the repository and its text files are."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def repository() -> Path:
    return ROOT
