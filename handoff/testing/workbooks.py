"""A messy workbook of a small program, as programs keep them."""

import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format

from handoff.access.actor import Actor
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.spreadsheets.models import ImportBatch
from handoff.workbooks import services

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "data" / "workbooks"


def read_sample(name: str) -> bytes:
    """One of the workbooks of tests/data/workbooks."""
    return (FOLDER / name).read_bytes()


def make_workbook(headings: Sequence[str], *rows: Sequence[object], sheet: str = "People") -> bytes:
    """A workbook with one sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        day: Format = book.add_format({"num_format": "m/d/yyyy"})
        for line, row in enumerate([headings, *rows]):
            for place, cell in enumerate(row):
                if isinstance(cell, date | datetime):
                    page.write_datetime(line, place, cell, day)
                elif isinstance(cell, str):
                    page.write_string(line, place, cell)
                else:
                    page.write(line, place, cell)
    return out.getvalue()


HEADINGS = (
    "Name (Last, First)",
    "DOB",
    "Gender",
    "Phone(s)",
    "Referral Date",
    "Arrest or Social?",
    "Accepted (Y/N)",
    "Intake Date",
    "Status / notes",
)


def make_people_workbook(person: Person, on: date) -> bytes:
    """A workbook that names someone on record by name and birth date, and someone new who is a participant."""
    known = f"{person.last_name}, {person.first_name}"
    rows = (
        (known, person.date_of_birth, "?", "919-555-0161", on - timedelta(days=90), "Social", "Y", "", ""),
        (
            "Quillfeather, Oda",
            "7/4/61",
            "F",
            "919-555-0162",
            on - timedelta(days=80),
            "Arrest",
            "Y",
            on - timedelta(days=70),
            "active",
        ),
        ("Quillfeather, Bo", "7/4/1988", "M", "", on - timedelta(days=80), "Social", "N", "", "not ready"),
    )
    return make_workbook(HEADINGS, *rows)


def read_workbook_file(
    actor: Actor, program: Program, content: bytes, at: datetime, source: str = "Our workbook"
) -> ImportBatch:
    """A workbook that is read by the columns that its headings suggest."""
    batch = services.read_file(actor=actor, program=program, source_name=source, content=content, at=at)
    columns = services.columns_suggested(batch)
    services.choose_columns(actor=actor, batch=batch, columns=columns, at=at)
    return batch


def import_workbook(actor: Actor, program: Program, content: bytes, at: datetime) -> ImportBatch:
    """A workbook whose rows without open questions are imported."""
    batch = read_workbook_file(actor, program, content, at)
    return services.import_file(actor=actor, batch=batch, at=at)
