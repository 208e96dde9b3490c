"""The pages of a workbook: columns, questions, preview, import, undo; no one else learns that it is there."""

import io
from datetime import date, timedelta

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.consent.models import Release
from handoff.participants.lookup.services import rebuild_keys
from handoff.participants.models import Person
from handoff.spreadsheets.models import ImportBatch
from handoff.testing.casework import make_contact
from handoff.testing.consent import make_release
from handoff.testing.programs import AT, make_actor, make_member, make_person, make_program
from handoff.testing.workbooks import import_workbook, make_people_workbook, make_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def keeper(client, program):
    client.force_login(make_member(program, RoleName.DATA_MANAGER))
    return client


def url(program, name, *args):
    return reverse(f"workbooks:{name}", args=[program.slug, *args])


def upload(client, program, content):
    file = SimpleUploadedFile("people.xlsx", content)
    sent = {"source_name": "Our workbook", "upload": file}
    return client.post(url(program, "start"), sent, follow=True)


def test_a_workbook_goes_from_its_upload_to_its_undo_through_the_pages(keeper, program):
    """D2: columns suggested, what only a person can say asked beside the record, import, undo."""
    person = make_person(program)
    rebuild_keys(person)
    upload(keeper, program, make_people_workbook(person, AT.date()))
    batch = ImportBatch.objects.get()
    columns = url(program, "columns", batch.public_id)
    form = keeper.get(columns).context["form"]
    shown = keeper.post(columns, form.initial, follow=True)
    assert "Answer 1 question" in shown.content.decode()
    questions = url(program, "questions", batch.public_id)
    page = keeper.get(questions)
    assert person.first_name in page.content.decode()
    seen = AuditEvent.objects.filter(action="workbook.shown").order_by("pk").last()
    assert str(person.public_id) in seen.details["people"]
    asked = page.context["form"].asked
    answers = {field.html_name: question.choices[0][0] for question, field in asked}
    here = url(program, "show", batch.public_id)
    assert "Waiting for your answer" in keeper.post(questions, answers, follow=True).content.decode()
    text = keeper.post(here, {"do": "import"}, follow=True).content.decode()
    assert "The workbook was imported." in text and "No consent was imported" in text
    assert Person.objects.count() == 3 and person.referrals.count() == 1
    worked_with = make_contact(Person.objects.get(first_name="Bo"), at=AT + timedelta(hours=1)).person
    text = keeper.get(here).content.decode()
    assert (
        "An undo keeps these" in text and worked_with.full_name in text and str(worked_with.public_id) in text
    )
    text = keeper.post(here, {"do": "undo"}, follow=True).content.decode()
    assert "The import was undone." in text
    assert set(Person.objects.all()) == {person, worked_with}


def test_participants_from_a_workbook_wait_for_a_release_until_they_sign(client, program):
    """ADR 0066: consent is never imported, so someone has to ask."""
    manager = make_actor(program, RoleName.DATA_MANAGER)
    row = ("Roe, Ann", "3/5/1990", AT.date(), "Y", AT.date(), "active")
    headings = ("Name", "DOB", "Referral Date", "Accepted", "Intake Date", "Status")
    import_workbook(manager, program, make_workbook(headings, row), AT)
    client.force_login(make_member(program, RoleName.CASE_MANAGER))
    home = reverse("home:home", args=[program.slug])
    assert url(program, "without_roi") in client.get(home).content.decode()
    page = client.get(url(program, "without_roi")).content.decode()
    person = Person.objects.get(last_name="Roe")
    assert "Ann Roe" in page and "No release (ROI)" in page
    seen = AuditEvent.objects.filter(action="imported_without_roi.listed").latest("number")
    assert seen.details["people"] == [str(person.public_id)]
    client.force_login(make_member(program, RoleName.OFFICER))
    assert client.get(url(program, "without_roi")).status_code == 404
    assert url(program, "without_roi") not in client.get(home).content.decode()
    client.force_login(make_member(program, RoleName.CASE_MANAGER))
    release = make_release(person)
    Release.objects.filter(pk=release.pk).update(ends_at=timezone.now() + timedelta(days=9))
    assert "Ann Roe" not in client.get(url(program, "without_roi")).content.decode()
    assert url(program, "without_roi") not in client.get(home).content.decode()


def test_the_preview_names_other_sheets_and_which_fields_change(keeper, program):
    person = make_person(program, first_name="Ann", last_name="Roe", date_of_birth=date(1990, 3, 5))
    rebuild_keys(person)
    headings = ("Name", "DOB", "Gender", "Phone", "Referral Date", "Accepted", "Handoff ID")
    row = ("Roe, Ann", "3/5/1990", "F", "919-555-0142", AT.date(), "Y", str(person.public_id))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        people, log = book.add_worksheet("People"), book.add_worksheet("Contact log")
        for line, cells in enumerate((headings, row)):
            people.write_row(line, 0, [str(each) for each in cells])
        log.write_row(0, 0, ["Date", "Who", "What"])
        log.write_row(1, 0, ["2026-01-05", "Ann", "Called"])
    upload(keeper, program, out.getvalue())
    batch = ImportBatch.objects.get()
    columns = url(program, "columns", batch.public_id)
    keeper.post(columns, keeper.get(columns).context["form"].initial)
    text = keeper.get(url(program, "show", batch.public_id)).content.decode()
    assert "Other sheets, not read: Contact log." in text
    assert "Changes: Gender. Adds: Referral, Phone." in text


def test_rows_held_back_are_downloaded_with_their_reasons(keeper, program):
    """D-F51."""
    rows = (("Roe, Ann", "2/30/1988", AT.date(), "Y"), ("Roe, Bea", "", AT.date(), "Y"))
    upload(keeper, program, make_workbook(("Name", "DOB", "Referral Date", "Accepted"), *rows))
    batch = ImportBatch.objects.get()
    columns = url(program, "columns", batch.public_id)
    keeper.post(columns, keeper.get(columns).context["form"].initial)
    text = keeper.get(url(program, "show", batch.public_id)).content.decode()
    assert "People B2: There’s no such date." in text.replace("&#x27;", "’").replace("'", "’")
    held = keeper.get(url(program, "held", batch.public_id))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(held.content)).get_sheet_by_index(0).to_python()
    assert len(sheet) == 2
    assert sheet[1][0] == "Roe, Ann" and "People B2" in str(sheet[1][-1])


def test_what_is_no_workbook_is_refused_in_a_sentence_that_loses_nothing(keeper, program):
    page = upload(keeper, program, b"PK\x03\x04 broken").content.decode()
    assert "We couldn" in page and "Our workbook" in page
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("role", [RoleName.OFFICER, RoleName.CASE_MANAGER, RoleName.EVALUATOR])
def test_others_find_no_workbook(client, program, role):
    client.force_login(make_member(program, role))
    assert client.get(url(program, "start")).status_code == 404
