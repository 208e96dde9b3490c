"""Fill the configured database with the benchmark program, to look at it in a browser or with EXPLAIN.

python -m tests.bench.fill --scale 10      writes 3,000 referrals; handoff demo --reset removes them
"""

import argparse
import os
import sys
import time
from datetime import date

import django

import handoff.config  # noqa: F401  (puts the newer SQLite in place first)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=int, default=1, help="times 300 referrals")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handoff.config.settings.local")
    django.setup()
    from tests.bench.bulk import write_bulk

    started = time.monotonic()
    rows = write_bulk(seed=options.seed, today=date.today(), scale=options.scale)
    seconds = time.monotonic() - started
    sys.stdout.write(f"Wrote {rows:,} rows in {seconds:.0f} s ({rows / max(seconds, 0.01):,.0f} rows/s).\n")


if __name__ == "__main__":
    main()
