"""Measures of what came after, by hand: new charges (M6), before and after (M12), overdoses and deaths (M13)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from handoff.charges.facts import NewChargeFact
from handoff.enrollment.look_back.facts import LookBackFact
from handoff.enrollment.safety.facts import SafetyFact
from handoff.enrollment.services import complete_intake
from handoff.measures.definitions.acceptance import REASONS, REASONS_1
from handoff.measures.definitions.before_after import BEFORE_AFTER, BEFORE_AFTER_1, WINDOW, _is_covered
from handoff.measures.definitions.charges import CHARGES, CHARGES_1, NEW_CHARGES
from handoff.measures.definitions.enrollment import ENROLLMENT
from handoff.measures.definitions.published import figure_set, shared_part
from handoff.measures.definitions.safety import SAFETY
from handoff.measures.presenters.words import finding
from handoff.measures.queries import load_facts
from handoff.measures.rules.periods import Period, period_of
from handoff.measures.rules.suppression import suppress
from handoff.measures.services import count_month
from handoff.measures.tests.worked_example import END_OF_AUGUST, PD, SO, facts_on
from handoff.testing.enrollment import make_intake, make_participant, make_referral
from handoff.testing.programs import AT, make_actor, make_member
from handoff.testing.referrals import make_ready_program
from handoff.testing.safety import make_event

JULY, AUGUST = Period(date(2026, 7, 1)), Period(date(2026, 8, 1))
# event, person, what, day, naloxone, cause
EVENTS = [
    (1, 1, "overdose", date(2026, 7, 31), "given", ""),
    (2, 1, "overdose", date(2026, 8, 1), "given", ""),
    (3, 2, "overdose", date(2026, 8, 9), "unknown", ""),
    (4, 4, "reversal", date(2026, 8, 9), "", ""),
    (5, 6, "death", date(2026, 8, 20), "", "overdose"),
    (6, 7, "death", date(2026, 8, 31), "", "other"),
]


def counts(result, key):
    return {line.code: line.count for line in result.table(key).lines if line.count}


@pytest.fixture
def facts():
    return replace(facts_on(END_OF_AUGUST), safety=[SafetyFact(*each) for each in EVENTS])


# charge, person, offense, day, how
NEW = [
    (1, 1, "larceny", date(2026, 7, 13), "arrest"),
    (2, 1, "larceny", date(2026, 8, 3), "citation"),
    (3, 1, "trespass", date(2026, 8, 31), "arrest"),
    (4, 6, "larceny", date(2026, 8, 2), "arrest"),
    (5, 3, "trespass", date(2026, 8, 2), "arrest"),
    (6, 2, "larceny", date(2026, 9, 1), "arrest"),
]


def test_new_charges_are_those_of_active_participants_after_their_referral():
    """p3 never enrolled, p1's of July 13 is of the day of the referral, and p2's is September's."""
    facts = replace(facts_on(END_OF_AUGUST), new_charges=[NewChargeFact(*each) for each in NEW])
    july, august = NEW_CHARGES.count(facts, JULY), NEW_CHARGES.count(facts, AUGUST)
    assert (july.headline.count, july.headline.whole) == (0, 2)
    assert (august.headline.records, august.headline.base) == ((1, 6), (1, 2, 4, 6, 7))
    assert counts(august, "new_offense") == {"larceny": 2, "trespass": 1}
    assert counts(august, "new_how") == {"citation": 1, "arrest": 2}
    assert wholes(august, "agency") == {str(PD): (1, 3), str(SO): (1, 1), "none": (0, 1)}
    sentence = finding(NEW_CHARGES, august)
    assert "2 of 5 active participants" in sentence and "in all: 3" in sentence


def wholes(result, key):
    return {line.code: (line.count, line.whole) for line in result.table(key).lines}


def test_charges_and_reasons_are_broken_down_and_their_earlier_definitions_are_kept():
    facts = facts_on(END_OF_AUGUST)
    charges, reasons = CHARGES.count(facts, AUGUST), REASONS.count(facts, JULY)
    assert wholes(charges, "agency") == {str(PD): (2, 3), str(SO): (1, 1), "none": (0, 1)}
    assert wholes(charges, "pathway") == {
        "arrest_diversion": (3, 3),
        "officer_social": (0, 1),
        "community": (0, 1),
    }
    assert wholes(reasons, "agency") == {str(SO): (2, 2)}
    for newest, first in ((CHARGES, CHARGES_1), (REASONS, REASONS_1)):
        one, two = first.count(facts, AUGUST), newest.count(facts, AUGUST)
        assert one.headline == two.headline and [each.key for each in one.tables] == [
            each.key for each in two.tables if each.key not in ("agency", "pathway")
        ]


def test_further_breakdowns_stay_with_those_who_read_exact_figures():
    """Each would hide more of the shared figures than it shows (M9)."""
    shared = shared_part(count_month(facts_on(END_OF_AUGUST), JULY))
    by_agency = {
        measure.code for measure, result in shared for table in result.tables if table.key == "agency"
    }
    assert by_agency == {"M1", "M3"}


# person, kind, looked through from, until, days
LOOKS = [
    # p1, referred July 13: two looks that meet. Once before, twice after; July 13 is in neither window.
    (1, "booking", date(2026, 1, 14), date(2026, 6, 30), (date(2026, 3, 1),)),
    (
        1,
        "booking",
        date(2026, 7, 1),
        date(2027, 1, 9),
        (date(2026, 7, 13), date(2026, 8, 1), date(2026, 9, 1)),
    ),
    # p2, referred July 15: January 16 to January 11, so every day of both windows.
    (2, "booking", date(2026, 1, 16), date(2027, 1, 11), (date(2026, 1, 16),)),
    # p4, referred July 20: one day of the window after is missing.
    (4, "booking", date(2026, 1, 1), date(2027, 1, 15), (date(2026, 9, 9),)),
    # p6, referred July 31, died on August 20.
    (6, "booking", date(2026, 1, 1), date(2027, 3, 1), ()),
]


@pytest.fixture
def looked_up(facts):
    return replace(facts, read_on=date(2027, 1, 20), look_backs=[LookBackFact(*each) for each in LOOKS])


def test_before_and_after_are_windows_of_equal_length_followed_in_full(looked_up):
    july = BEFORE_AFTER.count(looked_up, JULY)
    # Read on January 20: p7, referred July 29, has days left, p6's too, and so they aren't "none".
    assert wholes(july, "left_out") == {
        "too_soon": (2, 5),
        "died": (0, 5),
        "not_looked_up:booking": (1, 5),
    }
    assert (july.headline.records, july.headline.base) == ((1, 2), (1, 2, 4, 6, 7))
    assert wholes(july, "before_after") == {"booking:before": (2, 2), "booking:after": (1, 2)}
    assert "says nothing about its cause" in finding(BEFORE_AFTER, july)
    later = BEFORE_AFTER.count(replace(looked_up, read_on=date(2027, 3, 1)), JULY)
    assert wholes(later, "left_out") == {
        "too_soon": (0, 5),
        "died": (2, 5),
        "not_looked_up:booking": (1, 5),
    }


def test_the_policy_says_how_many_days_before_and_after_are_compared(looked_up):
    """M12: version 2 takes what the policy says on the last day of the period; version 1 stays at 180 days."""
    shorter = replace(
        looked_up, windows=[(date(2026, 8, 1), 30), (date(2026, 7, 31), 90), (date(2026, 1, 1), 60)]
    )
    july = BEFORE_AFTER.count(shorter, JULY)
    # 90 days: p4's look covers both sides now; p6 and p7 died within them.
    assert july.notes == {"days": 90} and "all of the 90 days" in finding(BEFORE_AFTER, july)
    assert july.headline.records == (1, 2, 4)
    assert wholes(july, "left_out")["too_soon"] == (0, 5) and wholes(july, "left_out")["died"] == (2, 5)
    assert wholes(BEFORE_AFTER_1.count(shorter, JULY), "left_out")["too_soon"] == (2, 5)
    assert BEFORE_AFTER.count(looked_up, JULY).notes == {"days": 180}


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=6))
def test_a_gap_of_a_day_is_a_gap(spans):
    day = date(2026, 7, 13)
    start = day - WINDOW - timedelta(days=20)
    looks = [
        LookBackFact(1, "booking", start + timedelta(days=min(span)), start + timedelta(days=max(span)), ())
        for span in spans
    ]
    covered = {
        each.first_on + timedelta(days=number)
        for each in looks
        for number in range((each.last_on - each.first_on).days + 1)
    }
    wanted = {day - WINDOW + timedelta(days=number) for number in range(2 * WINDOW.days + 1)}
    assert _is_covered(looks, day) is (wanted <= covered)


def test_whoever_is_left_out_is_protected_as_those_who_are_counted(looked_up):
    july = [(BEFORE_AFTER, BEFORE_AFTER.count(looked_up, JULY))]
    figures = figure_set(july)
    found = suppress(figures)
    assert {
        "cohort",
        "followed",
        "followed/booking",
        "before_after/booking:before",
        "left_out/too_soon",
    } <= found.hidden
    assert not found.exposed
    (sum_of_all,) = [each for each in figures.sums if len(each.parts) == 4]
    assert sum_of_all.whole == "cohort" and "followed/booking" in sum_of_all.parts


def test_overdoses_are_counted_by_their_day_and_by_how_they_ended(facts):
    july, august = SAFETY.count(facts, JULY), SAFETY.count(facts, AUGUST)
    assert (july.headline.records, july.headline.whole) == ((1,), None)
    # Two that were survived, and one that p6 died of.
    assert august.headline.records == (2, 3, 5)
    assert counts(august, "overdose") == {"given": 1, "unknown": 1, "died": 1}
    assert counts(august, "death") == {"overdose": 1, "other": 1} and counts(august, "reversal") == {
        "reversal": 1
    }
    assert finding(SAFETY, august).endswith("3 overdoses of participants. 2 people died.")
    assert SAFETY.count(facts.only(agency=SO), AUGUST).headline.records == (5,)


def test_small_numbers_of_overdoses_and_deaths_leave_no_trace(facts):
    """Each stands for someone: none from 1 to 10 is shown, also not the one that stands in two tables."""
    august = [(SAFETY, SAFETY.count(facts, AUGUST))]
    figures = figure_set(august)
    hidden = suppress(figures).hidden
    small = {key for key, value in figures.values.items() if 1 <= value <= 10 and key not in figures.implied}
    assert (
        {"overdoses", "death/overdose", "death/other", "reversal", "overdose/given"} <= small <= set(hidden)
    )
    assert "overdose/died" not in figures.values


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "status"), [("case_manager", 200), ("data_manager", 404), ("evaluator", 404)]
)
def test_exact_figures_and_names_are_for_those_whose_work_is_care(role, status):
    program = make_ready_program()
    person = make_participant(program).person
    make_event(person)
    client = Client()
    client.force_login(make_member(program, role))
    period = f"?period={AT:%Y-%m}"
    for name in ("show", "records"):
        page = client.get(reverse(f"measures:{name}", args=[program.slug, SAFETY.key]) + period)
        assert page.status_code == status
        if name == "records" and status == 200:
            assert person.full_name in page.content.decode()
    if role != "evaluator":
        month = client.get(reverse("measures:month", args=[program.slug, f"{AT:%Y-%m}"]))
        assert (SAFETY.title in month.content.decode()) is (status == 200)


@pytest.mark.django_db
def test_an_intake_after_the_period_counts_at_its_referral():
    """The page of an earlier month reads the intakes of today (M3), and not only those of that month."""
    program = make_ready_program()
    intake = make_intake(make_referral(program))
    later = AT + timedelta(days=40)
    complete_intake(actor=make_actor(program, "case_manager"), intake=intake, at=later)
    month = period_of(AT.date())
    found = ENROLLMENT.count(load_facts(program, month.last, later), month)
    assert (found.headline.count, found.headline.whole) == (1, 1)
