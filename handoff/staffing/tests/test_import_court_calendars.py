"""J4, C-F40: a court's calendar from the file to the records, without a silent match and without losing a date."""

from copy import deepcopy
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from handoff.audit.models import AuditEvent
from handoff.casework.court import presenters, queries
from handoff.casework.court.services import change_court_cases, record_reminder, save_courtroom
from handoff.casework.models import CourtCase, CourtCaseEvent
from handoff.charges.models import DifferentPerson
from handoff.core.refusals import Refused
from handoff.spreadsheets.models import ImportBatch, UploadedTable
from handoff.spreadsheets.queries import uploaded_table
from handoff.spreadsheets.rules.mapping import suggest_columns
from handoff.staffing.court_files import queries as files
from handoff.staffing.court_files import services
from handoff.staffing.court_files.facts import Room
from handoff.staffing.court_files.readers.calendars import Reading, read_session, read_when
from handoff.staffing.court_files.readers.columns import SHAPE
from handoff.testing.programs import actor_of, make_actor, make_member, make_program
from handoff.testing.roster import enroll_roster, file_content

TODAY = datetime(2026, 11, 30, 15, tzinfo=UTC)
HEADINGS = "Court,Defendant,DOB,Court Date,Court Room,Session,Case Number,Citation Number"
WHITCOMB = 'District,"WHITCOMB,MARCUS,DELANE,JR",03/14/1988'


class County:
    """The fourteen participants, and a worker who imports."""

    def __init__(self):
        self.program = make_program()
        self.people = enroll_roster(self.program)
        self.user = make_member(self.program, "case_manager")
        self.actor = actor_of(self.user, self.program, TODAY)
        save_courtroom(
            actor=make_actor(self.program, "program_manager"),
            program=self.program,
            court="district",
            room="ADMN",
            place="",
            drop_in=True,
            opens=time(8),
            closes=time(16),
            at=TODAY,
        )

    def read(self, content, at=TODAY):
        content = content if isinstance(content, bytes) else "\n".join((HEADINGS, *content)).encode()
        batch = services.read_file(
            actor=self.actor, program=self.program, source_name="Court", content=content, at=at
        )
        if not UploadedTable.objects.get(batch=batch).columns:
            headings = content.decode().splitlines()[0].split(",")
            columns = suggest_columns(SHAPE, headings)
            services.choose_columns(actor=self.actor, batch=batch, columns=columns, at=at)
        return batch

    def questions(self, batch, at=TODAY):
        return files.questions_of(self.program, files.calendar_in(batch, at).cases, at)

    def load(self, content, at=TODAY, **chosen):
        """Import with the likely ones, or with the chosen references of some last names."""
        batch = self.read(content, at)
        answers = {}
        for each in self.questions(batch, at):
            ref = chosen.get(each.person.last.title(), "likely")
            likely = each.match.candidates[0].public_id
            answers[each.key] = {"likely": likely, None: None}.get(ref) or (
                self.people[ref].public_id if ref not in ("likely", None) else None
            )
        return services.import_file(actor=self.actor, batch=batch, answers=answers, at=at)

    def cases(self, ref):
        return list(CourtCase.objects.filter(person=self.people[ref]).order_by("number"))


@pytest.fixture(scope="module")
def built(build_once):
    return build_once(County)


@pytest.fixture
def county(built, db):
    return deepcopy(built)


def test_the_calendar_reads_as_its_readme_says(county):  # C-F40
    """Three cases one appearance, a week, a drop-in court, someone's past date, and a person of no record dropped."""
    batch = county.read(file_content("court_calendar.csv"))
    asked = {each.person.last: each.match.bucket for each in county.questions(batch)}
    assert asked == {
        "WHITCOMB": "matched",
        "HUCKS": "matched",
        "LOCKLEAR": "review",
        "PURDIE-MOSS": "matched",
        "CARVER": "matched",
    }
    batch = county.load(file_content("court_calendar.csv").replace(b"\r", b"") + b"\n", Locklear="P05")
    assert batch.counts == {
        "added": 7, "changed": 0, "unchanged": 0, "refused": 0, "dropped": 1, "rows": 8
    }  # fmt: skip
    (appearance,) = queries.appearances_of(county.cases("P01"))
    assert appearance.numbers == ["26CR451208", "26CR451231", "26IF700112"] and appearance.rooms == ["001A"]
    assert (appearance.first.on, appearance.first.time) == (date(2026, 12, 14), time(9))
    (hucks,) = county.cases("P03")
    assert (hucks.when, hucks.on, hucks.time) == ("week", date(2026, 12, 7), None)
    (purdie,) = county.cases("P06")
    assert (purdie.when, purdie.time, purdie.room) == ("drop_in", None, "ADMN")
    assert "8:00 AM to 4:00 PM" in presenters.when_text(purdie, presenters.rooms_of(county.program))
    (carver,) = county.cases("P08")
    assert (carver.on, carver.time) == (date(2026, 11, 16), time(14))
    past = queries.appearances_around(county.program, county.user.pk, TODAY).past
    assert [each.person for each in past] == [county.people["P08"]]
    assert county.cases("P05") and not county.cases("P04")
    assert not UploadedTable.objects.filter(batch=batch).exists()
    assert AuditEvent.objects.filter(action="court_file.imported").exists()


def test_no_one_is_linked_without_an_answer_or_to_someone_not_shown(county):
    batch = county.read(file_content("court_calendar.csv"))
    answers = {each.key: None for each in county.questions(batch)}
    key = next(iter(answers))
    for wrong in ({}, {**answers, key: county.people["P14"].public_id}):
        with pytest.raises(Refused):
            services.import_file(actor=county.actor, batch=batch, answers=wrong, at=TODAY)
    assert not CourtCase.objects.exists()
    services.import_file(actor=county.actor, batch=batch, answers=answers, at=TODAY)
    assert not CourtCase.objects.exists() and DifferentPerson.objects.count() >= 5
    again = county.read([f"{WHITCOMB},12/14/2026,001A,AM,26CR1,"])
    assert county.questions(again) == []


def test_the_same_calendar_again_adds_nothing_and_a_short_one_loses_nothing(county):
    rows = [f"{WHITCOMB},12/14/2026,001A,AM,26CR{number}," for number in "123"]
    county.load(rows)
    with pytest.raises(Refused, match="already imported"):
        county.load(rows)
    assert county.load([*rows, ""]).counts["unchanged"] == 3
    assert county.load(rows[:1]).counts["unchanged"] == 1
    assert [each.on for each in county.cases("P01")] == [date(2026, 12, 14)] * 3


def test_a_continued_case_moves_and_one_case_with_two_dates_keeps_both(county):
    county.load([f"{WHITCOMB},12/14/2026,001A,AM,26CR1,", f"{WHITCOMB},12/14/2026,001A,AM,26CR2,"])
    batch = county.load([f"{WHITCOMB},01/11/2027,002B,PM,26CR1,", f"{WHITCOMB},02/01/2027,002B,AM,26CR1,"])
    assert (batch.counts["changed"], batch.counts["added"]) == (1, 1)
    dates = {(each.number, each.on, each.time) for each in county.cases("P01")}
    assert dates == {
        ("26CR1", date(2027, 1, 11), time(14)),
        ("26CR1", date(2027, 2, 1), time(9)),
        ("26CR2", date(2026, 12, 14), time(9)),
    }
    assert county.load([f"{WHITCOMB},01/11/2027,003C,PM,26CR1,"]).counts["changed"] == 1
    assert "003C" in {each.room for each in county.cases("P01")}


def test_what_someone_recorded_after_court_is_not_turned_back_by_an_old_calendar(county):
    county.load([f"{WHITCOMB},12/14/2026,001A,AM,26CR1,"])
    (case,) = county.cases("P01")
    change_court_cases(actor=county.actor, cases=[case], what="no_date", court_input=None, at=TODAY)
    later = TODAY + timedelta(days=16)
    rows = [f"{WHITCOMB},12/14/2026,001A,AM,26CR1,", f"{WHITCOMB},12/01/2026,001A,AM,26CR1,"]
    assert county.load(rows, later).counts["unchanged"] == 2
    (case,) = county.cases("P01")
    assert case.when == "no_date"
    change_court_cases(actor=county.actor, cases=[case], what="closed", court_input=None, at=later)
    assert county.load([*rows, ""], later).counts["unchanged"] == 2
    assert county.load([f"{WHITCOMB},02/01/2027,001A,AM,26CR1,"], later).counts["added"] == 1


def test_an_undo_keeps_what_someone_worked_with_and_the_file_can_be_imported_again(county):  # C-F39
    county.load([f"{WHITCOMB},12/14/2026,001A,AM,26CR1,", f"{WHITCOMB},12/14/2026,001A,AM,26CR9,"])
    rows = [f"{WHITCOMB},01/11/2027,001A,AM,26CR{number}," for number in "1239"]
    batch = county.load(rows)
    assert (batch.counts["changed"], batch.counts["added"]) == (2, 2)
    by_number = {each.number: each for each in county.cases("P01")}
    record_reminder(actor=county.actor, case=by_number["26CR2"], at=TODAY)
    # A reminder is for the whole morning, so all four were worked with; a change then frees none of them.
    CourtCaseEvent.objects.filter(what="reminded", case__number__in=("26CR1", "26CR3")).delete()
    for _time in range(2):
        batch = services.undo_file(actor=county.actor, batch=batch, at=TODAY)
    assert batch.undo_counts == {"undone": 2, "kept": 2}
    dates = {each.number: each.on for each in county.cases("P01")}
    assert dates == {
        "26CR1": date(2026, 12, 14),
        "26CR2": date(2027, 1, 11),
        "26CR9": date(2027, 1, 11),
    }
    assert county.load(rows).counts == {
        "added": 1, "changed": 1, "unchanged": 2, "refused": 0, "dropped": 0, "rows": 4
    }  # fmt: skip


def test_whoever_wasnt_chosen_isnt_asked_about_again(county):
    rows = ['District,"CARVER,DWIGHT,ALAN",12/05/1972,12/14/2026,001A,AM,26CR7,']
    (asked,) = county.questions(county.read(rows))
    assert len(asked.match.candidates) == 2
    county.load(rows, Carver="P07")
    assert [each.person for each in DifferentPerson.objects.all()] == [county.people["P08"]]


def test_an_undo_takes_none_of_them_back_so_that_the_right_answer_can_be_given(county):
    rows = [f"{WHITCOMB},12/14/2026,001A,AM,26CR1,"]
    batch = county.load(rows, Whitcomb=None)
    assert not county.cases("P01") and not county.questions(county.read(rows))
    # What someone else judged at another time stays.
    kept = DifferentPerson.objects.create(
        program=county.program, person=county.people["P02"], person_print="x", judged_at=TODAY, judged_by_id=0
    )
    services.undo_file(actor=county.actor, batch=batch, at=TODAY + timedelta(hours=1))
    assert list(DifferentPerson.objects.all()) == [kept]
    county.load(rows)
    assert len(county.cases("P01")) == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("District,,03/14/1988,12/14/2026,001A,AM,26CR1,", "names no one"),
        (f"{WHITCOMB},12/14/2026,001A,AM,2.6E+11,", "spreadsheet"),
        (f"{WHITCOMB},12/14/2026,001A,AM,,", "no case number"),
        (f"{WHITCOMB},soon,001A,AM,26CR1,", "can't be read"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_with_its_reason(county, row, reason):
    file = files.calendar_in(county.read([row, f"{WHITCOMB},12/14/2026,001A,AM,26CR2,"]), TODAY)
    assert len(file.cases) == 1 and [reason in each.reason for each in file.refused] == [True]


def test_a_session_has_a_time_only_as_the_court_says_it():
    on = date(2026, 12, 16)
    assert read_when("superior", on, "9:30 AM", None) == ("week", date(2026, 12, 14), None)
    assert read_when("district", on, "AM", Room(True, time(8))) == ("drop_in", on, None)
    assert read_when("other", on, "PM", None) == ("time", on, time(14))
    morning, afternoon = Room(False, time(8, 30)), Room(False, time(13, 30))
    assert [read_session(each, morning) for each in ("AM", "PM", "10:15 AM", "")] == [
        time(8, 30), time(14), time(10, 15), time(8, 30)
    ]  # fmt: skip
    assert read_session("PM", afternoon) == time(13, 30) and read_session("AM", afternoon) == time(9)
    assert Reading("America/New_York", {}, on).rooms == {}


def test_only_the_care_team_reads_a_calendar(county):
    batch = county.read([f"{WHITCOMB},12/14/2026,001A,AM,26CR1,"])
    for actor in (
        make_actor(county.program, "officer"),
        make_actor(county.program, "crime_analyst"),
        make_actor(make_program(), "case_manager"),
    ):
        with pytest.raises(Refused):
            services.undo_file(actor=actor, batch=batch, at=TODAY)
        with pytest.raises(Refused):
            services.import_file(actor=actor, batch=batch, answers={}, at=TODAY)


def test_the_pages_lead_from_the_file_to_the_records_and_back(county, client, clock):
    clock.at = TODAY
    client.force_login(county.user)
    slug = county.program.slug
    start = reverse("court_files:start", args=[slug])
    assert "No files yet" in client.get(start).content.decode()
    unnumbered = f"{WHITCOMB},12/14/2026,001A,AM,,\n".encode()
    content = file_content("court_calendar.csv").rstrip() + b"\n" + unnumbered
    file = SimpleUploadedFile("calendar.csv", content, content_type="text/csv")
    shown = client.post(start, {"source_name": "Court", "upload": file}, follow=True)
    columns_url = shown.redirect_chain[-1][0]
    headings = file_content("court_calendar.csv").decode().splitlines()[0].split(",")
    html = client.post(columns_url, suggest_columns(SHAPE, headings), follow=True).content.decode()
    assert "Rows read: 9" in html and "5 people may be participants" in html and "HARTSELL" not in html
    batch = ImportBatch.objects.get()
    here = reverse("court_files:file", args=[slug, batch.public_id])
    answers = {each.key: str(each.match.candidates[0].public_id) for each in county.questions(batch)}
    unanswered = dict(list(answers.items())[:-1])
    assert "Choose one of the people shown" in client.post(here, unanswered).content.decode()
    html = client.post(here, answers, follow=True).content.decode()
    assert "New: 7. Moved: 0. As before: 0. Not participants: 1. Rows not taken: 1." in html
    assert "Line 10: " in html and not any(map(any, uploaded_table(batch).rows))
    assert client.get(columns_url).status_code == 404
    assert "Imported" in client.get(start).content.decode()
    html = client.post(here, {"do": "undo"}, follow=True).content.decode()
    assert "The import was undone" in html and not CourtCase.objects.exists()
    shown = AuditEvent.objects.filter(action="court_file.shown").first()
    assert str(county.people["P01"].public_id) in shown.details["people"]
    unread = services.read_file(
        actor=county.actor, program=county.program, source_name="Other", content=b"a,b\n1,2\n", at=TODAY
    )
    html = client.get(reverse("court_files:file", args=[slug, unread.public_id])).content.decode()
    assert "No court date in this file can be read" in html
