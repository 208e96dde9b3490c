"""Data quality: what its page costs with many people, one part at a time as it is shown, and all of it at once.

python tests/bench/bench_quality.py --db sqlite postgresql://user@/postgres?host=/tmp
"""

import json
import sys
from collections.abc import Callable
from statistics import median
from time import process_time
from typing import Any

from databases import arguments, keep, machine, on_each, ready

REFERRALS = 10_000
TIMES = 3


def main() -> None:
    """Measure on every database and write the table."""
    options = arguments(__doc__)
    if options.one:
        sys.stdout.write(json.dumps(measure()))
        return
    result = {"machine": machine(), "referrals": REFERRALS, "databases": on_each(__file__, options.db)}
    keep("quality", result, write=options.write)


def measure() -> dict[str, Any]:
    """Fill one program, then read everyone's checks for the page and for one list."""
    database = ready()
    from datetime import date

    from django.utils import timezone

    from handoff.core.tenancy import tenant_context
    from handoff.measures.database.queries import Reading
    from handoff.programs.models import Program
    from handoff.testing.programs import make_actor
    from tests.bench.bulk import SLUG, write_bulk

    write_bulk(seed=13, today=date(2026, 11, 1), scale=REFERRALS // 300 + 1)
    program = Program.objects.get(slug=SLUG)
    at = timezone.now()
    with tenant_context(program.pk):
        of = Reading(program, make_actor(program, "data_manager", at), at)
        rounds = [look(of) for _each in range(TIMES)]
    return {
        "database": database,
        "people": rounds[0]["people"],
        **{key: round(median(each[key] for each in rounds)) for key in rounds[0] if key != "people"},
    }


def look(of: Any) -> dict[str, float]:
    """Milliseconds of this process's CPU of each part of the page, of all at once, and of one list to fix."""
    from handoff.measures.quality import presenters, queries
    from handoff.measures.quality.rules import CHECK_BY_KEY, CHECKS, PARTS

    people = queries.everyone(of)

    def page(checks: Any) -> None:
        checked = queries.read_checked(of, checks, people=people, also=["worker"])
        presenters.item_rows(of.program, checked, checks, odd=False)
        presenters.item_rows(of.program, checked, checks, odd=True)
        presenters.worker_rows(checked, checks)

    def birth() -> None:
        queries.read_checked(of, [CHECK_BY_KEY["birth"]]).open_findings(CHECK_BY_KEY["birth"])

    parts = {each.key: [CHECK_BY_KEY[key] for key in each.checks] for each in PARTS}
    return {
        "people": len(people),
        **{key: cpu_of(lambda checks=checks: page(checks)) for key, checks in parts.items()},
        "together": cpu_of(lambda: page(CHECKS)),
        "list": cpu_of(birth),
    }


def cpu_of(act: Callable[[], None]) -> float:
    began = process_time()
    act()
    return 1000 * (process_time() - began)


if __name__ == "__main__":
    main()
