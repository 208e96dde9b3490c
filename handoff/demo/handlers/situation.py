"""How things stood and stand for the participants of the fictional county."""

from datetime import timedelta

from handoff.accounts.models import User
from handoff.casework.situation import services as situation
from handoff.demo.dates import local_day
from handoff.demo.program import DemoProgram
from handoff.enrollment.models import Enrollment, StatusPeriod

FOLLOWED = 24
"""How many participants have a history: enough for every page, and quick to make."""

Fact = tuple[str, str, int, int | None, str, str]
"""Kind, code, the share of the participation (in percent) after which it started and after which it ended, how it is
known, and what is said."""

LIVES: tuple[tuple[Fact, ...], ...] = (
    (
        ("housing", "116", 0, None, "worker", "Behind the library."),
        ("housing", "101", 30, None, "provider", ""),
        ("housing", "435", 80, None, "document", "Room with a lock, Harbor House list."),
        ("work", "part_time", 60, None, "participant", "Sawmill, three days a week."),
        ("income", "wages", 60, None, "document", ""),
        ("documents", "birth_certificate", 20, None, "document", ""),
        ("documents", "state_id", 45, None, "document", ""),
        ("coverage", "medicaid_tailored", 25, None, "document", "Renewal every year."),
    ),
    (
        ("housing", "335", 0, None, "participant", "Sister's place."),
        ("treatment", "methadone", 15, None, "participant", "Walks there."),
        ("coverage", "uninsured", 0, None, "participant", ""),
        ("coverage", "medicaid_standard", 50, None, "document", ""),
        ("benefits", "snap", 35, None, "document", ""),
        ("work", "looking", 0, None, "participant", ""),
    ),
    (
        ("housing", "314", 0, None, "worker", ""),
        ("housing", "205", 40, 60, "provider", ""),
        ("housing", "336", 60, None, "participant", ""),
        ("treatment", "outpatient", 60, None, "participant", ""),
        ("income", "ssi", 70, None, "document", ""),
        ("benefits", "lifeline", 50, None, "worker", "Phone since the visit to the Lifeline desk."),
        ("documents", "none", 0, None, "participant", "The bag was stolen."),
        ("documents", "social_security_card", 75, None, "document", ""),
    ),
)


def record_situations(demo: DemoProgram) -> None:
    """Facts over the whole time in the program, for those enrolled last who are active."""
    active = Enrollment.objects.filter(
        program=demo.program,
        status_periods__ends_at__isnull=True,
        status_periods__status=StatusPeriod.Status.ACTIVE,
        primary_worker_id__isnull=False,
        enrolled_at__lt=demo.days.ends - timedelta(days=20),
    ).select_related("person")
    for number, enrollment in enumerate(active.order_by("-enrolled_at", "-pk")[:FOLLOWED]):
        for place, fact in enumerate(LIVES[number % len(LIVES)]):
            record_demo_fact(demo, enrollment, fact, f"fact-{number}-{place}")


def record_demo_fact(demo: DemoProgram, enrollment: Enrollment, fact: Fact, key: str) -> None:
    kind, code, starts, ends, source, words = fact
    time_in_program = demo.days.ends - timedelta(hours=4) - enrollment.enrolled_at
    at = enrollment.enrolled_at + time_in_program * starts / 100 + timedelta(minutes=20)
    worker = User.objects.get(pk=enrollment.primary_worker_id or 0)
    ended = None if ends is None else local_day(enrollment.enrolled_at + time_in_program * ends / 100)
    situation.add_fact(
        actor=demo.actor(worker.username, at),
        person=enrollment.person,
        fact_input=situation.FactInput(
            kind, code, local_day(at), ended, since_about=starts == 0, source=source, words=words
        ),
        key=demo.key(key),
        at=at,
    )
