"""Exports of charges against a roster, from the file to the record, and back (C-F27, C-F28, C-F36, C-F39)."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta

import pytest

from handoff.access.roles import RoleName
from handoff.charges.models import DifferentPerson, NewCharge, NewChargeChange, SourceCharge
from handoff.core.refusals import Refused
from handoff.notifications.models import Notice
from handoff.programs.models import Program
from handoff.spreadsheets.queries import batches_of, chosen_columns, uploaded_table
from handoff.spreadsheets.rules.mapping import suggest_columns
from handoff.staffing.imports import services
from handoff.staffing.imports.policies import check_can_open_file
from handoff.staffing.imports.readers.columns import SHAPE
from handoff.staffing.imports.services import importing
from handoff.staffing.models import ChargeReport
from handoff.staffing.reports.queries import match_report, waiting_reports
from handoff.staffing.reports.services import settle_report, take_back_none
from handoff.staffing.services import decide_new_charge
from handoff.testing.programs import actor_of, make_agency, make_member, make_program
from handoff.testing.roster import enroll_roster, file_content
from handoff.testing.staffing import sign_release

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 15, tzinfo=UTC)
WEEK_LATER = NOW + timedelta(days=8)
FIRST, AGAIN = "charges_b_records_system.csv", "charges_b_records_system_reexport.csv"


class County:
    """A program with the roster, an analyst, the team and the DA's office."""

    def __init__(self) -> None:
        self.program: Program = make_program()
        self.people = enroll_roster(self.program)
        self.refs = {person.pk: ref for ref, person in self.people.items()}
        self.users = {
            role: make_member(self.program, role)
            for role in (RoleName.CRIME_ANALYST, RoleName.CASE_MANAGER, RoleName.DISTRICT_ATTORNEY)
        }
        self.da = make_agency(self.program, "district_attorney")

    def actor(self, role: RoleName = RoleName.CRIME_ANALYST):
        return actor_of(self.users[role], self.program)

    @property
    def worker(self):
        return self.actor(RoleName.CASE_MANAGER)

    def read(self, name, at=NOW, content=b"", source="Alder PD"):
        content = content or file_content(name)
        batch = services.read_file(
            actor=self.actor(), program=self.program, source_name=source, content=content, at=at
        )
        headings = services.table_in(content).headings
        columns = suggest_columns(SHAPE, headings)
        services.choose_columns(actor=self.actor(), batch=batch, columns=columns, at=at)
        return batch

    def take(self, name, at=NOW, content=b""):
        return services.import_file(actor=self.actor(), batch=self.read(name, at, content), at=at)

    def undo(self, batch, at=WEEK_LATER):
        return services.undo_file(actor=self.actor(), batch=batch, at=at)

    def confirm_all(self, at=NOW):
        ids = [each.report.public_id for each in services.likely_matches(self.program)]
        return services.confirm_matches(actor=self.worker, program=self.program, report_ids=ids, at=at)

    def waiting(self):
        """The last name of each waiting report with the participants shown beside it."""
        return {
            (each.last_name, each.title): [self.refs[one.person_id] for one in match_report(each).candidates]
            for each in waiting_reports(self.program)
        }

    def settle(self, last_name, ref, at=NOW):
        report = waiting_reports(self.program).filter(last_name=last_name).first()
        person = self.people[ref] if ref else None
        return settle_report(actor=self.worker, report=report, person=person, at=at)

    def charges(self, ref):
        return list(NewCharge.objects.filter(person=self.people[ref], entered_in_error_at__isnull=True))


@pytest.fixture(scope="module")
def built(build_once):
    return build_once(County)


@pytest.fixture
def county(built, db):
    return deepcopy(built)


def test_a_town_log_without_birth_dates_matches_no_one_by_itself(county):  # C-F27
    batch = county.take("charges_a_town_log.csv")
    assert batch.counts == {"added": 10, "changed": 0, "unchanged": 0, "review": 0, "refused": 2}
    assert services.likely_matches(county.program) == []
    waiting = county.waiting()
    assert len(waiting) == 9 and {last for last, _title in waiting} == {
        "WHITCOMB", "NUÑEZ OBREGON", "LOCKLEAR", "CARVER", "ONEAL", "MCKOY",
    }  # fmt: skip
    first = {last: refs for (last, _title), refs in waiting.items()}
    assert first["WHITCOMB"] == ["P01"] and first["NUÑEZ OBREGON"] == ["P02"]
    assert first["LOCKLEAR"] == ["P05", "P04"] and first["CARVER"] == ["P08", "P07"]
    assert first["ONEAL"] == ["P13"] and first["MCKOY"] == ["P12"]
    again = county.read("charges_a_town_log.csv", WEEK_LATER)
    plan = plan_of(county, again, WEEK_LATER)
    assert plan == {"unchanged": 10}


def plan_of(county, batch, at):
    known = {each.identity: each for each in SourceCharge.objects.all()}
    plan = services.plan_charges(county.program, services.charges_in(batch, at).charges, known)
    outcomes = [each.outcome.value for each in plan.values()]
    return {outcome: outcomes.count(outcome) for outcome in set(outcomes)}


def test_a_records_system_fills_the_buckets_and_drops_who_is_no_participant(county):
    batch = county.take(FIRST)
    assert batch.counts == {"added": 15, "changed": 0, "unchanged": 0, "review": 0, "refused": 2}
    matched = [county.refs[each.candidate.person_id] for each in services.likely_matches(county.program)]
    assert {"P01", "P03", "P12", "P04", "P05", "P14"} <= set(matched) and matched.count("P01") == 2
    waiting = county.waiting()
    assert len(waiting) == 13 and not {"HARTSELL", "QUICK", "FAISON"} & {last for last, _title in waiting}
    first = {last: refs for (last, _title), refs in waiting.items()}
    assert first["CARVER"] == ["P08", "P07"] and first["BATTS"] == ["P11"]
    assert "P11" not in matched
    assert SourceCharge.objects.filter(state="dropped").count() == 2
    kept = uploaded_table(batch)
    assert len(kept.rows) == 2 and not any(map(any, kept.rows)), "lines and reasons stay, and no cell"
    # One notice a person for the whole file, and none before anyone has compared.
    assert list(Notice.objects.values_list("kind", flat=True)) == ["charge_to_compare"]


def test_likely_matches_are_confirmed_together_and_alert_as_a_typed_charge_does(county):
    sign_release(county.people["P03"], county.da)
    county.take(FIRST)
    county.confirm_all()
    hucks = county.charges("P03")
    assert sorted(each.counts for each in hucks) == [1, 2]
    assert {each.recorded_by_id for each in hucks} == {county.users[RoleName.CRIME_ANALYST].pk}
    alerted = Notice.objects.filter(kind="new_charge")
    da = alerted.filter(recipient_user_id=county.users[RoleName.DISTRICT_ATTORNEY].pk)
    assert da.count() == 2 and alerted.count() > da.count()
    assert county.charges("P04")[0].how == "warrant"
    again = services.confirm_matches(actor=county.worker, program=county.program, report_ids=[], at=NOW)
    assert again == []
    report = waiting_reports(county.program).first()
    with pytest.raises(Refused, match="Only the care team"):
        settle_report(actor=county.actor(), report=report, person=None, at=NOW)


def test_a_corrected_export_amends_moves_no_one_silently_and_dismisses_nothing(county):  # C-F28
    sign_release(county.people["P03"], county.da)
    county.take(FIRST)
    county.confirm_all()
    county.settle("BATTS", "P11")
    meth = next(each for each in county.charges("P03") if each.counts == 2)
    decide_new_charge(
        actor=county.actor(RoleName.DISTRICT_ATTORNEY), charge=meth, outcome="dismiss", reason="", at=NOW
    )
    Notice.objects.all().delete()
    alerted = {"new_charge", "charge_entered_in_error"}
    batch = county.take(AGAIN, WEEK_LATER)
    assert batch.counts == {"added": 3, "changed": 5, "unchanged": 10, "review": 0, "refused": 1}
    meth.refresh_from_db()
    assert (meth.counts, meth.decisions.count()) == (1, 1)
    assert meth.changes.get().what == "amended" and meth.changes.get().former["counts"] == 2
    times = {each.occurred_at.minute for each in county.charges("P01")}
    assert times == {45} and {
        each.what for each in NewChargeChange.objects.filter(charge__person=county.people["P01"])
    } == {"corrected"}
    kinds = set(Notice.objects.values_list("kind", flat=True))
    assert kinds == {"charge_amended", "charge_to_compare"} | (kinds & alerted)
    assert Notice.objects.filter(
        kind="charge_amended", recipient_user_id=county.users[RoleName.DISTRICT_ATTORNEY].pk
    ).exists()
    assert county.charges("P05") == [] and len(county.charges("P11")) == 1
    wrong = NewCharge.objects.get(person=county.people["P05"])
    assert wrong.entered_in_error_at == WEEK_LATER and wrong.changes.get().what == "entered_in_error"
    # The other one is asked about, never linked with the rest.
    report = ChargeReport.objects.get(is_correction=True)
    assert county.refs[match_report(report).candidates[0].person_id] == "P04"
    assert report.public_id not in {each.report.public_id for each in services.likely_matches(county.program)}
    assert len(county.charges("P04")) == 1
    third = county.read(AGAIN, WEEK_LATER)
    assert plan_of(county, third, WEEK_LATER) == {"unchanged": 18}
    with pytest.raises(Refused, match="already imported"):
        services.import_file(actor=county.actor(), batch=third, at=WEEK_LATER)


def test_those_alerted_hear_that_a_charge_was_entered_in_error(county):
    county.take(FIRST)
    county.confirm_all()
    county.take(AGAIN, WEEK_LATER)
    notices = Notice.objects.filter(kind="charge_entered_in_error")
    assert {each.recipient_user_id for each in notices} == {county.users[RoleName.CASE_MANAGER].pk}


def test_ages_alone_order_the_people_shown_and_a_new_age_is_the_same_charge(county):  # C-F30
    county.take("charges_c_portal.csv", WEEK_LATER + timedelta(days=1))
    first = {}
    for each in waiting_reports(county.program):
        first[each.last_name, each.age] = [
            county.refs[one.person_id] for one in match_report(each).candidates
        ]
    assert first["TEAGUE", 27] == ["P10"] and first["TRUONG", 43] == ["P09"]
    assert first["CARVER", 53] == ["P07", "P08"] and first["CARVER", 30] == ["P08", "P07"]
    assert services.likely_matches(county.program) == [] and ChargeReport.objects.count() == 5
    older = file_content("charges_c_portal.csv").replace(b",27,ALDER", b",28,ALDER")
    batch = county.read("", WEEK_LATER + timedelta(days=2), older)
    assert plan_of(county, batch, WEEK_LATER + timedelta(days=2)) == {"unchanged": 6}


def test_not_the_same_is_remembered_by_a_fingerprint_and_asked_again_only_if_the_row_changes(county):  # C-F36
    row = (
        "case_id,lastname,firstname,dob,date_arr,chrgdesc\n{},LOCKLEAR,{} RAY,01/09/1985,11/19/2026,LARCENY\n"
    )
    county.take("", content=row.format("1", "ANTONIO").encode())
    county.settle("LOCKLEAR", None)
    assert not waiting_reports(county.program) and DifferentPerson.objects.count() >= 1
    kept = repr(list(SourceCharge.objects.values())) + repr(list(DifferentPerson.objects.values()))
    assert "locklear" not in kept.lower() and "1985" not in kept
    # Another arrest of the same man isn't asked about; a corrected row is, with what was judged before.
    county.take("", WEEK_LATER, row.format("2", "ANTONIO").encode())
    assert not waiting_reports(county.program)
    county.take("", WEEK_LATER, row.format("1", "ANTHONY").encode())
    report = ChargeReport.objects.get()
    assert report.source_charge.judged_at == NOW


def test_none_of_them_is_undone_for_the_whole_answer_and_is_forgotten(county):
    county.take("charges_c_portal.csv", WEEK_LATER + timedelta(days=1))
    later = WEEK_LATER + timedelta(days=1, hours=1)
    county.settle("CARVER", None, later)
    county.settle("TEAGUE", None, later)
    assert {each.last_name for each in waiting_reports(county.program)} == {"TRUONG"}
    dropped = ChargeReport.objects.filter(last_name="TEAGUE")[0]
    take_back_none(actor=county.worker, program=county.program, public_id=str(dropped.public_id), at=later)
    waiting = waiting_reports(county.program).filter(last_name="TEAGUE")
    assert [county.refs[each.person_id] for each in match_report(waiting[0]).candidates] == ["P10"]
    assert len(waiting) == 2 and {each.source_charge.state for each in waiting} == {"waiting"}
    # The other answer of the same minute stands.
    assert DifferentPerson.objects.exists() and len(waiting_reports(county.program)) == 3


def test_a_row_that_waits_takes_the_sources_correction_and_a_second_source_links_the_same_charge(county):
    county.take("", content=one_row(firstname="JOLENE", dob="07/03/1991").encode())
    assert ChargeReport.objects.get().date_of_birth.day == 3
    corrected = county.take("", WEEK_LATER, one_row(firstname="JOLENE", dob="07/30/1991").encode())
    assert corrected.counts["changed"] == 1 and ChargeReport.objects.get().date_of_birth.day == 30
    county.confirm_all(WEEK_LATER)
    charge = county.charges("P03")[0]
    other = services.read_file(
        actor=county.actor(),
        program=county.program,
        source_name="County jail",
        content=one_row(firstname="JOLENE", dob="1991-07-30").encode(),
        at=WEEK_LATER,
    )
    columns = suggest_columns(SHAPE, ("case_id", "lastname", "firstname", "dob", "date_arr", "chrgdesc"))
    services.choose_columns(actor=county.actor(), batch=other, columns=columns, at=WEEK_LATER)
    services.import_file(actor=county.actor(), batch=other, at=WEEK_LATER)
    county.confirm_all(WEEK_LATER)
    assert county.charges("P03") == [charge] and charge.sources.count() == 2
    # One source takes its word back; the other still says so, and the charge stays.
    county.take("", WEEK_LATER + timedelta(days=1), one_row(firstname="ODETTE", dob="03/03/1960").encode())
    assert county.charges("P03") == [charge] and charge.sources.count() == 1


def test_each_source_is_compared_and_undone_by_itself(county):
    """Two sources name one person: what is said of one leaves the other, and a charge stays while one says so."""
    content = one_row(firstname="JOLENE", dob="07/03/1991").encode()
    first = county.take("", content=content)
    jail = county.read("", WEEK_LATER, content + b"\n", source="County jail")
    services.import_file(actor=county.actor(), batch=jail, at=WEEK_LATER)
    assert ChargeReport.objects.count() == 2
    for source in ("Alder PD", "County jail"):
        report = ChargeReport.objects.get(source_charge__source_name=source)
        settle_report(actor=county.worker, report=report, person=county.people["P03"], at=WEEK_LATER)
    [charge] = county.charges("P03")
    assert charge.sources.count() == 2
    county.undo(first)
    assert county.charges("P03") == [charge] and charge.sources.count() == 1


def one_row(firstname, dob, lastname="HUCKS"):
    row = f"7,{lastname},{firstname},{dob},11/19/2026,LARCENY"
    return f"case_id,lastname,firstname,dob,date_arr,chrgdesc\n{row}\n"


def test_a_charge_that_the_source_gives_to_no_participant_leaves_the_record_and_asks_no_one(county):  # C-F28
    county.take("", NOW, one_row("JOLENE", "07/30/1991").encode())
    county.confirm_all()
    [charge] = county.charges("P03")
    county.take("", WEEK_LATER, one_row("ZEBULON", "01/02/1950", "QUIMBY").encode())
    charge.refresh_from_db()
    assert charge.entered_in_error_at == WEEK_LATER and not waiting_reports(county.program)


def test_a_corrected_name_of_no_participant_still_asks_no_one(county):
    for at, name in ((NOW, "QUIMBY"), (WEEK_LATER, "QUIMBEY")):
        county.take("", at, one_row("ZEBULON", "01/02/1950", name).encode())
    assert not waiting_reports(county.program) and not NewCharge.objects.exists()


def test_a_second_file_in_one_call_is_read_by_the_columns_of_the_first(county):
    sent = [
        services.send_content(
            actor=county.actor(),
            program=county.program,
            source_name="Alder PD",
            content=file_content(name),
            at=at,
        )
        for name, at in ((FIRST, NOW), (AGAIN, WEEK_LATER))
    ]
    assert (sent[1]["unchanged"], sent[1]["changed"], sent[1]["refused"]) == (10, 5, 1)


def test_a_file_of_another_program_is_not_opened(county):
    other = make_member(make_program(), RoleName.CRIME_ANALYST)
    batch = county.read(FIRST)
    with pytest.raises(Refused, match="another program"):
        check_can_open_file(actor_of(other, other.memberships.get().program), batch)


def test_a_thousand_charges_with_misspelt_names_their_correction_and_their_undo(county):
    """Each participant is charged about fifty times; one name in twenty is misspelt, and corrected a week later."""
    people = [person for person in county.people.values() if person.middle_name and not person.suffix]
    heads = "case_id,booking_number,lastname,firstname,middlename,dob,date_arr,arr_type,chrgdesc"

    def rows(*, misspelt):
        for number in range(1_000):
            person = people[number % len(people)]
            last = person.last_name[1:] if misspelt and number % 20 == 0 else person.last_name
            named = f"{last},{person.first_name},{person.middle_name},{person.date_of_birth}"
            yield f"26-{number},{number},{named},2026-11-19,O,SHOPLIFTING"

    def file(**how):
        return "\n".join([heads, *rows(**how)]).encode()

    county.take("", content=file(misspelt=True))
    certain = len(services.likely_matches(county.program))
    assert certain + 50 >= ChargeReport.objects.count() >= certain >= 900
    corrected = county.take("", WEEK_LATER, file(misspelt=False))
    assert corrected.counts["changed"] == 50 and corrected.counts["unchanged"] == 950
    assert len(services.likely_matches(county.program)) == ChargeReport.objects.count() == 1_000
    some = [each.report.public_id for each in services.likely_matches(county.program)[:40]]
    services.confirm_matches(actor=county.worker, program=county.program, report_ids=some, at=WEEK_LATER)
    later = WEEK_LATER + timedelta(hours=1)
    county.undo(corrected, later)
    first = batches_of(county.program.pk, SHAPE.kind).last()
    assert county.undo(first, later).undo_counts == {"undone": 1_000, "kept": 0}
    assert not ChargeReport.objects.exists() and not SourceCharge.objects.exists()
    assert not NewCharge.objects.filter(entered_in_error_at__isnull=True).exists()


def test_what_changes_while_a_file_is_matched_is_read_again(monkeypatch, county):
    """Another analyst takes a column out and imports the same source's charges before this one writes."""
    headings = b"case_id,lastname,firstname,dob,date_arr,chrgdesc,note\n"
    row = b"7,HUCKS,JOLENE,07/30/1991,11/19/2026,LARCENY,"
    first, second = (county.read("", content=headings + row + note) for note in (b"AFFRAY\n", b"\n"))
    prepare = importing.prepare

    def prepare_slowly(writing):
        found = prepare(writing)
        monkeypatch.setattr(importing, "prepare", prepare)
        services.import_file(actor=county.actor(), batch=second, at=NOW)
        columns = {name: column for name, column in chosen_columns(first).items() if name != "first"}
        services.choose_columns(actor=county.actor(), batch=first, columns=columns, at=NOW)
        return found

    monkeypatch.setattr(importing, "prepare", prepare_slowly)
    services.import_file(actor=county.actor(), batch=first, at=NOW)
    first.refresh_from_db()
    assert (first.counts["added"], first.counts["changed"]) == (0, 1)
    assert SourceCharge.objects.count() == 1
