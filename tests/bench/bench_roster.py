"""How long the pages of lists take with few and with many people, and how many queries they ask.

python tests/bench/bench_roster.py --db sqlite postgresql://user@/postgres?host=/tmp
"""

import json
import sys
from datetime import timedelta
from typing import Any

from databases import arguments, keep, machine, on_each, ready, timed

SIZES = (20, 300)
TIMES = 40
ALL = "roster, everyone on one page"
PAGES = {
    "roster": "people:people",
    ALL: "people:people",
    "outreach list": "casework:outreach",
    "waiting intakes": "enrollment:waiting",
    "home": "home:home",
    "agenda of a staffing meeting": "table:agenda",
}


def main() -> None:
    """Measure on every database and write the table."""
    options = arguments(__doc__)
    if options.one:
        sys.stdout.write(json.dumps(measure()))
        return
    result = {"machine": machine(), "databases": on_each(__file__, options.db)}
    keep("roster", result, write=options.write)


def measure() -> dict[str, Any]:
    """Fill a program of each size and ask its pages; the roster as people see it, and with everyone on one page."""
    database = ready()
    from django.urls import reverse

    from handoff.desk.people.views import record as people_views

    seen = people_views.PEOPLE_PER_PAGE
    pages: dict[str, list[dict[str, Any]]] = {name: [] for name in PAGES}
    for size in SIZES:
        program, user, meeting = filled_program(size)
        for name, address in PAGES.items():
            people_views.PEOPLE_PER_PAGE = max(SIZES) if name == ALL else seen
            ids = [meeting.public_id] if address == "table:agenda" else []
            path = reverse(address, args=[program.slug, *ids])
            pages[name].append({"people": size, **asked(user, path)})
    return {"database": database, "pages": pages}


def filled_program(size: int) -> tuple[Any, Any, Any]:
    """A program with so many participants, with releases, contacts and a worker, as many people waiting, and a meeting.

    At the meeting come the police too; every fourth participant has a new need.
    """
    from django.db import transaction

    from handoff.core.statistics import analyze_tables
    from handoff.testing.casework import make_contact, make_contact_point, make_need, make_waiting_person
    from handoff.testing.consent import make_release
    from handoff.testing.enrollment import make_participant
    from handoff.testing.meetings import make_meeting
    from handoff.testing.programs import AT, actor_of, make_agency, make_member, make_person, make_program

    with transaction.atomic():
        program = make_program()
        police, care = make_agency(program), make_agency(program, "case_management")
        officer, worker = make_member(program, "officer", police), make_member(program, "case_manager", care)
        actor, manager = actor_of(worker, program), make_member(program, "program_manager")
        for number in range(size):
            at = AT + timedelta(minutes=number)
            person = make_person(program)
            make_contact_point(person)
            make_participant(program, person, actor, at, officer=officer)
            make_release(person, police, care)
            make_contact(person, actor=actor, at=at, result="reached")
            if number % 4 == 0:
                make_need(person, actor, at)
            waiting = make_waiting_person(program, at, officer=officer)
            make_contact(waiting.person, waiting, actor, at)
        meeting = make_meeting(program, manager, worker, officer)
    analyze_tables()
    return program, manager, meeting


def asked(user: Any, path: str) -> dict[str, Any]:
    """Time one page, and count its queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from handoff.testing.sign_in import login_with_second_factor

    client = Client()
    login_with_second_factor(client, user)

    def ask() -> int:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        return len(answer.content)

    ask()
    with CaptureQueriesContext(connection) as queries:
        size = ask()
    return {"queries": len(queries), "bytes": size, **timed(ask, times=TIMES)}


if __name__ == "__main__":
    main()
