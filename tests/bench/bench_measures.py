"""The six measures by month: what the pages count them with, beside the same counts in hand-written SQL, and from
closed months; the page of a closed month, and the workbook that programs have today.

python tests/bench/bench_measures.py --db sqlite postgresql://user@/postgres?host=/tmp
"""

import json
import sys
from datetime import date
from statistics import median
from time import perf_counter
from typing import Any

import measures_sql
from copies import copy_rows
from countifs import measure_countifs
from databases import arguments, keep, machine, on_each, ready, timed

BASE, COPIES = 10_000, 9
"""So many are written one by one, and each is copied so often in the database."""
TIMES, MANY = 3, 20
TODAY = date(2026, 11, 1)


def main() -> None:
    """Measure on every database and write the table."""
    options = arguments(__doc__)
    if options.one:
        sys.stdout.write(json.dumps(measure()))
        return
    referrals = BASE * (COPIES + 1)
    result = {"machine": machine(), "referrals": referrals, "databases": on_each(__file__, options.db)}
    keep("measures", result, write=options.write)


def measure() -> dict[str, Any]:
    """Fill one program, then count everything by month both ways, in turn."""
    database = ready()
    from handoff.core.tenancy import tenant_context
    from handoff.programs.models import Program
    from tests.bench.bulk import SLUG, write_bulk

    write_bulk(seed=13, today=TODAY, scale=BASE // 300 + 1)
    copy_rows(COPIES)
    program = Program.objects.get(slug=SLUG)
    with tenant_context(program.pk):
        return look_at(database, program)


def look_at(database: str, program: Any) -> dict[str, Any]:
    """What is measured of a program that is filled."""
    from django.utils import timezone

    from handoff.programs.queries import time_zone_of

    months = measures_sql.months_from(date(2024, 10, 1), TODAY, time_zone_of(program))
    rounds = [count_both(program, months, TODAY, timezone.now()) for _each in range(TIMES)]
    by_row = row_by_row(program, months, TODAY, timezone.now())
    closed = close_months(program, [code for code, _starts, _ends in months[:-1]], TODAY)
    workbook = count_in_a_workbook(program, TODAY, timezone.now()) if "SQLite" in database else {}
    ours, theirs = (median(each[side] for each in rounds) for side in ("ours_cpu", "sql_cpu"))
    return {
        "database": database,
        "months": len(months),
        "ours": round(ours, 1),
        "by_row": round(by_row, 1),
        "sql": round(theirs, 1),
        "times": round(ours / theirs, 2),
        **closed,
        **look_at_months(program),
        "workbook": workbook,
    }


def count_both(program: Any, months: Any, today: Any, at: Any) -> dict[str, float]:
    """Seconds of one round each, and of CPU: the handbook's six measures (M1 to M6) from the same rows."""
    from handoff.measures.definitions import MEASURES
    from handoff.measures.rules.periods import read_month
    from handoff.measures.services import count_periods

    six = [each for each in MEASURES if each.code in measures_sql.ALL]
    periods = [read_month(code) for code, _starts, _ends in months]
    ours = spent(lambda: count_periods(program, periods, six, at))
    sql = spent(lambda: [measures_sql.run(name, program.pk, months) for name in measures_sql.ALL])
    return {"ours": ours[0], "ours_cpu": ours[1], "sql": sql[0], "sql_cpu": sql[1]}


def row_by_row(program: Any, months: Any, today: Any, at: Any) -> float:
    """CPU seconds of the same figures from every row, as where the records behind them are named."""
    from handoff.measures.definitions import MEASURES
    from handoff.measures.queries import load_facts
    from handoff.measures.rules.periods import read_month
    from handoff.measures.services import count_month

    six = [each for each in MEASURES if each.code in measures_sql.ALL]

    def count() -> None:
        facts = load_facts(program, today, at)
        for code, _starts, _ends in months:
            count_month(facts, read_month(code), six)

    return spent(count)[1]


def spent(act: Any) -> tuple[float, float]:
    """Seconds that something takes, and of CPU here and in the database, which works without helpers."""
    from time import process_time

    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('max_parallel_workers_per_gather', '0', false)")
    began, cpu, theirs = perf_counter(), process_time(), database_cpu(connection)
    act()
    return perf_counter() - began, process_time() - cpu + database_cpu(connection) - theirs


def database_cpu(connection: Any) -> float:
    """CPU seconds of this connection's process of PostgreSQL so far; SQLite works in ours."""
    import os
    from pathlib import Path

    if connection.vendor != "postgresql":
        return 0.0
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text(encoding="ascii")
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def count_in_a_workbook(program: Any, today: Any, at: Any) -> dict[str, Any]:
    """The same rows as the workbook that programs have today, and Handoff's own CPU seconds for the same counts."""
    from time import process_time

    from handoff.measures.definitions import MEASURES
    from handoff.measures.queries import load_facts
    from handoff.measures.rules.periods import periods_between

    six = {each.code: each for each in MEASURES if each.code in measures_sql.ALL}
    began = process_time()
    facts = load_facts(program, today, at)
    months = periods_between(facts.began_on, today)[-25:]
    counted = {code: [each.count(facts, month) for month in months] for code, each in six.items()}
    ours = process_time() - began
    accepted = [each.headline.count for each in counted["M1"]]
    found = measure_countifs(facts, [each.first for each in months], accepted)
    return {**found, "handoff": round(ours, 1)} if found else {}


def close_months(program: Any, codes: list[str], today: Any) -> dict[str, float]:
    """Close every month, then read the six measures of all of them."""
    from datetime import UTC, datetime, time

    from handoff.measures.definitions.closing import store_records, store_result
    from handoff.measures.models import MonthClosing
    from handoff.measures.queries import load_facts
    from handoff.measures.rules.periods import read_month
    from handoff.measures.services import count_month

    at = datetime.combine(today, time(), UTC)
    facts = load_facts(program, today, at)
    for code in codes:
        month = read_month(code)
        assert month is not None
        counted = count_month(facts, month)
        MonthClosing.objects.create(
            program=program,
            month=month.first,
            number=1,
            figures={"measures": [store_result(*each) for each in counted]},
            records={measure.id: store_records(measure, result) for measure, result in counted},
            closed_at=at,
        )
    return read_closed(program, len(codes))


def read_closed(program: Any, months: int) -> dict[str, float]:
    """Milliseconds of reading the figures of all closed months: by the clock, and of CPU here and in the database."""
    from handoff.measures.models import MonthClosing
    from handoff.measures.rules.periods import Period
    from handoff.measures.services import closed_months

    closed = [
        Period(each) for each in MonthClosing.objects.filter(program=program).values_list("month", flat=True)
    ]

    def read(times: int = 1) -> None:
        for _each in range(times):
            assert len(closed_months(program, closed)) == months

    taken = [spent(read)[0] for _each in range(TIMES)]
    # A process's CPU is told in hundredths of a second, so that many readings are looked at together.
    worked = spent(lambda: read(MANY))[1] / MANY
    return {"closed": round(1000 * median(taken)), "closed_cpu": round(1000 * worked)}


def look_at_months(program: Any) -> dict[str, float]:
    """This process's milliseconds of CPU for the page of a closed month, and for a look at its late entries."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from handoff.measures.models import MonthClosing
    from handoff.testing.programs import make_member
    from handoff.testing.sign_in import login_with_second_factor

    settings.ALLOWED_HOSTS = ["*"]
    client, month = Client(), MonthClosing.objects.filter(program=program).latest("month").month
    login_with_second_factor(
        client, make_member(program, "data_manager", username=f"bench.{timezone.now():%f}")
    )
    found = {}
    code = f"{month:%Y-%m}"
    for name, times, args in (("month", 10, [code]), ("late", 3, [code]), ("list", 3, [])):
        url = reverse(f"measures:{name}", args=[program.slug, *args])
        found[f"page_{name}"] = round(
            timed(lambda url=url: client.get(url), times=times, warm_up=1)["own_ms"]
        )
    return found


if __name__ == "__main__":
    main()
