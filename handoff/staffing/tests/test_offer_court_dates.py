"""A court date beside a charge in a file is offered to whoever links the charge, never written silently (J1, J4)."""

from copy import deepcopy
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from handoff.access.roles import RoleName
from handoff.casework.court.inputs import CourtInput
from handoff.casework.court.services import add_court_case, change_court_cases
from handoff.casework.models import CourtCase
from handoff.core.refusals import Refused
from handoff.spreadsheets.rules.mapping import suggest_columns
from handoff.staffing.court_files import services as court_files
from handoff.staffing.court_files.queries import calendar_in, questions_of
from handoff.staffing.court_files.readers.columns import SHAPE as CALENDAR
from handoff.staffing.imports import services
from handoff.staffing.imports.readers.charges import read_court_date
from handoff.staffing.reports.queries import offered_court_date, waiting_reports
from handoff.staffing.reports.services import add_court_date, settle_report
from handoff.staffing.services import record_recommendation
from handoff.staffing.tests.test_import_charges import NOW, WEEK_LATER, County

pytestmark = pytest.mark.django_db
HEADINGS = "case_id,lastname,firstname,dob,date_arr,chrgdesc,court_date,court_name\n"
LATER = WEEK_LATER + timedelta(days=1)


@pytest.fixture(scope="module")
def built(build_once):
    return build_once(County)


@pytest.fixture
def county(built, db):
    return deepcopy(built)


def export(*rows):
    return (HEADINGS + "".join(f"{row}\n" for row in rows)).encode()


def hucks(number="7", charge="LARCENY", court="2026-12-14 09:00,DISTRICT COURT", born="07/30/1991"):
    return f"{number},HUCKS,JOLENE,{born},11/19/2026,{charge},{court}"


def confirm(county, **answers):
    ids = [each.report.public_id for each in services.likely_matches(county.program)]
    return services.confirm_matches(
        actor=county.worker, program=county.program, report_ids=ids, at=NOW, **answers
    )


def dates(county, ref="P03"):
    return [(each.court, each.when, str(each.on), str(each.time)) for each in cases(county, ref)]


def cases(county, ref="P03"):
    return list(CourtCase.objects.filter(person=county.people[ref]).order_by("on"))


def test_the_portals_dates_are_offered_as_the_right_reading_says(county):
    county.take("charges_c_portal.csv", LATER)
    offered = {
        (each.last_name, each.age): offered_court_date(each, LATER)
        for each in waiting_reports(county.program)
    }
    said = {
        key: (f"{found.on} {found.starts}", found.court) if found else None for key, found in offered.items()
    }
    assert said == {
        ("TEAGUE", 27): ("2026-12-14 09:00:00", "district"),
        ("CARVER", 53): ("2026-12-16 09:00:00", "district"),
        ("CARVER", 30): ("2027-01-04 09:00:00", "district"),
        ("TRUONG", 43): None,
    }
    # Two charges of one arrest are settled together, and are one date.
    report = waiting_reports(county.program).filter(last_name="TEAGUE")[0]
    person = county.people["P10"]
    settle_report(actor=county.worker, report=report, person=person, at=LATER, with_court_dates=True)
    assert dates(county, "P10") == [("district", "time", "2026-12-14", "09:00:00")]
    assert len(county.charges("P10")) == 2


def test_no_date_is_written_unasked_and_the_same_date_twice_adds_nothing(county):
    county.take("", content=export(hucks()))
    confirm(county)
    assert cases(county) == [] and len(county.charges("P03")) == 1
    county.take("", content=export(hucks("8", "TRESPASS"), hucks("9", "AFFRAY", "2026-12-14 09:30,District")))
    confirm(county, with_court_dates=True)
    assert dates(county) == [("district", "time", "2026-12-14", "09:00:00")]
    # One that someone has moved on from doesn't come back.
    change_court_cases(
        actor=county.worker,
        cases=cases(county),
        what="no_date",
        court_input=None,
        at=NOW + timedelta(hours=1),
    )
    county.take("", content=export(hucks("10", "LITTERING")))
    confirm(county, with_court_dates=True)
    assert [each[1] for each in dates(county)] == ["no_date"]


def test_what_the_court_left_open_and_what_has_passed_is_not_offered_as_a_time(county):
    zone = "America/New_York"
    county.take("", content=export(hucks(court="2026-12-16 09:00,SUPERIOR COURT")))
    confirm(county, with_court_dates=True)
    assert dates(county) == [("superior", "week", "2026-12-14", "None")]
    county.take("", content=export(hucks("8", "AFFRAY", "2026-11-25 09:00,DISTRICT")))
    assert offered_court_date(waiting_reports(county.program).get(), NOW) is None
    assert (
        read_court_date("2026-12-14 00:00:00", zone) is None and read_court_date("12/14/2026", zone) is None
    )
    noon = read_court_date("12/14/2026 2:00 PM", zone)
    assert noon is not None and noon.astimezone(ZoneInfo(zone)).hour == 14


def test_a_charge_that_waits_is_offered_with_the_newest_date(county):
    county.take("", content=export(hucks(born="")))
    county.take("", WEEK_LATER, export(hucks(born="", court="2026-12-21 14:00,DISTRICT")))
    assert str(offered_court_date(waiting_reports(county.program).get(), WEEK_LATER).on) == "2026-12-21"


def test_an_undo_takes_the_date_off_and_keeps_what_someone_worked_with(county):
    batch = county.take("", content=export(hucks()))
    confirm(county, with_court_dates=True)
    county.undo(batch)
    assert cases(county) == []
    batch = county.take("", WEEK_LATER, export(hucks()))
    [charge] = confirm(county, with_court_dates=True)
    record_recommendation(actor=county.worker, charge=charge, advice="dismiss", comment="", at=WEEK_LATER)
    county.undo(batch, LATER)
    assert county.charges("P03") == [charge] and len(cases(county)) == 1


def test_an_undo_keeps_a_date_that_was_moved_since(county):
    batch = county.take("", content=export(hucks()))
    confirm(county, with_court_dates=True)
    change_court_cases(
        actor=county.worker,
        cases=cases(county),
        what="no_date",
        court_input=None,
        at=NOW + timedelta(hours=1),
    )
    county.undo(batch)
    assert len(cases(county)) == 1 and county.charges("P03") == []


def test_a_charge_that_was_someone_elses_takes_its_date_along_and_an_undo_gives_it_back(county):
    first = county.take("", content=export(hucks()))
    confirm(county, with_court_dates=True)
    again = county.take(
        "", WEEK_LATER, export("7,QUIMBY,ODETTE,03/03/1960,11/19/2026,LARCENY,2026-12-14 09:00,DISTRICT")
    )
    assert county.charges("P03") == [] and cases(county) == []
    # The undo of a wrong correction puts both back, by the worker who added the date; the first file's undo finds it.
    county.undo(again, LATER)
    assert len(county.charges("P03")) == 1
    assert dates(county) == [("district", "time", "2026-12-14", "09:00:00")]
    assert cases(county)[0].added_by_id == county.worker.user_id
    county.undo(first, LATER)
    assert cases(county) == []


def test_a_date_that_a_worker_wrote_again_meanwhile_is_not_put_back_beside_it(county):
    county.take("", content=export(hucks()))
    confirm(county, with_court_dates=True)
    again = county.take(
        "", WEEK_LATER, export("7,QUIMBY,ODETTE,03/03/1960,11/19/2026,LARCENY,2026-12-14 09:00,DISTRICT")
    )
    written = add_court_case(
        actor=county.worker,
        person=county.people["P03"],
        number="",
        court_input=CourtInput("district", "time", date(2026, 12, 14), time(9)),
        key="by-hand",
        at=WEEK_LATER,
    )
    county.undo(again, LATER)
    assert cases(county) == [written] and len(county.charges("P03")) == 1


def test_a_date_that_was_moved_stays_when_its_charge_goes_to_someone_else(county):
    county.take("", content=export(hucks()))
    confirm(county, with_court_dates=True)
    change_court_cases(
        actor=county.worker,
        cases=cases(county),
        what="no_date",
        court_input=None,
        at=NOW + timedelta(hours=1),
    )
    county.take(
        "", WEEK_LATER, export("7,QUIMBY,ODETTE,03/03/1960,11/19/2026,LARCENY,2026-12-14 09:00,DISTRICT")
    )
    assert county.charges("P03") == [] and [each[1] for each in dates(county)] == ["no_date"]


def test_without_a_date_to_come_none_is_added(county):
    county.take("", content=export(hucks(court=",")))
    [report] = [each.report for each in services.likely_matches(county.program)]
    add_court_date(actor=county.worker, report=report, person=county.people["P03"], at=NOW)
    assert cases(county) == []


def test_the_pages_offer_the_date_and_add_it_only_when_it_is_checked(client, county, clock):
    clock.at = NOW + timedelta(hours=1)
    county.take("", content=export(hucks(), hucks("8", "AFFRAY", ",", born="07/03/1991")))
    client.force_login(county.users[RoleName.CASE_MANAGER])
    likely = reverse("staffing:likely_matches", args=[county.program.slug])
    [match] = services.likely_matches(county.program)
    page = client.get(likely)
    assert "Court date in the file" in page.content.decode()
    sent = {"reports": [str(match.report.public_id)], "court_dates": "on"}
    client.post(likely, sent)
    assert dates(county) == [("district", "time", "2026-12-14", "09:00:00")]
    [other] = waiting_reports(county.program)
    alone = client.get(reverse("staffing:compare", args=[county.program.slug, other.public_id]))
    assert "court_dates" not in alone.context["form"].fields
    county.take("", content=export(hucks("9", "LITTERING", "2026-12-15 09:00,DISTRICT", born="07/03/1991")))
    dated = waiting_reports(county.program).get(incident_number="9")
    path = reverse("staffing:compare", args=[county.program.slug, dated.public_id])
    chosen = {"person": str(county.people["P03"].public_id), "court_dates": "on"}
    assert "court date is on their record" in client.post(path, chosen, follow=True).content.decode()


def test_the_courts_calendar_gives_the_same_case_its_number_and_an_undo_takes_it_off(county):
    county.take("", content=export(hucks()))
    confirm(county, with_court_dates=True)
    calendar = (
        "Court,Defendant,DOB,Court Date,Court Room,Session,Case Number\n"
        'District,"HUCKS,JOLENE,FAYE",07/30/1991,12/14/2026,001A,AM,26CR100001\n'
    )
    worker = county.worker
    batch = court_files.read_file(
        actor=worker, program=county.program, source_name="Court", content=calendar.encode(), at=NOW
    )
    columns = suggest_columns(CALENDAR, calendar.splitlines()[0].split(","))
    court_files.choose_columns(actor=worker, batch=batch, columns=columns, at=NOW)
    [asked] = questions_of(county.program, calendar_in(batch, NOW).cases, NOW)
    answers = {asked.key: county.people["P03"].public_id}
    court_files.import_file(actor=worker, batch=batch, answers=answers, at=NOW + timedelta(hours=1))
    assert [(each.number, each.room) for each in cases(county)] == [("26CR100001", "001A")]
    court_files.undo_file(actor=worker, batch=batch, at=WEEK_LATER)
    assert [(each.number, each.room) for each in cases(county)] == [("", "")]


def test_a_date_of_today_is_offered_and_only_the_care_team_adds_it(county):
    county.take("", content=export(hucks(court="2026-11-30 09:00,DISTRICT")))
    report = waiting_reports(county.program).get()
    assert str(offered_court_date(report, NOW).on) == "2026-11-30"
    with pytest.raises(Refused, match="Only the care team"):
        add_court_date(actor=county.actor(), report=report, person=county.people["P03"], at=NOW)
    assert cases(county) == []
