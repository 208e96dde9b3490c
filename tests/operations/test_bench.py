"""The measurements still run: what they fill and ask for changes with the application."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.databases import new_database

BENCH = Path(__file__).resolve().parents[1] / "bench"

pytestmark = [pytest.mark.nightly, pytest.mark.slow]


def test_the_audited_requests_are_measured_beside_the_bare_ones():
    with new_database("sqlite") as environment:
        command = [sys.executable, str(BENCH / "bench_audited.py"), "--one"]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    kinds = json.loads(done.stdout)["kinds"]
    assert set(kinds) == {"list", "person", "write"}
    # The page of one person asks for the same rows as the bare page, so that their times can be compared.
    assert kinds["person"]["queries"] <= 1.5 * kinds["person"]["bare_queries"]
