"""Data quality: each item with its denominator, the list to fix, and findings that someone settled (D4)."""

from copy import deepcopy
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.measures.database.queries import COLUMNS, Reading
from handoff.measures.models import SettledFinding
from handoff.measures.quality import services, views
from handoff.measures.quality.presenters import share
from handoff.measures.quality.queries import read_checked
from handoff.measures.quality.rules import CHECK_BY_KEY, CHECKS, PARTS, State, Tally, Value, tally
from handoff.referrals.models import Pathway
from handoff.testing.casework import make_need
from handoff.testing.enrollment import make_participant, make_referral
from handoff.testing.programs import AT, make_actor, make_member, make_person, make_program
from handoff.testing.sign_in import login_with_second_factor

ENROLLED: dict[str, Value] = {"enrolled_on": date(2026, 7, 20), "status": "active"}
DIVERTED: dict[str, Value] = {
    "pathway": "arrest_diversion",
    "referred_at": datetime(2026, 7, 13, tzinfo=UTC),
    "answer": "accepted",
}


def state(key, **row):
    return CHECK_BY_KEY[key].state(row)


def test_every_check_stands_in_one_part_of_a_large_programs_page():
    assert sorted(key for part in PARTS for key in part.checks) == sorted(each.key for each in CHECKS)


@pytest.mark.parametrize(
    ("key", "row", "expected"),
    [
        # D-F59: an answer that someone chose not to give is not missing.
        ("race", {"race_ethnicity": ("prefers_not",)}, State.DECLINED),
        ("race", {"race_ethnicity": ("white", "black")}, State.KNOWN),
        ("race", {"race_ethnicity": ()}, State.MISSING),
        ("gender", {"gender": "not_asked"}, State.MISSING),
        ("gender", {"gender": "does_not_know"}, State.DECLINED),
        ("birth", {"date_of_birth": None, "age": 40}, State.KNOWN),
        ("officer_time", {**DIVERTED, "officer_minutes": 0}, State.KNOWN),
        ("officer_time", {"pathway": "community"}, State.NOT_APPLICABLE),
        ("charge", {"pathway": "officer_social"}, State.NOT_APPLICABLE),
        ("charge", DIVERTED, State.MISSING),
        ("officer", {**DIVERTED, "referring_officer": "Sandoz"}, State.KNOWN),
        ("criteria", {**DIVERTED, "criteria_not_met": "Age"}, State.KNOWN),
        ("screening", {"answer": "declined"}, State.NOT_APPLICABLE),
        ("decline", {"answer": "declined"}, State.MISSING),
        ("worker", {**ENROLLED, "status": "inactive"}, State.NOT_APPLICABLE),
        ("reach", {**ENROLLED, "places": "Library"}, State.KNOWN),
        ("reach", ENROLLED, State.MISSING),
        ("reach", {}, State.NOT_APPLICABLE),
        # A January 1 is marked, not refused (cedar_mac_1904.xlsx, row 7).
        ("odd_birthday", {"date_of_birth": date(1962, 1, 1)}, State.ODD),
        ("odd_birthday", {"date_of_birth": date(1962, 1, 2)}, State.KNOWN),
        ("odd_birthday", {"date_of_birth": None}, State.NOT_APPLICABLE),
        # D-F35: a birth after the referral, or an age under 10 or over 105.
        ("odd_age", {**DIVERTED, "date_of_birth": date(2026, 7, 14)}, State.ODD),
        ("odd_age", {**DIVERTED, "date_of_birth": date(2016, 7, 13)}, State.KNOWN),
        ("odd_age", {**DIVERTED, "date_of_birth": date(2016, 7, 14)}, State.ODD),
        ("odd_age", {**DIVERTED, "date_of_birth": date(1920, 7, 13)}, State.ODD),
        ("odd_name", {"first_name": "Jane", "last_name": "Doe"}, State.ODD),
        ("odd_name", {"first_name": "Robert", "last_name": "Null"}, State.KNOWN),
        ("odd_order", {**DIVERTED, "enrolled_on": date(2026, 7, 12), "referrals": 1}, State.ODD),
        ("odd_order", {**DIVERTED, "enrolled_on": date(2026, 7, 12), "referrals": 2}, State.KNOWN),
        (
            "odd_contact",
            {
                "inactive_reason": "deceased",
                "status_since": date(2026, 8, 30),
                "last_reached_on": date(2026, 9, 1),
            },
            State.ODD,
        ),
        (
            "odd_contact",
            {"inactive_reason": "moved", "last_reached_on": date(2026, 9, 1)},
            State.NOT_APPLICABLE,
        ),
    ],
)
def test_an_item_is_judged_by_what_applies_and_what_was_answered(key, row, expected):
    assert state(key, **row) == expected


def test_rules_without_what_they_compare_find_nothing():
    assert not CHECK_BY_KEY["odd_age"].odd({"date_of_birth": date(1990, 1, 2)})
    assert not CHECK_BY_KEY["odd_order"].odd({})
    assert not CHECK_BY_KEY["odd_contact"].odd({"inactive_reason": "deceased"})
    assert CHECK_BY_KEY["needs"].state({**ENROLLED, "needs": ("food",)}) == State.KNOWN


def test_each_check_reads_columns_that_exist():
    assert {key for check in CHECKS for key in check.columns} <= set(COLUMNS)


class OnlyWhatIsRead(dict):
    """A row that fails where a column is read that wasn't asked for."""

    def get(self, key, default=None):
        return self[key]


DAY = date(2026, 7, 13)


@given(
    st.fixed_dictionaries(
        {
            "date_of_birth": st.sampled_from([None, date(1990, 1, 1), date(2025, 1, 2)]),
            "referred_at": st.sampled_from([None, datetime(2026, 7, 13, tzinfo=UTC)]),
            "enrolled_on": st.sampled_from([None, DAY]),
            "status": st.sampled_from(["active", None]),
            "pathway": st.sampled_from(["arrest_diversion", None]),
            "answer": st.sampled_from(["accepted", "declined", None]),
            "inactive_reason": st.sampled_from(["deceased", None]),
        }
    )
)
def test_each_check_reads_the_columns_it_names_and_no_others(known):
    for check in CHECKS:
        check.state(OnlyWhatIsRead({key: known.get(key) for key in check.reads}))


@given(st.lists(st.tuples(st.sampled_from(State), st.booleans())))
def test_each_row_is_counted_once_and_what_doesnt_apply_never(states):
    counted = tally(states)
    assert counted.applies == sum(each != State.NOT_APPLICABLE for each, _settled in states)
    assert counted.settled + counted.open == sum(each in {State.MISSING, State.ODD} for each, _s in states)


def test_nothing_of_nothing_is_no_percentage():
    assert share(0, 0) == "–"
    assert share(1, 3) == "1 of 3 (33%)"


@pytest.fixture(scope="module")
def built(build_once):
    return build_once(make_three)


@pytest.fixture
def three(built, db):
    return deepcopy(built)


def make_three():
    """Of three people one wasn't asked for a gender, one didn't want to say, and one did."""
    program = make_program()
    for last_name, gender in (("Asked", "woman"), ("Private", "prefers_not"), ("Unasked", "not_asked")):
        make_participant(program, make_person(program, last_name=last_name, gender=gender))
    return program


def reading(program, role=RoleName.DATA_MANAGER):
    return Reading(program, make_actor(program, role), AT)


def test_a_settled_finding_leaves_the_list_until_the_record_changes(three):
    # D-F59
    check, of = CHECK_BY_KEY["gender"], reading(three)
    assert read_checked(of).tally(check) == Tally(known=1, declined=1, open=1)
    person = three.people.get(last_name="Unasked")
    services.settle_finding(of=of, check=check, person=person, why="cant_be_had")
    assert read_checked(of).tally(check) == Tally(known=1, declined=1, settled=1)
    with pytest.raises(Refused):
        services.settle_finding(of=of, check=check, person=person, why="cant_be_had")
    three.people.filter(pk=person.pk).update(gender="man")
    assert read_checked(of).tally(check) == Tally(known=2, declined=1)
    three.people.filter(pk=person.pk).update(gender="")
    assert read_checked(of).open_findings(check) == [person.pk]


def test_only_those_who_open_the_database_settle(three):
    person = three.people.get(last_name="Unasked")
    with pytest.raises(Refused):
        services.settle_finding(
            of=reading(three, RoleName.CASE_MANAGER),
            check=CHECK_BY_KEY["gender"],
            person=person,
            why="cant_be_had",
        )


def test_people_are_counted_with_their_worker(three):
    make_referral(three, pathway=Pathway.COMMUNITY, agency=None)
    by_worker = read_checked(reading(three), also=["worker"]).by_worker()
    assert list(by_worker)[-1] == "" and len(by_worker[""]) == 1
    assert sum(map(len, by_worker.values())) == 4


def open_pages(client, program, role=RoleName.DATA_MANAGER):
    login_with_second_factor(client, make_member(program, role))
    return reverse("quality:quality", args=[program.slug]), reverse(
        "quality:findings", args=[program.slug, "gender"]
    )


def test_the_page_counts_and_the_list_names_whom_it_shows(client, three):
    page, findings = open_pages(client, three)
    shown = client.get(page).content.decode()
    assert "1 of 3 (33%)" in shown and "Unasked" not in shown
    listed = client.get(findings).content.decode()
    assert "Unasked" in listed and "Private" not in listed and "Didn&#x27;t ask" in listed
    seen = AuditEvent.objects.filter(action="quality.listed").latest("number")
    person = three.people.get(last_name="Unasked")
    assert seen.details["people"] == [str(person.public_id)]
    response = client.post(findings, {"person": person.public_id, "why": "cant_be_had"}, follow=True)
    assert "Nothing left to fix here" in response.content.decode()
    assert AuditEvent.objects.filter(action="finding.settled", subject=str(person.public_id)).exists()


def test_a_large_programs_page_shows_one_part_at_a_time(client, three, monkeypatch):
    page, _findings = open_pages(client, three)
    assert b"one part at a time" not in client.get(page).content
    monkeypatch.setattr(views, "LARGE", 2)
    first = client.get(page).content.decode()
    assert "Self-identified gender" in first and "Services needed" not in first
    care = client.get(page, {"part": "care"}).content.decode()
    assert "Services needed" in care and "Self-identified gender" not in care


def test_a_wrong_answer_settles_nothing(client, three):
    _page, findings = open_pages(client, three)
    person = three.people.get(last_name="Unasked")
    assert client.post(findings, {"person": person.public_id, "why": "no"}).status_code == 200
    other = make_participant(make_program()).person
    assert client.post(findings, {"person": other.public_id, "why": "right"}).status_code == 404
    assert not SettledFinding.objects.exists()


@pytest.mark.parametrize("role", [RoleName.CASE_MANAGER, RoleName.OFFICER, RoleName.EVALUATOR])
def test_others_find_no_data_quality(client, three, role):
    assert [client.get(path).status_code for path in open_pages(client, three, role)] == [404, 404]


def test_an_unknown_item_is_not_found(client, three):
    open_pages(client, three)
    assert client.get(reverse("quality:findings", args=[three.slug, "ssn"])).status_code == 404


def test_dates_and_lists_are_shown_in_words(client, three):
    person = three.people.get(last_name="Asked")
    three.people.filter(pk=person.pk).update(date_of_birth=date(1962, 1, 1))
    make_need(person)
    login_with_second_factor(client, make_member(three, RoleName.DATA_MANAGER))
    listed = client.get(reverse("quality:findings", args=[three.slug, "odd_birthday"])).content.decode()
    assert "Jan 1, 1962" in listed
