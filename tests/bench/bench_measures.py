"""The six measures by month: what the pages count them with, beside the same counts in hand-written SQL.

python tests/bench/bench_measures.py --db sqlite postgresql://user@/postgres?host=/tmp
"""

import json
import sys
from statistics import median
from time import perf_counter
from typing import Any

import measures_sql
from databases import arguments, keep, machine, on_each, ready

REFERRALS = 100_000
TIMES = 3


def main() -> None:
    """Measure on every database and write the table."""
    options = arguments(__doc__)
    if options.one:
        sys.stdout.write(json.dumps(measure()))
        return
    result = {"machine": machine(), "referrals": REFERRALS, "databases": on_each(__file__, options.db)}
    keep("measures", result, write=options.write)


def measure() -> dict[str, Any]:
    """Fill one program, then count everything by month both ways, in turn."""
    database = ready()
    from datetime import date

    from django.utils import timezone

    from handoff.core.tenancy import tenant_context
    from handoff.programs.models import Program
    from handoff.programs.queries import time_zone_of
    from tests.bench.bulk import SLUG, write_bulk

    today = date(2026, 11, 1)
    write_bulk(seed=13, today=today, scale=REFERRALS // 300 + 1)
    program = Program.objects.get(slug=SLUG)
    with tenant_context(program.pk):
        months = measures_sql.months_from(date(2024, 10, 1), today, time_zone_of(program))
        rounds = [count_both(program, months, today, timezone.now()) for _each in range(TIMES)]
    ours, theirs = (median(each[side] for each in rounds) for side in ("ours", "sql"))
    return {
        "database": database,
        "months": len(months),
        "ours": round(ours),
        "load": round(median(each["load"] for each in rounds)),
        "sql": round(theirs),
        "times": round(ours / theirs, 1),
    }


def count_both(program: Any, months: Any, today: Any, at: Any) -> dict[str, float]:
    """Milliseconds of one round each."""
    from handoff.measures.queries import load_facts
    from handoff.measures.rules.periods import read_month
    from handoff.measures.services import count_month

    began = perf_counter()
    facts = load_facts(program, today, at)
    loaded = perf_counter()
    for code, _starts, _ends in months:
        month = read_month(code)
        assert month is not None
        count_month(facts, month)
    counted = perf_counter()
    for name in measures_sql.ALL:
        measures_sql.run(name, program.pk, months)
    ended = perf_counter()
    return {
        "ours": 1000 * (counted - began),
        "load": 1000 * (loaded - began),
        "sql": 1000 * (ended - counted),
    }


if __name__ == "__main__":
    main()
