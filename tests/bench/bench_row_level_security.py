"""What row-level security costs: the same pages and statements on PostgreSQL with it and without it, turn by turn.

python tests/bench/bench_row_level_security.py --db postgresql://user@/postgres?host=/tmp
"""

import json
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from bench_roster import filled_program
from databases import arguments, keep, machine, on_each, ready

PEOPLE = 200
TURNS = 40
STATEMENTS = 400


def main() -> None:
    """Measure on PostgreSQL and write the table; SQLite has no row-level security."""
    options = arguments(__doc__)
    if options.one:
        sys.stdout.write(json.dumps(measure()))
        return
    servers = [url for url in options.db if url != "sqlite"]
    result = {"machine": machine(), "people": PEOPLE, "databases": on_each(__file__, servers)}
    keep("row-level-security", result, write=options.write)


def measure() -> dict[str, Any]:
    """Fill two programs and ask one of them, with row-level security and without it in turn."""
    database = ready()
    program, manager = filled_program(PEOPLE)
    filled_program(PEOPLE)
    acts = {**pages(program, manager), **statements(program)}
    return {"database": database, "acts": {name: in_turn(act) for name, act in acts.items()}}


def pages(program: Any, manager: Any) -> dict[str, Callable[[], Any]]:
    """The roster and the home page of the manager, and an officer's lookup of a person on record."""
    from django.test import Client
    from django.urls import reverse

    from handoff.participants.models import Person
    from handoff.testing.programs import make_member
    from handoff.testing.sign_in import login_with_second_factor

    client, officer = Client(), Client()
    login_with_second_factor(client, manager)
    login_with_second_factor(officer, make_member(program, "officer"))
    person = Person.objects.filter(program=program).order_by("pk")[PEOPLE // 2]
    asked = {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "reason": "stop",
    }

    def page(address: str) -> Callable[[], Any]:
        path = reverse(address, args=[program.slug])
        return lambda: checked(client.get(path))

    lookup = reverse("lookup:ask", args=[program.slug])
    return {
        f"roster, {PEOPLE} people": page("people:people"),
        "home": page("home:home"),
        "lookup": lambda: checked(officer.post(lookup, asked)),
    }


def checked(answer: Any) -> Any:
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.request['PATH_INFO']} answered {answer.status_code}")
    return answer


def statements(program: Any) -> dict[str, Callable[[], Any]]:
    """The smallest statement there is, many times, each its own transaction and all in one."""
    from django.db import connection, transaction

    from handoff.core.tenancy import tenant_context

    def run() -> None:
        with connection.cursor() as cursor:
            for _number in range(STATEMENTS):
                cursor.execute("SELECT 1")

    def alone() -> None:
        with tenant_context(program.pk):
            run()

    def together() -> None:
        with tenant_context(program.pk), transaction.atomic():
            run()

    return {
        f"{STATEMENTS} × SELECT 1, each its own transaction": alone,
        f"{STATEMENTS} × SELECT 1 in one transaction": together,
    }


def in_turn(act: Callable[[], Any]) -> dict[str, float]:
    """Run an action with row-level security and without it, in turn; return the milliseconds of the middle turns."""
    from unittest.mock import patch

    from handoff.config.postgresql import base

    taken: dict[str, list[float]] = {"with": [], "without": []}
    for turn in range(TURNS + 3):
        for how in ("with", "without") if turn % 2 else ("without", "with"):
            stand = base.current_tenant if how == "with" else lambda: None
            with patch.object(base, "current_tenant", stand):
                started = time.perf_counter()
                act()
                milliseconds = (time.perf_counter() - started) * 1000
            if turn >= 3:
                taken[how].append(milliseconds)
    middle = {how: median(each) for how, each in taken.items()}
    quickest = {how: min(each) for how, each in taken.items()}
    return {
        "with_ms": round(middle["with"], 2),
        "without_ms": round(middle["without"], 2),
        "with_quickest_ms": round(quickest["with"], 2),
        "without_quickest_ms": round(quickest["without"], 2),
        "ratio": round(middle["with"] / middle["without"], 2),
        "ratio_of_quickest": round(quickest["with"] / quickest["without"], 2),
    }


if __name__ == "__main__":
    main()
