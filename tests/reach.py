"""Write down which lines and branches of rules, policies and services the run reaches: `pytest -p tests.reach`.

Only files whose reach is demanded (`scripts/coverage_gate.py`) are watched, and by probes put into their code: what is
not watched runs at full speed. A tracer as in coverage.py sees every line of everything and nearly doubled the time.
REACHED names the file of the report, in the form of coverage.py's JSON.
"""

import json
import os
from pathlib import Path

import pytest
import slipcover
from slipcover.importer import ImportManager

from scripts.coverage_gate import DEMANDED

ROOT = Path(__file__).resolve().parents[1]


class DemandedFiles(slipcover.FileMatcher):
    """Matches the files whose every line and branch the apps' own tests are to reach."""

    def matches(self, filename: Path | str | None) -> bool:
        if filename is None or not (path := Path(filename).resolve()).is_relative_to(ROOT / "handoff"):
            return False
        below = path.relative_to(ROOT).as_posix()
        return "/tests/" not in below and DEMANDED.search(below) is not None


NOT_DEMANDED = ["if __name__ == ", "raise NotImplementedError", r"assert_never\("]

slip = slipcover.Slipcover(branch=True, source=["handoff"], exclude_also=NOT_DEMANDED)
# At import, not in a hook: django is set up, and with it the first of these files, before any hook of ours.
ImportManager(slip, DemandedFiles()).__enter__()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    Path(os.environ["REACHED"]).write_text(json.dumps(slip.get_coverage()))
