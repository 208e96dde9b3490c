"""How long searching the provider directory takes with 5,000 services, and how many queries it asks.

python tests/bench/bench_directory.py --db sqlite postgresql://user@/postgres?host=/tmp
"""

import json
import sys
from typing import Any

from databases import arguments, keep, machine, on_each, ready, timed

SERVICES = 5_000
TIMES = 25
SEARCHES = {
    "everything": "",
    "need, place and language": "?need=food&place=28399&language=es",
    "words": "?words=service+42",
    "open now": "?open_now=on",
    "open now, need and place": "?open_now=on&need=food&place=28399",
}


def main() -> None:
    """Measure on every database and write the table."""
    options = arguments(__doc__)
    if options.one:
        sys.stdout.write(json.dumps(measure()))
        return
    result = {"machine": machine(), "services": SERVICES, "databases": on_each(__file__, options.db)}
    keep("directory", result, write=options.write)


def measure() -> dict[str, Any]:
    """Fill one program's directory and ask its search."""
    database = ready()
    program, user = filled_program()
    return {
        "database": database,
        "searches": {name: ask(program, user, end) for name, end in SEARCHES.items()},
    }


def filled_program() -> tuple[Any, Any]:
    """A program with 5,000 services of 500 organizations, each with hours, a phone and a place."""
    from django.db import transaction

    from handoff.core.statistics import analyze_tables
    from handoff.testing.directory import (
        EVERY_DAY,
        WEEKDAYS,
        make_hours,
        make_organization,
        make_phone,
        make_place,
        make_service,
    )
    from handoff.testing.programs import make_member, make_program

    needs = ("food", "housing", "health", "legal", "work")
    with transaction.atomic():
        program = make_program()
        organizations = [make_organization(program) for _each in range(SERVICES // 10)]
        for number in range(SERVICES):
            service = make_service(
                program,
                organization=organizations[number % len(organizations)],
                needs=(needs[number % len(needs)],),
                languages=("en", "es") if number % 3 else ("en",),
            )
            if number % 2:
                make_hours(service, WEEKDAYS, "08:00", "17:00")
            else:
                make_hours(service, EVERY_DAY, "18:00", "07:00")
            make_phone(service)
            make_place(service, postal_code=f"283{number % 100:02d}")
        manager = make_member(program, "case_manager")
    analyze_tables()
    return program, manager


def ask(program: Any, user: Any, end: str) -> dict[str, Any]:
    """Time one search in process, and count its queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from handoff.testing.sign_in import login_with_second_factor

    client = Client()
    login_with_second_factor(client, user)
    path = reverse("directory:services", args=[program.slug]) + end

    def get() -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")

    get()
    with CaptureQueriesContext(connection) as queries:
        get()
    return {"queries": len(queries), **timed(get, times=TIMES)}


if __name__ == "__main__":
    main()
