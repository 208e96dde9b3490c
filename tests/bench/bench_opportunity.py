"""How long `handoff opportunity` takes on long lists, and how much memory.

python tests/bench/bench_opportunity.py
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from databases import ROOT, arguments, keep, machine

LIST = ROOT / "tests" / "data" / "chapel_hill_arrests_2014_2016.csv"
SIZES = (333, 20_000, 200_000)


def main() -> None:
    """Measure each size."""
    options = arguments(__doc__)
    with tempfile.TemporaryDirectory(prefix="handoff-bench-") as folder:
        sizes = [measured(Path(folder) / "list.csv", rows) for rows in SIZES]
    keep("opportunity", {"machine": machine(), "sizes": sizes}, write=options.write)


def write_list(path: Path, rows: int) -> None:
    """Repeat the list to so many rows; each round is other cases, on other days."""
    with LIST.open(encoding="utf-8-sig", newline="") as source:
        lines = list(csv.DictReader(source))
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, fieldnames=list(lines[0]))
        writer.writeheader()
        for number in range(rows):
            again, place = divmod(number, len(lines))
            day = date(2010, 1, 1) + timedelta(days=(again * 7 + place) % 3650)
            case = f"{lines[place]['case_id']}-{again}" if again else lines[place]["case_id"]
            changed = {"case_id": case, "date_arr": day.isoformat()} if again else {}
            writer.writerow({**lines[place], **changed})


def measured(path: Path, rows: int) -> dict[str, Any]:
    """Run the command on a list."""
    write_list(path, rows)
    code = (
        "import resource, sys; from handoff.config.cli import main; main(); "
        "used = resource.getrusage(resource.RUSAGE_SELF); "
        "sys.stderr.write(f'{used.ru_maxrss} {used.ru_utime + used.ru_stime}')"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "handoff.config.settings.test",
        "PYTHONPATH": str(ROOT),
    }
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, "opportunity", str(path), "--json"],
        env=environment,
        capture_output=True,
        check=True,
        text=True,
    )
    seconds = time.perf_counter() - started
    figures = json.loads(done.stdout)
    memory, own = done.stderr.strip().splitlines()[-1].split()
    return {
        "rows": figures["rows"],
        "encounters": figures["encounters"],
        "divertible": figures["divertible"],
        "seconds": round(seconds, 1),
        "own_seconds": round(float(own), 1),
        "megabytes": int(memory) // 1024,
    }


if __name__ == "__main__":
    main()
