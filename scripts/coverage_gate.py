"""Demand that tests reach every line and branch of rules, policies and services: REPORT.json [--write].

REPORT.json is what `pytest -p tests.reach` writes. coverage_allowed.json names the files that fall short, by how many
lines and branches, and why: {"missing": 18, "reason": "PostgreSQL only: proven by TEST"}. None may fall further, the
allowance of one that was mended is taken down, and none stands without a reason. --write writes it anew and keeps the
reasons.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

DEMANDED = re.compile(r"/(rules\w*|policies\w*|services\w*)(\.py$|/)|/eligibility/engine/")
ALLOWANCES = Path(__file__).with_name("coverage_allowed.json")


def missing_in(file: dict[str, Any]) -> list[str]:
    """Return what no test reached in a file: lines as "12", branches as "12->15" (-1 leaves the function)."""
    lines = [str(line) for line in file["missing_lines"]]
    return lines + [
        f"{start}->{end}" for start, end in file["missing_branches"] if start not in file["missing_lines"]
    ]


def read_allowances() -> dict[str, int]:
    """Return how many lines and branches each file may miss; an allowance without a reason is an error."""
    allowances = json.loads(ALLOWANCES.read_text())
    for name, allowance in allowances.items():
        if not allowance["reason"].strip():
            raise ValueError(
                f"{name}: the allowance gives no reason. Test these lines, or say why no test can."
            )
    return {name: allowance["missing"] for name, allowance in allowances.items()}


def write_allowances(found: dict[str, list[str]]) -> None:
    """Write the allowances anew; a reason stays with its file, and a new one is still to be written."""
    before = json.loads(ALLOWANCES.read_text())
    short = {
        name: {"missing": len(missing), "reason": before.get(name, {}).get("reason", "")}
        for name, missing in found.items()
        if missing
    }
    ALLOWANCES.write_text(json.dumps(short, indent=2) + "\n")


def main(report: Path, *, write: bool) -> int:
    files = json.loads(report.read_text())["files"]
    found = {
        name: missing_in(file)
        for name, file in sorted(files.items())
        if DEMANDED.search(name.replace("\\", "/"))
    }
    if write:
        write_allowances(found)
    allowed = read_allowances()
    wrong = [
        f"{name}: {len(missing)} not reached, {allowed.get(name, 0)} allowed: {', '.join(missing)}"
        for name, missing in found.items()
        if len(missing) > allowed.get(name, 0)
    ]
    wrong += [
        f"{name}: {most} allowed in {ALLOWANCES.name}, and only {len(found.get(name, []))} not reached: take it down"
        for name, most in allowed.items()
        if len(found.get(name, [])) < most
    ]
    print(
        "\n".join(wrong)
        or f"Every line and branch of {len(found)} files of rules, policies and services is tested."
    )
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), write="--write" in sys.argv))
