"""Overdoses, a reversal and a death in the fictional county, and what the team learned."""

from datetime import timedelta
from uuid import UUID

from handoff.access.roles import RoleName
from handoff.demo.dates import local_day
from handoff.demo.program import DemoProgram
from handoff.enrollment.look_back.files import services as files
from handoff.enrollment.look_back.inputs import LookBackInput
from handoff.enrollment.look_back.services import record_look_back
from handoff.enrollment.models import Enrollment, SafetyEvent, StatusPeriod
from handoff.enrollment.safety import services
from handoff.enrollment.safety.inputs import EventInput, ReviewInput

FEW = 20
FROM_A_TABLE = 3
"""So many more come from a table that the hospital sent."""
MOST_LOOKED_UP = 40
Said = tuple[int, str, str, str, str, str, bool]
EVENTS: tuple[Said, ...] = (
    (61, "overdose", "given", "", "family", "A relative had naloxone from us.", True),
    (40, "reversal", "", "", "participant", "At the river camp.", True),
    (23, "overdose", "unknown", "", "responder", "", False),
    (9, "overdose", "given", "", "worker", "", True),
)
"""Days ago, what happened, naloxone, cause of death, how it is known, what is said, and whether it is certain."""
WHAT_TO_DO = ("Share the weekend phone with mobile crisis.", "Ask the library to keep naloxone at its desk.")
DEATH: Said = (47, "death", "", "unknown", "family", "The family asked us to the service.", True)


def record_safety(demo: DemoProgram) -> None:
    """Events of active participants, those enrolled last; one overdose and one death have been looked back on."""
    active = Enrollment.objects.filter(
        program=demo.program,
        status_periods__ends_at__isnull=True,
        status_periods__status=StatusPeriod.Status.ACTIVE,
        enrolled_at__lt=demo.days.ends - timedelta(days=65),
    ).select_related("person__program")
    look_through_the_jail_roster(demo)
    import_hospital_visits(demo)
    # In a handful of people a death would say more about the program than about what the pages show.
    said_of_them = EVENTS if active.count() < FEW else (DEATH, *EVENTS)
    people = list(active.order_by("-enrolled_at", "pk")[: len(said_of_them)])
    for number, (enrollment, said) in enumerate(zip(people, said_of_them, strict=False)):
        event = record_event(demo, enrollment, said, f"safety-{number}")
        if number < 2:
            look_back(demo, event, number)


def record_event(demo: DemoProgram, enrollment: Enrollment, said: Said, key: str) -> SafetyEvent:
    days, kind, naloxone, cause, source, words, is_confirmed = said
    at = demo.days.ends - timedelta(days=days, hours=5)
    worker = demo.actor(demo.staff.first_with_role(RoleName.CASE_MANAGER), at)
    event_input = EventInput(
        kind, local_day(at), source, is_confirmed, naloxone=naloxone, cause=cause, words=words
    )
    return services.record_event(
        actor=worker, person=enrollment.person, event_input=event_input, key=demo.key(key), at=at
    )


def look_back(demo: DemoProgram, event: SafetyEvent, number: int) -> None:
    at = event.recorded_at + timedelta(days=7)
    manager = demo.actor(demo.staff.first_with_role(RoleName.PROGRAM_MANAGER), at)
    worker = demo.actor(demo.staff.first_with_role(RoleName.CASE_MANAGER), at)
    review = ReviewInput(
        local_day(at),
        [each.user_id for each in (manager, worker) if each.user_id is not None],
        "Weekends are the gap: no one could be reached from Friday to Monday.",
        "They knew who to call, and people around them had naloxone.",
    )
    services.record_review(
        actor=manager, event=event, review_input=review, key=demo.key(f"review-{number}"), at=at
    )
    services.add_action(
        actor=manager,
        event=event,
        words=WHAT_TO_DO[number],
        owner_id=manager.user_id or 0,
        due_on=local_day(demo.days.ends + timedelta(days=12)),
        key=demo.key(f"action-review-{number}"),
        at=at,
    )


def look_through_the_jail_roster(demo: DemoProgram) -> None:
    """Bookings of those enrolled longest, a year around their referral; of every fourth only a part was looked up."""
    at = demo.days.ends - timedelta(hours=6)
    worker = demo.actor(demo.staff.first_with_role(RoleName.CASE_MANAGER), at)
    enrolled = Enrollment.objects.filter(program=demo.program, enrolled_at__lt=at - timedelta(days=200))
    found = enrolled.select_related("person__program", "intake__referral").order_by("enrolled_at", "pk")
    for number, each in enumerate(found[:MOST_LOOKED_UP]):
        referred_on = local_day(each.intake.referral.occurred_at)
        before = [referred_on - timedelta(days=20 + 13 * part) for part in range(number % 4)]
        after = [
            referred_on + timedelta(days=40 + 11 * part) for part in range(number % 3 // 2 + number % 5 // 4)
        ]
        look = LookBackInput(
            kind="booking",
            first_on=referred_on - timedelta(days=90 if number % 4 == 3 else 185),
            last_on=min(referred_on + timedelta(days=185), local_day(at)),
            days=[*before, *after],
            source="Alder County jail roster, invented for training",
        )
        key = demo.key(f"look-{number}")
        record_look_back(actor=worker, person=each.person, look=look, key=key, at=at)


def import_hospital_visits(demo: DemoProgram) -> None:
    """A table that the hospital sent, by participants' numbers: one visit each, and a number that is no one's."""
    at = demo.days.ends - timedelta(hours=5)
    worker = demo.actor(demo.staff.first_with_role(RoleName.CASE_MANAGER), at)
    enrolled = Enrollment.objects.filter(program=demo.program, enrolled_at__lt=at - timedelta(days=200))
    found = enrolled.order_by("enrolled_at", "pk").values_list(
        "person__public_id", "intake__referral__occurred_at"
    )
    lines = ["Handoff ID,Kind of event,Looked through from,Looked through until,Day"]
    for number, referred_at in found[:FROM_A_TABLE]:
        day = local_day(referred_at)
        first, last = day - timedelta(days=185), min(day + timedelta(days=185), local_day(at))
        lines.append(f"{number},ED visit,{first},{last},{day - timedelta(days=30)}")
    if len(lines) == 1:
        return
    lines.append(lines[-1].replace(lines[-1].partition(",")[0], str(UUID(int=7))))
    batch = files.read_file(
        actor=worker,
        program=demo.program,
        source="Alder County hospital, invented for training",
        content="\n".join(lines).encode(),
        at=at,
    )
    columns = {"number": 0, "kind": 1, "first_on": 2, "last_on": 3, "day": 4}
    files.choose_columns(actor=worker, batch=batch, columns=columns, at=at)
    files.import_file(actor=worker, batch=batch, at=at)
