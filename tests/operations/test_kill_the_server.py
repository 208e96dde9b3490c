"""What was acknowledged is there after the server was killed: the short form of `make anomaly`, on SQLite.

At night: a minute of a busy server proves nothing that the settings, read back at start-up, could lose by a commit.
"""

import json
import os
import subprocess
import sys

import pytest

from tests.operations.places import ROOT, free_port

KILLS = 3


@pytest.mark.slow
@pytest.mark.nightly
def test_kills_lose_no_acknowledged_contact_and_tear_none():
    script = ROOT / "tests" / "bench" / "anomaly.py"
    command = [sys.executable, str(script), "--kills", str(KILLS), "--no-write", "--no-disk"]
    environment = {**os.environ, "BENCH_PORT": str(free_port()), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    [killed] = json.loads(done.stdout)["kills"]
    assert killed["kills"] == KILLS and killed["acknowledged"] > 0
    assert killed["lost"] == killed["torn"] == killed["server_errors"] == 0 and killed["chains_whole"]
