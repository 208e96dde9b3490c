"""M10: figures from outside, typed and imported; a month that wasn't entered is no 0."""

import io
import re
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.measures.models import OutsideFigure
from handoff.measures.outside.facts import MonthFigures
from handoff.measures.outside.queries import newest_figures
from handoff.measures.outside.readers import SHAPE, figures_in, read_table
from handoff.measures.outside.services import enter_figures, import_file, undo_file
from handoff.measures.rules.periods import read_month
from handoff.spreadsheets.models import ImportBatch
from handoff.spreadsheets.rules.mapping import suggest_columns
from handoff.testing.forms import filled_in
from handoff.testing.programs import AT, make_actor, make_member, make_program

JANUARY, FEBRUARY = read_month("2026-01"), read_month("2026-02")
CSV = b"""Alder County Sheriff, monthly report
Month,Jail bookings,Jail days,Overdoses
Jan 2026,"1,204",9310,14
February 2026,1180,,0
Total,2384,,14
"""


def read_figures(content):
    table = read_table(content)
    return figures_in(table, suggest_columns(SHAPE, table.headings))


def test_a_table_of_months_is_read_with_its_blanks():
    assert read_figures(CSV).months == [
        MonthFigures(JANUARY, {"bookings": 1204, "jail_days": 9310, "overdoses": 14}),
        MonthFigures(FEBRUARY, {"bookings": 1180, "overdoses": 0}),
    ]


def test_a_workbook_with_real_dates_is_read():
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Month", "Calls for service"])
    sheet.write_datetime(1, 0, date(2026, 1, 31), book.add_format({"num_format": "mmm yyyy"}))
    sheet.write_number(1, 1, 5120)
    book.close()
    assert read_figures(content.getvalue()).months == [MonthFigures(JANUARY, {"calls": 5120})]


def test_cells_that_cannot_be_read_are_named_by_line_and_nothing_is_used():
    file = read_figures(b"Month,Overdoses,Bookings\nsoon,3,1\n2026-01,many,-4\n2026-01,2,2.5\n")
    assert file.faults == [
        "Line 2: the month can't be read. Write it as 2026-07.",
        "Line 3, Bookings: enter a whole number, 0 or more.",
        "Line 3, Overdoses: enter a whole number, 0 or more.",
        "Line 4: this month is in the file twice.",
        "Line 4, Bookings: enter a whole number, 0 or more.",
    ]


@pytest.fixture
def program(db):
    return make_program()


def enter(program, *months, role="data_manager"):
    return enter_figures(
        actor=make_actor(program, role), program=program, months=months, source="Sheriff", at=AT
    )


def test_only_what_is_new_or_different_becomes_an_entry(program):
    assert enter(program, MonthFigures(JANUARY, {"bookings": 7, "overdoses": 0})) == 2
    assert enter(program, MonthFigures(JANUARY, {"bookings": 7})) == 0
    assert enter(program, MonthFigures(JANUARY, {"bookings": 8})) == 1
    newest = newest_figures(program)
    assert {kind: each.count for (_month, kind), each in newest.items()} == {"bookings": 8, "overdoses": 0}
    assert OutsideFigure.objects.count() == 3
    assert [
        each.details["figures"] for each in AuditEvent.objects.filter(action="outside_figures.entered")
    ] == [2, 1]


def test_only_managers_enter_figures_and_none_of_the_future(program):
    with pytest.raises(Refused, match="Only the program manager"):
        enter(program, MonthFigures(JANUARY, {"bookings": 7}), role="case_manager")
    with pytest.raises(Refused, match="hasn't started yet"):
        enter(
            program,
            MonthFigures(JANUARY, {"bookings": 7}),
            MonthFigures(read_month("2026-04"), {"bookings": 7}),
        )
    assert not OutsideFigure.objects.exists()


def client_of(program, role="data_manager"):
    client = Client()
    client.force_login(make_member(program, role))
    return client


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_figures_are_typed_and_imported_on_their_page(program):
    client, url = client_of(program), reverse("outside:list", args=[program.slug])
    assert "Nothing has been entered yet." in text_of(client.get(url))
    sent = {"month": "2026-03", "source": "Sheriff"}
    assert "Enter at least one figure." in text_of(client.post(url, sent))
    shown = text_of(client.post(url, {**sent, "overdoses": "0"}, follow=True))
    assert "1 figure saved." in shown
    assert "March 2026 not entered not entered not entered 0 not entered Sheriff" in shown


def send_file(client, program, content, source="Jail"):
    """Upload a file and take the columns that are suggested; returns the file and its preview."""
    sent = {"source": source, "upload": SimpleUploadedFile("jail.csv", content)}
    client.post(reverse("outside:list", args=[program.slug]), sent)
    batch = ImportBatch.objects.latest("pk")
    where = reverse("outside:columns", args=[program.slug, batch.public_id])
    client.post(where, filled_in(client.get(where).context["form"]))
    where = reverse("outside:file", args=[program.slug, batch.public_id])
    return batch, where, text_of(client.get(where))


def test_a_file_is_shown_before_it_is_imported_and_undone_in_one_step(program):
    client = client_of(program)
    enter(program, MonthFigures(JANUARY, {"bookings": 1200, "overdoses": 14}))
    batch, where, shown = send_file(client, program, CSV)
    assert "New: 3. Another number: 1. As before: 1." in shown and "Nothing is saved yet." in shown
    assert "January 2026 Jail bookings 1,200 1,204 Another number" in shown
    assert "February 2026 Overdoses not entered 0 New" in shown
    assert OutsideFigure.objects.count() == 2
    assert "Undo this import" in text_of(client.post(where, {"do": "import"}, follow=True))
    page = text_of(client.get(reverse("outside:list", args=[program.slug])))
    assert "January 2026 not entered 1,204 9,310 14 not entered" in page
    assert "Jail bookings: 1,204 in January 2026, 1,180 in February 2026." in page
    enter(program, MonthFigures(FEBRUARY, {"bookings": 1181}))
    undone = text_of(client.post(where, {"do": "undo"}, follow=True))
    assert "Kept because another number was entered since: 1." in undone
    newest = {(month.month, kind): each.count for (month, kind), each in newest_figures(program).items()}
    assert newest == {(1, "bookings"): 1200, (1, "overdoses"): 14, (2, "bookings"): 1181}
    actions = AuditEvent.objects.filter(action__startswith="outside_file.").order_by("number")
    assert [each.action for each in actions] == ["outside_file.imported", "outside_file.undone"]
    batch.refresh_from_db()
    undo_file(actor=make_actor(program, "data_manager"), batch=batch, at=AT)
    assert OutsideFigure.objects.filter(month__month=2).count() == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Month,Overdoses\n2026-01,few\n2026-02,3\n", "Line 2, Overdoses"),
        (b"Month,Overdoses\n2026-01,\n", "No figure in this file can be read"),
    ],
)
def test_a_file_with_unreadable_cells_changes_nothing_and_says_which(program, content, words):
    client = client_of(program)
    batch, where, shown = send_file(client, program, content)
    assert words in shown
    client.post(where, {"do": "import"})
    with pytest.raises(Refused):
        import_file(actor=make_actor(program, "data_manager"), batch=batch, at=AT)
    assert not OutsideFigure.objects.exists()


def test_a_file_of_the_future_and_one_that_is_no_table_are_refused(program):
    client = client_of(program)
    _batch, where, _shown = send_file(client, program, b"Month,Overdoses\n2199-01,4\n")
    assert "hasn&#x27;t started yet" in client.post(where, {"do": "import"}, follow=True).content.decode()
    sent = {"source": "Jail", "upload": SimpleUploadedFile("jail.csv", b"just words")}
    page = text_of(client.post(reverse("outside:list", args=[program.slug]), sent))
    assert "table" in page and not OutsideFigure.objects.exists()


def test_staff_read_the_figures_and_others_find_nothing(program):
    enter(program, MonthFigures(JANUARY, {"bookings": 7}))
    url = reverse("outside:list", args=[program.slug])
    shown = text_of(client_of(program, "case_manager").get(url))
    assert "January 2026" in shown and "Enter a month" not in shown
    assert client_of(program, "officer").get(url).status_code == 404
    batch, where, _shown = send_file(client_of(program), program, CSV)
    assert client_of(program, "case_manager").get(where).status_code == 404
    with pytest.raises(Refused):
        import_file(actor=make_actor(program, "case_manager"), batch=batch, at=AT)
