"""What audit, gate, consent, languages and menu cost: Handoff's pages beside bare Django pages of the same rows.

python tests/bench/bench_audited.py --db sqlite postgresql://user@/postgres?host=/tmp
"""

import json
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from bench_roster import filled_program
from databases import arguments, keep, machine, on_each, ready

PEOPLE = 50
TIMES = 40
GOALS = {"list": 2.0, "person": 1.5, "write": 1.2}
"""How many times the CPU time of the bare list each request may take."""


def main() -> None:
    """Measure on every database and write the table."""
    options = arguments(__doc__)
    if options.one:
        sys.stdout.write(json.dumps(measure()))
        return
    result = {"machine": machine(), "goals": GOALS, "databases": on_each(__file__, options.db)}
    keep("audited", result, write=options.write)


def measure() -> dict[str, Any]:
    """Ask both applications for the same three things in turn, in one process on one database."""
    database = ready()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    program, user, person_id = worker_and_person()
    ours, bare = Client(), Client()
    sign_in(ours, bare, user)
    asked = {}
    for kind, (act, plain) in requests_for(ours, bare, program.slug, person_id).items():
        act()
        with CaptureQueriesContext(connection) as captured:
            act()
            queries = len(captured)
        with in_bare_django():
            plain()
            with CaptureQueriesContext(connection) as captured:
                plain()
                bare_queries = len(captured)
        own, beside = side_by_side(act, plain)
        asked[kind] = {
            "own_ms": round(own, 2),
            "bare_ms": round(beside, 2),
            "ratio": round(own / beside, 2),
            "queries": queries,
            "bare_queries": bare_queries,
        }
    return {"database": database, "kinds": asked}


def worker_and_person() -> tuple[Any, Any, Any]:
    """A program of fifty participants, a worker on their teams, and one of them."""
    from handoff.accounts.models import User
    from handoff.participants.models import Person

    program, _manager, _meeting = filled_program(PEOPLE)
    worker = User.objects.get(memberships__program=program, memberships__role="case_manager")
    person = Person.objects.filter(program=program, team__user_id=worker.pk).order_by("pk").first()
    return program, worker, person.public_id


def sign_in(ours: Any, bare: Any, user: Any) -> None:
    from handoff.testing.sign_in import login_with_second_factor

    login_with_second_factor(ours, user)
    bare.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def in_bare_django() -> Any:
    """Settings of a bare Django project, on the same database and session store."""
    from django.test import override_settings

    from tests.bench.bare_django import MIDDLEWARE

    engine = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [str(Path(__file__).parent / "templates")],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
    return override_settings(
        ROOT_URLCONF="tests.bench.bare_django", MIDDLEWARE=MIDDLEWARE, TEMPLATES=[engine]
    )


def requests_for(
    ours: Any, bare: Any, slug: str, person_id: Any
) -> dict[str, tuple[Callable[[], None], Callable[[], None]]]:
    """The three requests, each of Handoff and of the bare application."""
    root, plain = f"/p/{slug}", f"/{slug}"

    def form() -> dict[str, str]:
        key = str(uuid.uuid4())
        return {"how": "phone", "result": "not_reached", "note": key, "submission_key": key}

    return {
        "list": (
            lambda: expect(ours.get(f"{root}/people/"), 200),
            lambda: expect(bare.get(f"{plain}/"), 200),
        ),
        "person": (
            lambda: expect(ours.get(f"{root}/people/{person_id}/"), 200),
            lambda: expect(bare.get(f"{plain}/{person_id}/"), 200),
        ),
        "write": (
            lambda: expect(ours.post(f"{root}/outreach/people/{person_id}/contact/", form()), 302),
            lambda: expect(bare.post(f"{plain}/{person_id}/contact/", form()), 302),
        ),
    }


def expect(answer: Any, status: int) -> None:
    if answer.status_code != status:
        raise RuntimeError(f"{answer.request['PATH_INFO']} answered {answer.status_code}")


def side_by_side(act: Callable[[], None], plain: Callable[[], None]) -> tuple[float, float]:
    """Ask both in turn many times; the middle CPU time of each, in milliseconds."""
    own, beside = [], []
    for _ in range(TIMES // 8):
        own += [cpu_ms(act) for _ in range(8)]
        with in_bare_django():
            plain()
            beside += [cpu_ms(plain) for _ in range(8)]
        act()
    return median(own), median(beside)


def cpu_ms(act: Callable[[], None]) -> float:
    started = time.process_time()
    act()
    return (time.process_time() - started) * 1_000


if __name__ == "__main__":
    main()
