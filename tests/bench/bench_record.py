"""How long a participant's page takes with a short and a long history, and how many queries it asks (K1).

python tests/bench/bench_record.py --db sqlite postgresql://user@/postgres?host=/tmp
"""

import json
import sys
from datetime import timedelta
from functools import partial
from typing import Any

from databases import arguments, keep, machine, on_each, ready, timed

ENTRIES = (25, 500)
TIMES = 40


def main() -> None:
    """Measure on every database and write the table."""
    options = arguments(__doc__)
    if options.one:
        sys.stdout.write(json.dumps(measure()))
        return
    result = {"machine": machine(), "databases": on_each(__file__, options.db)}
    keep("record", result, write=options.write)


def measure() -> dict[str, Any]:
    """Ask the page of a participant with each length of history: all of it, the notes alone, and a search."""
    database = ready()
    pages: dict[str, list[dict[str, Any]]] = {"whole history": [], "notes alone": [], "search": []}
    for entries in ENTRIES:
        client, path, shown = filled_record(entries)
        asks = {
            "whole history": partial(client.get, path),
            "notes alone": partial(client.get, f"{path}?show=notes"),
            "search": partial(client.post, path, {"words": "porch"}),
        }
        for name, ask in asks.items():
            pages[name].append({"entries": shown, **asked(ask)})
    return {"database": database, "pages": pages}


def filled_record(entries: int) -> tuple[Any, str, int]:
    """A participant with goals, steps, needs, notes, contacts and help, a part of each, and a worker's browser."""
    from django.db import transaction
    from django.test import Client
    from django.urls import reverse

    from handoff.core.statistics import analyze_tables
    from handoff.testing.casework import make_contact, make_goal, make_help, make_need, make_note, make_step
    from handoff.testing.enrollment import make_participant
    from handoff.testing.programs import AT, actor_of, make_agency, make_member, make_person, make_program
    from handoff.testing.sign_in import login_with_second_factor

    with transaction.atomic():
        program = make_program()
        worker = make_member(program, "case_manager", make_agency(program, "case_management"))
        actor, person = actor_of(worker, program), make_person(program)
        officer = make_member(program, "officer", make_agency(program))
        make_participant(program, person, actor, AT, officer=officer)
        makers = (
            lambda at: make_contact(person, actor=actor, at=at, note="Sat on the porch a while."),
            lambda at: make_note(person, actor, at),
            lambda at: make_help(person, actor, at),
            lambda at: make_contact(person, actor=actor, at=at),
            lambda at: make_note(person, actor, at, label="part2", words="On the porch. " * 40),
        )
        goal = make_goal(person, actor=actor, at=AT)
        for number in range(entries):
            at = AT + timedelta(minutes=number)
            if number % 25 == 0:
                make_step(goal, actor, at)
                make_need(person, actor, at)
            makers[number % len(makers)](at)
    analyze_tables()
    client = Client()
    login_with_second_factor(client, worker)
    return client, reverse("people:person", args=[program.slug, person.public_id]), entries


def asked(ask: Any) -> dict[str, Any]:
    """Time one page, and count its queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def answer() -> int:
        response = ask()
        if response.status_code != 200:
            raise RuntimeError(f"answered {response.status_code}")
        return len(response.content)

    answer()
    with CaptureQueriesContext(connection) as queries:
        size = answer()
    return {"queries": len(queries), "bytes": size, **timed(answer, times=TIMES)}


if __name__ == "__main__":
    main()
