"""Fourteen invented participants, and exports of records systems that name them or someone else."""

import csv
from datetime import date
from pathlib import Path

from handoff.participants.lookup.services import rebuild_keys
from handoff.participants.models import Person, PersonName
from handoff.programs.models import Program
from handoff.testing.programs import make_person
from handoff.testing.staffing import enroll

FILES = Path(__file__).parents[1] / "staffing" / "tests" / "files"


def file_content(name: str) -> bytes:
    return (FILES / name).read_bytes()


def file_rows(name: str) -> list[dict[str, str]]:
    with (FILES / name).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def enroll_roster(program: Program) -> dict[str, Person]:
    """The fourteen participants of `roster.csv` by their reference; the last one is inactive."""
    people = {}
    for number, row in enumerate(file_rows("roster.csv"), start=1):
        person = make_person(
            program,
            first_name=row["first"],
            middle_name=row["middle"],
            last_name=row["last"],
            suffix=row["suffix"],
            date_of_birth=date.fromisoformat(row["dob"]),
        )
        if row["aka"]:
            first, *_middle, last = row["aka"].split()
            PersonName.objects.create(person=person, first_name=first, last_name=last)
        rebuild_keys(person)
        periods = enroll(person, number).status_periods
        if row["status"] == "inactive":
            periods.update(status="inactive", reason="moved")
        people[row["ref"]] = person
    return people
