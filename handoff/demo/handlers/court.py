"""Court dates of the fictional county: a morning with three cases, a week, a drop-in day, one today, orders."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import islice

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.casework.court import services as court
from handoff.casework.court.inputs import CourtInput, OrderInput
from handoff.demo.dates import court_day, local_day
from handoff.demo.program import DemoProgram
from handoff.enrollment.models import Enrollment, StatusPeriod
from handoff.participants.models import Person
from handoff.staffing.court_files import services as court_files

ROOMS = (
    ("district", "001A", "First floor, left of the entrance", False, time(9), time(12, 30)),
    ("district", "ADMN", "Ground floor, clerk's window", True, time(8), time(16)),
)
DATES = (
    (3, CourtInput("district", "time", starts=time(9), room="001A"), 3),
    (6, CourtInput("superior", "week"), 1),
    (2, CourtInput("district", "drop_in", room="ADMN"), 1),
    (0, CourtInput("district", "time", starts=time(9), room="001A"), 1),
)
"""Days from today, the court date without its day, and how many cases it has."""
CALENDAR = "Alder County criminal calendar"


def add_court_dates(demo: DemoProgram) -> None:
    """Four participants with court dates, one with a warrant and an order, and a calendar to import."""
    at = demo.days.ends - timedelta(days=3, hours=7)
    list_courtrooms(demo, at)
    worker = demo.actor(demo.staff.first_with_role(RoleName.CASE_MANAGER), at)
    enrolled = Enrollment.objects.filter(
        program=demo.program,
        primary_worker_id=worker.user_id,
        status_periods__ends_at__isnull=True,
        status_periods__status=StatusPeriod.Status.ACTIVE,
    )
    found = enrolled.select_related("person__program").order_by("pk")
    people = [each.person for each in islice(found, len(DATES))]
    today = local_day(demo.days.ends)
    for place, (person, (days, wanted, cases)) in enumerate(zip(people, DATES, strict=False)):
        for number in range(cases):
            court.add_court_case(
                actor=worker,
                person=person,
                number=f"26CR4512{place}{number}",
                court_input=replace(wanted, on=court_day(today + timedelta(days=days))),
                key=demo.key(f"court-{place}-{number}"),
                at=at,
            )
    record_orders(demo, worker, people[:1], at)
    read_calendar(demo, worker, people)


def list_courtrooms(demo: DemoProgram, at: datetime) -> None:
    manager = demo.actor(demo.staff.first_with_role(RoleName.PROGRAM_MANAGER), at)
    for code, room, place, drop_in, opens, closes in ROOMS:
        court.save_courtroom(
            actor=manager,
            program=demo.program,
            court=code,
            room=room,
            place=place,
            drop_in=drop_in,
            opens=opens,
            closes=closes,
            at=at,
        )


def record_orders(demo: DemoProgram, worker: Actor, people: list[Person], at: datetime) -> None:
    """A warrant to clear, and an order that ends within two weeks."""
    ends_on = local_day(demo.days.ends) + timedelta(days=9)
    for person in people:
        for order_input in (
            OrderInput("warrant", local_day(at), "Missed a court date"),
            OrderInput("stay_away", local_day(at), "The shop on Alder Street", ends_on=ends_on),
        ):
            key = demo.key(f"court-order-{order_input.kind}")
            court.record_court_order(actor=worker, person=person, order_input=order_input, key=key, at=at)


def read_calendar(demo: DemoProgram, worker: Actor, people: list[Person]) -> None:
    """A court's calendar that no one has imported yet."""
    on = court_day(local_day(demo.days.ends) + timedelta(days=12))
    rows = ["Court,Defendant,DOB,Court Date,Court Room,Session,Case Number"]
    for number, each in enumerate(people):
        named = f'"{each.last_name},{each.first_name}",{each.date_of_birth or ""}'
        rows.append(f"District,{named},{on},001A,AM,26CR4530{number}")
    rows.append(f'District,"QUILLFEATHER,ODA",07/04/1961,{on},001A,AM,26CR45309')
    content, at = "\n".join(rows).encode(), demo.days.ends - timedelta(hours=1)
    court_files.read_file(actor=worker, program=demo.program, source_name=CALENDAR, content=content, at=at)
