"""Demand that tests reach every line and branch of rules, policies and services: REPORT.json [--write].

REPORT.json is what `coverage json` writes. coverage_allowed.json names the files that fall short, and by how many lines
and branches: none may fall further, and the allowance of one that was mended is taken down. --write writes it anew.
An allowance that is meant to stay says why: {"missing": 18, "reason": "PostgreSQL only: proven by TEST"}.
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
    """Return how many lines and branches each file may miss; an allowance with an empty reason is an error."""
    allowed: dict[str, int] = {}
    for name, allowance in json.loads(ALLOWANCES.read_text()).items():
        if isinstance(allowance, dict):
            if not allowance["reason"].strip():
                raise ValueError(f"{name}: the allowance gives no reason")
            allowed[name] = allowance["missing"]
        else:
            allowed[name] = allowance
    return allowed


def write_allowances(found: dict[str, list[str]]) -> None:
    """Write the allowances anew; a reason stays with its file."""
    before = json.loads(ALLOWANCES.read_text())
    short = {
        name: {**before[name], "missing": len(missing)}
        if isinstance(before.get(name), dict)
        else len(missing)
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
