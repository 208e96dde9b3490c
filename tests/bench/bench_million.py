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
    from handoff.core.tenancy import tenant_context
    from handoff.programs.models import Program
    from tests.bench.bulk import SLUG, write_bulk

    write_bulk(seed=13, today=bench_measures.TODAY, scale=BASE // 300 + 1)
    program = Program.objects.get(slug=SLUG)
    copy_rows(COPIES)
    with tenant_context(program.pk):
        return look_at(database, program)


def look_at(database: str, program: Any) -> dict[str, Any]:
    """Count once each way and by measure, close every month with these figures, and read them."""
    from django.utils import timezone

    from handoff.programs.queries import time_zone_of
    from handoff.referrals.models import Referral

    today, at = bench_measures.TODAY, timezone.now()
    months = measures_sql.months_from(bench_measures.date(2024, 10, 1), today, time_zone_of(program))
    once = bench_measures.count_both(program, months, today, at)
    return {
        "database": database,
        "referrals": Referral.objects.filter(program=program).count(),
        "months": len(months),
        **{key: round(value, 1) for key, value in once.items()},
        "times": round(once["ours_cpu"] / once["sql_cpu"], 2),
        "each": count_each(program, [code for code, _starts, _ends in months], at),
        **close_counted(program, [code for code, _starts, _ends in months[:-1]], at),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def count_each(program: Any, codes: list[str], at: Any) -> dict[str, float]:
    """CPU seconds of each measure by itself. Together they take less, since some are counted from the same rows."""
    from handoff.measures.rules.periods import read_month
    from handoff.measures.services import count_periods

    months = [read_month(code) for code in codes]
    return {
        each.code: round(
            bench_measures.spent(lambda each=each: count_periods(program, months, [each], at))[1], 1
        )
        for each in six_measures()
    }


def six_measures() -> list[Any]:
    from handoff.measures.definitions import MEASURES

    return [each for each in MEASURES if each.code in measures_sql.ALL]


def close_counted(program: Any, codes: list[str], at: Any) -> dict[str, float]:
    """Close every month with the figures that the database counts, then read them all."""
    from handoff.measures.definitions.closing import store_result
    from handoff.measures.models import MonthClosing
    from handoff.measures.rules.periods import read_month
    from handoff.measures.services import count_periods

    months = [read_month(code) for code in codes]
    for month, counted in zip(months, count_periods(program, months, six_measures(), at), strict=True):
        figures = {"measures": [store_result(*each) for each in counted]}
        MonthClosing.objects.create(
            program=program, month=month.first, number=1, figures=figures, closed_at=at
        )
    return bench_measures.read_closed(program, len(codes))


if __name__ == "__main__":
    main()
