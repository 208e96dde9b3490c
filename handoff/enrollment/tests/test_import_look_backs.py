"""M12: events before and after a referral from a table, by the participant's number alone."""

import io
import uuid
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.enrollment.look_back.files.facts import ListedLook, RefusedRow
from handoff.enrollment.look_back.files.readers import SHAPE, events_in, read_kind, read_table
from handoff.enrollment.look_back.files.services import choose_columns, import_file, read_file, undo_file
from handoff.enrollment.look_back.queries import look_back_facts
from handoff.enrollment.look_back.services import remove_look_back
from handoff.enrollment.models import LookBack
from handoff.spreadsheets.batches.services import delete_unimported_batches
from handoff.spreadsheets.models import ImportBatch
from handoff.spreadsheets.queries import uploaded_table
from handoff.spreadsheets.rules.mapping import suggest_columns
from handoff.testing.forms import filled_in
from handoff.testing.programs import AT, make_actor, make_member, make_person, make_program
from handoff.testing.safety import make_look_back_file
from handoff.testing.sign_in import login_with_second_factor

ONE, TWO = uuid.UUID(int=1), uuid.UUID(int=2)
HEADINGS = "Handoff ID,Event,From,To,Date\n"
FIRST, LAST = date(2025, 3, 1), date(2026, 2, 28)


def lines_of(*rows):
    return (HEADINGS + "\n".join(",".join(str(cell) for cell in row) for row in rows)).encode()


def events(*rows):
    table = read_table(lines_of(*rows))
    return events_in(table, suggest_columns(SHAPE, table.headings))


def test_rows_of_one_look_come_together_and_a_blank_day_is_a_look_that_found_none():
    file = events(
        (ONE, "Jail booking", "3/1/2025", "2/28/2026", "4/2/2025"),
        (ONE, "jail", "2025-03-01", "2026-02-28", "2025-05-09"),
        (TWO, "ER visit", "3/1/2025", "2/28/2026", ""),
    )
    assert not file.refused and file.looks == [
        ListedLook(ONE, "booking", FIRST, LAST, (date(2025, 4, 2), date(2025, 5, 9)), (2, 3)),
        ListedLook(TWO, "ed_visit", FIRST, LAST, (), (4,)),
    ]
    assert read_kind("Arrest or citation") == "arrest" and read_kind("conviction") is None


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ((ONE, "Jail", "3/1/2025", "2/28/2026", "Easter"), "day on which it happened can't be read"),
        ((ONE, "Jail", "spring", "2/28/2026", "4/2/2025"), "days looked through can't be read"),
        ((ONE, "Conviction", "3/1/2025", "2/28/2026", ""), "kind of event can't be read"),
    ],
)
def test_a_row_that_cannot_be_read_takes_every_row_of_its_participant_with_it(row, words):
    """A day that goes missing would turn what happened into none."""
    good = ("Jail", "3/1/2025", "2/28/2026", "4/2/2025")
    file = events((ONE, *good), row, (TWO, *good), ("Jane Doe", *good))
    assert [each.number for each in file.looks] == [TWO]
    assert [each.line for each in file.refused] == [2, 3, 5]
    assert "none of theirs is taken" in file.refused[0].reason and words in file.refused[1].reason
    assert file.refused[2] == RefusedRow(5, file.refused[2].reason) and "No participant has this number" in (
        file.refused[2].reason
    )


@pytest.fixture
def person(db):
    return make_person(make_program())


def read(person, *rows, role="case_manager"):
    worker, content = make_actor(person.program, role), lines_of(*rows)
    batch = read_file(actor=worker, program=person.program, source="Roster", content=content, at=AT)
    columns = suggest_columns(SHAPE, read_table(content).headings)
    choose_columns(actor=worker, batch=batch, columns=columns, at=AT)
    return batch


def test_a_file_adds_what_the_records_lack_and_undo_marks_it_removed(person):
    worker = make_actor(person.program, "case_manager")
    batch = make_look_back_file(person, worker)
    # The number that no one has is refused, and the rest is taken.
    batch = import_file(actor=worker, batch=batch, at=AT)
    assert batch.counts == {"added": 1, "changed": 0, "unchanged": 0, "review": 0, "refused": 1}
    (fact,) = look_back_facts(person.program)
    assert (fact.person, fact.kind, len(fact.days)) == (person.pk, "booking", 1)
    with pytest.raises(Refused, match="imported"):
        import_file(actor=worker, batch=make_look_back_file(person, worker), at=AT)
    # The same look in another file adds nothing.
    row = (person.public_id, "booking", fact.first_on, fact.last_on, fact.days[0])
    again = import_file(actor=worker, batch=read(person, row), at=AT)
    assert again.counts["unchanged"] == 1 and LookBack.objects.count() == 1
    undone = undo_file(actor=worker, batch=batch, at=AT)
    assert undone.undo_counts == {"undone": 1, "kept": 0} and not look_back_facts(person.program)
    assert undo_file(actor=worker, batch=undone, at=AT) == undone
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {
        "look_back_file.imported",
        "look_back_file.undone",
        "look_back.recorded",
        "look_back.removed",
    } <= actions


def test_an_undo_counts_a_look_that_was_removed_by_hand_as_kept(person):
    worker = make_actor(person.program, "case_manager")
    batch = import_file(actor=worker, batch=make_look_back_file(person, worker), at=AT)
    remove_look_back(actor=worker, look_back=LookBack.objects.get(), at=AT)
    assert undo_file(actor=worker, batch=batch, at=AT).undo_counts == {"undone": 0, "kept": 1}
    assert AuditEvent.objects.filter(action="look_back.removed").count() == 1


def test_only_the_care_team_imports_and_no_one_of_another_program_is_found(person):
    with pytest.raises(Refused, match="Only the care team"):
        read(person, role="data_manager")
    elsewhere = make_person(make_program())
    worker = make_actor(person.program, "case_manager")
    batch = make_look_back_file(person, worker)
    ImportBatch.objects.filter(pk=batch.pk).update(program=elsewhere.program)
    batch.refresh_from_db()
    there = make_actor(elsewhere.program, "case_manager")
    with pytest.raises(Refused, match="No row of this file can be taken"):
        import_file(actor=there, batch=batch, at=AT)
    assert not LookBack.objects.exists()


def test_the_pages_show_what_a_file_would_add_before_anything_is_saved(client, person):
    client.force_login(make_member(person.program, "case_manager"))
    start = reverse("look_back_files:start", args=[person.program.slug])
    future = (person.public_id, "Booking", "3/1/2025", "2/28/2030", "")
    sent = {"source": "Jail", "upload": SimpleUploadedFile("jail.csv", lines_of(future))}
    client.post(start, sent)
    batch = ImportBatch.objects.get()
    columns = reverse("look_back_files:columns", args=[person.program.slug, batch.public_id])
    shown = client.post(columns, filled_in(client.get(columns).context["form"]), follow=True)
    assert "in the future" in shown.content.decode() and not shown.context["shown"].people
    good = (person.public_id, "Booking", "3/1/2025", "2/28/2026", "4/2/2025")
    sent = {"source": "Jail", "upload": SimpleUploadedFile("jail.csv", lines_of(good))}
    # Its columns are remembered by their source.
    shown = client.post(start, sent, follow=True)
    html = shown.content.decode()
    assert "Rows that are new: 1. As before: 0. Not taken: 0." in html and "April 2, 2025" in html
    assert person.last_name not in html and not LookBack.objects.exists()
    looked = AuditEvent.objects.filter(action="look_back_file.shown").latest("pk")
    assert looked.details["people"] == [str(person.public_id)]
    where = shown.redirect_chain[-1][0]
    html = client.post(where, {"do": "import"}, follow=True).content.decode()
    assert "Imported" in html and "Read another file" in html
    assert LookBack.objects.get().source == "Jail"
    assert "The import was undone." in client.post(where, {"do": "undo"}, follow=True).content.decode()
    client.force_login(make_member(person.program, "data_manager"))
    assert client.get(start).status_code == 404 and client.get(where).status_code == 404


def test_rows_left_out_are_listed_after_the_import_for_a_day_with_a_download(client, person):
    login_with_second_factor(client, make_member(person.program, "case_manager"))
    worker, good = make_actor(person.program, "case_manager"), ("Jail", "3/1/2025", "2/28/2026")
    other = make_person(person.program, first_name="Other")
    rows = (
        (person.public_id, *good, "4/2/2025"),
        (other.public_id, *good, "Easter"),
        (uuid.UUID(int=7), *good, ""),
    )
    batch = import_file(actor=worker, batch=read(person, *rows), at=AT)
    page = reverse("look_back_files:file", args=[person.program.slug, batch.public_id])
    html = client.get(page).content.decode()
    assert "Line 3: The day on which it happened" in html and "Line 4: No participant has this number" in html
    # Only the rows left out are kept, and the page of columns is closed.
    assert len(uploaded_table(batch).rows) == 2
    columns = reverse("look_back_files:columns", args=[person.program.slug, batch.public_id])
    assert client.get(columns).status_code == 404
    download = reverse("look_back_files:refused", args=[person.program.slug, batch.public_id])
    content = client.get(download).content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in sheet[1:]] == [str(other.public_id), str(uuid.UUID(int=7))]
    assert "can't be read" in str(sheet[1][-1]) and sheet[1][4] == "Easter"
    looked = AuditEvent.objects.get(action="look_back_file.rows_downloaded")
    assert looked.details == {"count": 2, "people": [str(other.public_id)]}
    delete_unimported_batches(program=person.program, at=AT + timedelta(days=1))
    assert "aren't kept anymore" in client.get(page).content.decode()
    assert client.get(download).status_code == 404


def test_an_undo_deletes_the_rows_that_were_left_out(person):
    worker = make_actor(person.program, "case_manager")
    batch = import_file(actor=worker, batch=make_look_back_file(person, worker), at=AT)
    assert uploaded_table(batch) is not None
    assert uploaded_table(undo_file(actor=worker, batch=batch, at=AT)) is None
