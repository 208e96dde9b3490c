"""The participant database as a workbook, wiped and imported again, is the same cell for cell (D2, D-F44, D-F55)."""

import uuid
from datetime import timedelta

import pytest
from django.utils.translation import override

from handoff.measures.database.presenters import fact_sheet
from handoff.measures.database.queries import COLUMNS, Reading, columns_named, read_values
from handoff.participants.models import Person
from handoff.spreadsheets.engines.fact_sheets import write_fact_workbook
from handoff.testing.programs import make_member, make_person, make_program
from handoff.testing.workbooks import make_workbook, read_sample
from handoff.workbooks import services
from handoff.workbooks.definitions import NOT_RETURNED
from handoff.workbooks.services import writing
from handoff.workbooks.tests.test_import_workbooks import AT, Desk, alder_word, counts

pytestmark = pytest.mark.django_db
RETURNED = columns_named(key for key in COLUMNS if key not in NOT_RETURNED)
DAY = AT.date() - timedelta(days=40)

ODD = make_workbook(
    ("Last name", "First name", "Middle name", "Suffix", "Goes by", "DOB", "Phones", "Zip", "Address", "Email", "Race",
     "Language", "Gender in their own words", "Who can pass on a message", "Referral date", "Time", "Type", "Officer",
     "Charges", "Accepted", "Why not", "Services wanted", "Officer time", "Intake date", "Case manager", "Needs",
     "Active?", "Why inactive", "Status since"),
    ("Null", "Robert", "Q", "Jr.", "Bobby", "1979-12-31", "9195550142; (919) 555-0143", "07030", "12 Elm St", "r@e.org",
     "W/B", "Spanish", "two-spirit", "Sister, 919 555 0144", DAY, "9:40 PM", "A", "Ofc. Ott", "Larceny; Trespass", "Y",
     "", "Food; A phone", "25", DAY + timedelta(days=9), "Kim Beck", "Food; A place to stay", "", "", ""),
    ("Tran", "Na", "", "", "", "1990-03-05", "", "", "", "", "", "", "", "", DAY, "", "S", "", "", "N", "not ready",
     "", "", "", "", "", "", "", ""),
    ("None", "Al", "", "", "", "", "", "", "", "", "", "", "", "", DAY, "", "S", "", "", "Y", "", "", "", "", "", "",
     "", "", ""),
    ("True", "Vera", "", "", "", "1931-03-09", "", "", "", "", "", "", "", "", DAY, "", "S", "", "", "Y", "", "", "",
     DAY + timedelta(days=1), "", "", "Inactive", "Moved away", DAY + timedelta(days=20)),
    ("=SUM Chen", "1E5", "", "", "", "", "", "", "", "", "", "", "", "", DAY, "", "S", "", "", "Y", "", "", "", "", "",
     "", "", "", ""),
    ("Álvarez Peña", "María José", "", "", "", "2001-02-28", "", "", "", "", "Hispanic", "", "", "", DAY, "", "C", "",
     "", "Y", "", "", "", "", "", "", "", "", ""),
)  # fmt: skip


def cells(desk, columns=RETURNED):
    people = list(Person.objects.order_by("last_name", "first_name").values_list("pk", flat=True))
    return read_values(people, columns, Reading(desk.program, desk.actor, AT))


def download(desk, language="en"):
    with override(language):
        people = list(Person.objects.order_by("last_name", "first_name").values_list("pk", flat=True))
        columns = list(COLUMNS.values())
        values = read_values(people, columns, Reading(desk.program, desk.actor, AT))
        return write_fact_workbook(
            fact_sheet(desk.program, columns, values), about=[("File", "Participants")]
        )


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", ["odd", "alder"])
def test_the_database_comes_back_cell_for_cell(name, language):
    desk = Desk()
    make_member(desk.program, "case_manager", full_name="Kim Beck")
    batch = desk.read(ODD if name == "odd" else read_sample("alder_participants.xlsx"))
    desk.answer(batch, alder_word)
    desk.import_it(batch)
    before, file = cells(desk), download(desk, language)
    assert name != "odd" or {row[1] for row in before} >= {"Null", "None", "True", "Tran", "=SUM Chen"}
    services.undo_file(actor=desk.actor, batch=batch, at=AT)
    assert not Person.objects.exists()
    with override(language):
        again = desk.read(file, source="Handoff")
        plan = desk.plan(again)
        assert set(counts(plan)) == {"added"}, [each.row.problems or each.row.questions for each in plan]
        desk.import_it(again)
    assert cells(desk) == before


def test_two_rows_with_handoff_ids_of_their_own_are_two_people_without_a_question():
    desk = Desk()
    headings = ("Handoff ID", "Last name", "First name", "DOB", "Referred", "Their answer")
    rows = [(str(uuid.uuid4()), last, "Ann", "1990-03-05", DAY, "Y") for last in ("Roe", "Poe")]
    plan = desk.plan(desk.read(make_workbook(headings, *rows)))
    assert counts(plan) == {"added": 2}
    asked = desk.plan(desk.read(make_workbook(headings[1:], *(row[1:] for row in rows))))
    assert counts(asked) != {"added": 2}


def test_every_column_comes_back_or_says_why_not():
    assert set(NOT_RETURNED) <= set(COLUMNS)
    assert all(str(reason) for reason in NOT_RETURNED.values())


def test_a_handoff_id_of_another_program_finds_no_one_there():
    """A workbook from another program may name its records' ids: they lead nowhere, and stay its own."""
    theirs, desk = make_person(make_program()), Desk()
    headings = ("Handoff ID", "Last name", "First name", "Referred", "Their answer")
    file = make_workbook(headings, (str(theirs.public_id), "Roe", "Ann", DAY, "Y"))
    batch = desk.read(file)
    assert counts(desk.plan(batch)) == {"added": 1}
    desk.import_it(batch)
    ours = Person.objects.get(program=desk.program)
    assert ours.public_id != theirs.public_id
    theirs.refresh_from_db()
    assert theirs.last_name != "Roe"


def test_an_id_that_only_the_database_knows_to_be_in_use_gets_another(monkeypatch):
    """Row-level security hides another program's record until its id is written twice."""
    theirs, desk = make_person(make_program()), Desk()
    monkeypatch.setattr(writing, "ids_in_use", lambda _rows: set())
    headings = ("Handoff ID", "Last name", "First name", "Referred", "Their answer")
    desk.import_it(desk.read(make_workbook(headings, (str(theirs.public_id), "Roe", "Ann", DAY, "Y"))))
    assert Person.objects.get(program=desk.program).public_id != theirs.public_id
