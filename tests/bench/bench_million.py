"""The six measures by month with a million referrals: counted, in hand-written SQL, and from closed months.

python tests/bench/bench_million.py --db postgresql://user@/postgres?host=/tmp

Some 10,000 referrals are written one by one and then copied in the database, so that a million are there in minutes.
"""

import json
import resource
import sys
from typing import Any

import bench_measures
import measures_sql
from copies import copy_rows
from databases import arguments, keep, machine, on_each, ready

BASE = 10_000
COPIES = 97


def main() -> None:
    """Measure on PostgreSQL and write the table; SQLite has no rows made in so short a time."""
    options = arguments(__doc__)
    if options.one:
        sys.stdout.write(json.dumps(measure()))
        return
    servers = [each for each in options.db if each != "sqlite"]
    keep("million", {"machine": machine(), "databases": on_each(__file__, servers)}, write=options.write)


def measure() -> dict[str, Any]:
    """Fill, copy, count once each way, close every month and read them."""
    database = ready()
    from datetime import date

    from django.utils import timezone

    from handoff.core.tenancy import tenant_context
    from handoff.programs.models import Program
    from handoff.programs.queries import time_zone_of
    from handoff.referrals.models import Referral
    from tests.bench.bulk import SLUG, write_bulk

    today = date(2026, 11, 1)
    write_bulk(seed=13, today=today, scale=BASE // 300 + 1)
    program = Program.objects.get(slug=SLUG)
    copy_rows(COPIES)
    with tenant_context(program.pk):
        months = measures_sql.months_from(date(2024, 10, 1), today, time_zone_of(program))
        once = bench_measures.count_both(program, months, today, timezone.now())
        codes = [code for code, _starts, _ends in months[:-1]]
        closed = bench_measures.close_months(program, codes, today)
        return {
            "database": database,
            "referrals": Referral.objects.count(),
            "months": len(months),
            **{key: round(value) for key, value in once.items()},
            "times": round(once["ours"] / once["sql"], 1),
            "closed": closed,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }


if __name__ == "__main__":
    main()
