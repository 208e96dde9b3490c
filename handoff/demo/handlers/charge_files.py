"""A crime analyst's export: likely matches, a misspelt name, someone unrelated, and a file that isn't sent yet."""

from datetime import timedelta
from itertools import islice

from handoff.access.roles import RoleName
from handoff.charges.models import NewCharge
from handoff.demo.dates import court_day, local_day
from handoff.demo.program import DemoProgram
from handoff.enrollment.models import Enrollment
from handoff.participants.models import Person
from handoff.staffing.imports import services

SOURCE = "Alder PD records system"
HEADINGS = (
    "case_id,booking_number,chrg_seq,date_arr,arr_type,lastname,firstname,middlename,dob,arr_chrg,chrgdesc"
    ",court_date,court_name"
)
ROWS = (
    ("S", "14-72.1", "SHOPLIFTING CONCEALMENT GOODS"),
    ("O", "14-159.13", "SECOND DEGREE TRESPASS"),
    ("T", "15A-305", "FAIL TO APPEAR/COMPL"),
)
UNRELATED = "QUILLFEATHER,ODA,,07/04/1961"


def send_charge_files(demo: DemoProgram) -> None:
    """Last night's export names three participants, one of them misspelt; today's isn't sent yet."""
    analyst = demo.staff.first_with_role(RoleName.CRIME_ANALYST)
    enrolled = Enrollment.objects.filter(program=demo.program, person__date_of_birth__isnull=False)
    charged = NewCharge.objects.filter(program=demo.program).values("person_id")
    quiet = enrolled.exclude(person_id__in=charged).select_related("person").order_by("pk")
    people = [each.person for each in islice(quiet, len(ROWS))]
    sent_at = demo.days.ends - timedelta(hours=14)
    services.send_content(
        actor=demo.actor(analyst, sent_at),
        program=demo.program,
        source_name=SOURCE,
        content=export_of(demo, people),
        at=sent_at,
    )
    read_at = demo.days.ends - timedelta(hours=2)
    services.read_file(
        actor=demo.actor(analyst, read_at),
        program=demo.program,
        source_name=SOURCE,
        content=export_of(demo, people[:1], first=90),
        at=read_at,
    )


def export_of(demo: DemoProgram, people: list[Person], first: int = 1) -> bytes:
    """Rows as a records system exports them. The last name of the last one is misspelt."""
    on = local_day(demo.days.ends - timedelta(days=2))
    court = f"{court_day(local_day(demo.days.ends) + timedelta(days=15))} 09:00,DISTRICT COURT"
    lines = [HEADINGS]
    for number, (person, (kind, statute, words)) in enumerate(zip(people, ROWS, strict=False), start=first):
        last = person.last_name if number < len(ROWS) else person.last_name[:-1]
        named = f"{last},{person.first_name},{person.middle_name},{person.date_of_birth:%m/%d/%Y}"
        lines.append(f"26-D{number:03},{number},1,{on},{kind},{named},{statute},{words},{court}")
    lines.append(f"26-D{first + 8:03},{first + 8},1,{on},O,{UNRELATED},14-288.4,DISORDERLY CONDUCT,{court}")
    return "\n".join(lines).encode()
