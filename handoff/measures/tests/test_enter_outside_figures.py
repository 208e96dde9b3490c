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
from handoff.measures.outside.readers import UnreadableCells, read_figures
from handoff.measures.outside.services import enter_figures
from handoff.measures.rules.periods import read_month
from handoff.testing.programs import AT, make_actor, make_member, make_program

JANUARY, FEBRUARY = read_month("2026-01"), read_month("2026-02")
CSV = b"""Alder County Sheriff, monthly report
Month,Jail bookings,Jail days,Overdoses
Jan 2026,"1,204",9310,14
February 2026,1180,,0
Total,2384,,14
"""


def test_a_table_of_months_is_read_with_its_blanks():
    assert read_figures(CSV) == [
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
    assert read_figures(content.getvalue()) == [MonthFigures(JANUARY, {"calls": 5120})]


def test_cells_that_cannot_be_read_are_named_by_line_and_nothing_is_used():
    with pytest.raises(UnreadableCells) as fault:
        read_figures(b"Month,Overdoses,Bookings\nsoon,3,1\n2026-01,many,-4\n2026-01,2,2.5\n")
    assert fault.value.sentences == [
        "Line 2: the month can't be read. Write it as 2026-07.",
        "Line 3, Bookings: enter a whole number, 0 or more.",
        "Line 3, Overdoses: enter a whole number, 0 or more.",
        "Line 4: this month is in the file twice.",
        "Line 4, Bookings: enter a whole number, 0 or more.",
    ]
    with pytest.raises(UnreadableCells, match="The first row must name"):
        read_figures(b"Month,Weather\n2026-01,fine\n")


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
    upload = SimpleUploadedFile("jail.csv", CSV)
    shown = text_of(client.post(url, {"source": "Jail", "upload": upload}, follow=True))
    assert "5 figures saved." in shown and "January 2026 not entered 1,204 9,310 14 not entered Jail" in shown
    assert "Jail bookings: 1,204 in January 2026, 1,180 in February 2026." in shown
    again = client.post(url, {"source": "Jail", "upload": SimpleUploadedFile("jail.csv", CSV)}, follow=True)
    assert "Nothing new" in text_of(again)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Month,Overdoses\n2026-01,few\n", "Line 2, Overdoses"),
        (b"just words", "table"),
        (b"Month,Overdoses\n2199-01,4\n", "hasn&#x27;t started yet"),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing_and_says_why(program, content, words):
    url = reverse("outside:list", args=[program.slug])
    sent = {"source": "Jail", "upload": SimpleUploadedFile("jail.csv", content)}
    assert words in text_of(client_of(program).post(url, sent))
    assert not OutsideFigure.objects.exists()


def test_staff_read_the_figures_and_others_find_nothing(program):
    enter(program, MonthFigures(JANUARY, {"bookings": 7}))
    url = reverse("outside:list", args=[program.slug])
    shown = text_of(client_of(program, "case_manager").get(url))
    assert "January 2026" in shown and "Enter a month" not in shown
    assert client_of(program, "officer").get(url).status_code == 404
