"""Each measure against the hand-worked example, and what holds of any referrals (M1–M6)."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoff.measures.definitions import ALL_VERSIONS, MEASURES, find_measure
from handoff.measures.definitions.acceptance import ACCEPTANCE, REASONS
from handoff.measures.definitions.charges import CHARGES
from handoff.measures.definitions.demographics import DEMOGRAPHICS, age_group, gender_group, race_group
from handoff.measures.definitions.enrollment import ENROLLMENT
from handoff.measures.definitions.officers import OFFICERS
from handoff.measures.facts import Facts
from handoff.measures.rules.intervals import disparity_of
from handoff.measures.rules.periods import Period, PeriodKind
from handoff.measures.tests.worked_example import CLOSED, END_OF_AUGUST, PD, SO, facts_on

JULY, AUGUST = Period(date(2026, 7, 1)), Period(date(2026, 8, 1))
QUARTER, YEAR = Period(date(2026, 7, 1), PeriodKind.QUARTER), Period(date(2026, 7, 1), PeriodKind.YEAR)


def counted(measure, period, day):
    return measure.count(facts_on(day), period)


def shares(result, key):
    return {line.code: (line.count, line.whole) for line in result.table(key).lines}


def counts(result, key):
    return {line.code: line.count for line in result.table(key).lines if line.count}


def test_acceptance_at_closing():
    july = counted(ACCEPTANCE, JULY, CLOSED)
    assert july.headline.records == (1, 2, 4, 9, 10) and july.headline.base == (1, 2, 3, 4, 5, 7, 8, 9, 10)
    share = july.headline.share
    assert (round(share.percent, 1), round(share.low, 1), round(share.high, 1)) == (55.6, 26.7, 81.1)
    assert counts(july, "answer") == {"accepted": 5, "declined": 2, "ineligible": 1, "waiting": 1}
    assert shares(july, "agency") == {str(PD): (3, 5), str(SO): (1, 3), "none": (1, 1)}
    assert shares(july, "pathway") == {
        "arrest_diversion": (4, 6),
        "officer_social": (0, 2),
        "community": (1, 1),
    }
    # One person is referred twice (D-F05).
    assert july.notes == {"people": 8, "without_name": 0, "already_participants": 0, "mistakes": 1}


def test_acceptance_read_later_counts_the_first_answer():
    july, august = counted(ACCEPTANCE, JULY, END_OF_AUGUST), counted(ACCEPTANCE, AUGUST, END_OF_AUGUST)
    # A8 answered on August 5; A9's later no doesn't take back their first yes.
    assert (july.headline.count, july.headline.whole) == (6, 9)
    assert (august.headline.records, august.headline.base) == ((11,), (11,))
    assert counted(ACCEPTANCE, QUARTER, END_OF_AUGUST).headline.whole == 10
    assert counted(ACCEPTANCE, YEAR, END_OF_AUGUST).headline.whole == 10


def test_reasons_are_those_of_eligible_people_who_said_not_now_first():
    july, august = counted(REASONS, JULY, END_OF_AUGUST), counted(REASONS, AUGUST, END_OF_AUGUST)
    assert counts(july, "reason") == {"not_ready": 1, "distrust_program": 1} and july.headline.count == 2
    assert counts(july, "later_reason") == {}
    assert counts(august, "reason") == {} and counts(august, "later_reason") == {"prefers_charge": 1}


def test_enrollment_is_by_the_month_of_the_referral():
    """The newest month isn't always the worst, and no month has more intakes than screenings (D-F21)."""
    closed, later = counted(ENROLLMENT, JULY, CLOSED), counted(ENROLLMENT, JULY, END_OF_AUGUST)
    assert closed.headline.records == (1, 4) and closed.headline.base == (1, 2, 4, 9, 10)
    assert closed.notes == {"open": 3}
    assert later.headline.records == (1, 2, 4, 8, 10) and later.headline.whole == 6
    assert counts(later, "intake") == {"enrolled": 5, "said_no": 1}
    august = counted(ENROLLMENT, AUGUST, END_OF_AUGUST)
    assert counts(august, "intake") == {"past": 1}


def test_demographics_count_each_person_once_in_one_group():
    july = counted(DEMOGRAPHICS, JULY, CLOSED)
    assert (july.headline.count, july.headline.whole) == (7, 8)
    race = july.table("race:referred")
    assert counts(july, "race:referred") == {
        "nh_white": 2,
        "nh_black": 2,
        "hispanic": 2,
        "nh_two_plus": 1,
        "prefers_not": 1,
    }
    by_code = {each.code: each for each in race.lines}
    # Shares are of the 7 whose group is known; "prefers not to say" is 1 of 8 (D-F11).
    assert round(by_code["hispanic"].share.percent, 1) == 28.6 and by_code["prefers_not"].whole == 8
    white = disparity_of(by_code["nh_white"].count, by_code["nh_white"].whole, by_code["nh_white"].baseline)
    assert (round(white.index, 2), round(white.low, 2), round(white.high, 2)) == (0.45, 0.13, 1.0)
    assert july.notes == {"referred": 8, "accepted": 5, "declined": 2, "enrolled": 2, "active": 2}
    assert counts(july, "age:referred") == {
        "under_25": 1,
        "25_34": 3,
        "35_44": 1,
        "45_54": 1,
        "65_up": 1,
        "not_asked": 1,
    }


def test_a_group_that_the_census_lacks_has_no_baseline_and_no_name_counts_as_a_person():
    """D-F13: Middle Eastern or North African is shown, and compared with nothing."""
    facts = facts_on(CLOSED)
    referrals = [
        replace(facts.referrals[0], person=None, races=("middle_eastern",), age=None, age_band="25_34"),
        replace(facts.referrals[1], person=None, races=("does_not_know",), age=None, gender="unheard of"),
    ]
    july = DEMOGRAPHICS.count(replace(facts, referrals=referrals), JULY)
    line = next(each for each in july.table("race:referred").lines if each.code == "middle_eastern")
    assert (line.records, line.base, line.baseline) == ((-1,), (-1,), None)
    assert [race_group(each) for each in referrals] == ["middle_eastern", "does_not_know"]
    assert [age_group(each) for each in referrals] == ["25_34", "not_asked"]
    assert gender_group(referrals[1]) == "not_asked"


def test_officers_are_counted_beside_the_head_count_of_the_periods_last_day():
    july, august, both = (counted(OFFICERS, period, END_OF_AUGUST) for period in (JULY, AUGUST, QUARTER))
    assert shares(july, "officer_agency") == {str(PD): (3, 40), str(SO): (1, 25)}
    assert (july.headline.count, july.headline.whole, july.notes["left"]) == (4, 65, 0)
    assert shares(august, "officer_agency") == {str(PD): (1, 44), str(SO): (0, 25)}
    # Vann referred in July and has left since (D-F19).
    assert shares(both, "officer_agency")[str(PD)] == (3, 44) and both.notes["left"] == 1


def test_an_agency_without_a_head_count_has_no_share():
    facts = facts_on(CLOSED)
    without = replace(facts, head_counts=[each for each in facts.head_counts if each.agency == SO])
    july = OFFICERS.count(without, JULY)
    assert shares(july, "officer_agency") == {str(PD): (3, None), str(SO): (1, 25)}
    assert (july.headline.count, july.headline.whole) == (1, 25) and july.notes["head_count_missing"] == 1
    line = july.table("officer_agency").lines[0]
    assert line.share is None
    assert OFFICERS.count(replace(facts, head_counts=[]), JULY).headline.whole is None


def test_charges_are_those_of_active_participants():
    july, august = counted(CHARGES, JULY, CLOSED), counted(CHARGES, AUGUST, END_OF_AUGUST)
    assert (july.headline.records, july.headline.base) == ((1,), (1, 4)) and july.notes == {"charges": 2}
    assert august.headline.base == (1, 2, 4, 6, 7) and august.headline.count == 3
    # Not the charge of the referral that p6 declined.
    assert counts(august, "offense") == {
        "misdemeanor larceny": 1,
        "simple possession": 1,
        "second degree trespass": 1,
        "paraphernalia": 1,
    }


def test_active_people_dont_add_up_across_months():
    """D-F07: an inactive participant leaves, and a quarter counts everyone once."""
    facts = facts_on(END_OF_AUGUST)
    statuses = [
        replace(each, ends_on=date(2026, 8, 31)) if each.person == 1 else each for each in facts.statuses
    ]
    ended = replace(facts, statuses=statuses)
    assert CHARGES.count(ended, AUGUST).headline.base == (2, 4, 6, 7)
    assert CHARGES.count(ended, JULY).headline.base == (1, 4)


def test_a_participant_who_is_referred_again_has_nothing_to_accept():
    facts = facts_on(END_OF_AUGUST)
    again = replace(facts.referrals[0], referral=12, occurred_on=date(2026, 8, 20))
    facts = replace(facts, referrals=[*facts.referrals, again])
    august = ACCEPTANCE.count(facts, AUGUST)
    assert august.headline.base == (11,) and august.notes["already_participants"] == 1
    assert ENROLLMENT.count(facts, AUGUST).headline.base == (11,)
    # The officer made a referral all the same.
    assert counts(OFFICERS.count(facts, AUGUST), "officer_agency") == {str(PD): 2}


def test_a_person_with_two_yeses_is_counted_at_the_referral_of_their_intake():
    facts = facts_on(END_OF_AUGUST)
    first = replace(facts.referrals[1], referral=13, occurred_on=date(2026, 7, 13))
    both = sorted([*facts.referrals, first], key=lambda each: each.occurred_on)
    july = ENROLLMENT.count(replace(facts, referrals=both), JULY)
    assert july.headline.base is not None and 13 not in july.headline.base and 2 in july.headline.records


def test_facts_of_one_kind_or_one_agency():
    facts = facts_on(END_OF_AUGUST)
    assert facts.only() is facts
    sheriff = facts.only(agency=SO)
    assert ACCEPTANCE.count(sheriff, JULY).headline.base == (3, 7, 10)
    assert shares(OFFICERS.count(sheriff, JULY), "officer_agency") == {str(SO): (1, 25)}
    assert CHARGES.count(facts.only(pathway="community"), AUGUST).headline.base == (4,)


def test_nothing_of_nothing_has_no_share():
    empty = Facts(referrals=[], read_on=CLOSED)
    for measure in MEASURES:
        headline = measure.count(empty, JULY).headline
        assert headline.share is None and headline.count == 0


def test_each_measure_has_its_id_and_version():
    assert [each.code for each in MEASURES] == ["M1", "M2", "M3", "M4", "M5", "M6", "M6b", "M12", "M13"]
    assert ALL_VERSIONS["acceptance-rate/1"] is ACCEPTANCE and find_measure("acceptance-rate") is ACCEPTANCE
    assert find_measure("unheard-of") is None


OUTCOMES = st.sampled_from(["accepted", "declined", "ineligible", "waiting", "withdrawn"])
RACES = st.lists(st.sampled_from(["white", "black", "hispanic", "middle_eastern", "prefers_not"]), max_size=3)


@st.composite
def any_facts(draw):
    """Referrals of any kind within a year, some of people who enrolled."""
    base, facts = facts_on(CLOSED).referrals[0], facts_on(END_OF_AUGUST)
    days = sorted(draw(st.lists(st.dates(date(2026, 7, 1), date(2027, 6, 30)), max_size=12)))
    referrals = [
        replace(
            base,
            referral=number,
            number=number,
            person=draw(st.sampled_from([None, 1, 2, 6, 20 + number])),
            occurred_on=day,
            outcome=draw(OUTCOMES),
            screened_on=draw(st.sampled_from([None, day])),
            agency=draw(st.sampled_from([None, PD, SO])),
            pathway=draw(st.sampled_from(["arrest_diversion", "community"])),
            races=tuple(draw(RACES)),
        )
        for number, day in enumerate(days, start=1)
    ]
    return replace(facts, referrals=referrals)


@settings(max_examples=60)
@given(any_facts())
def test_breakdowns_sum_to_the_total(facts):
    acceptance, enrollment, people = (
        each.count(facts, YEAR) for each in (ACCEPTANCE, ENROLLMENT, DEMOGRAPHICS)
    )
    for result in (acceptance, enrollment):
        for key in ("agency", "pathway"):
            lines = result.table(key).lines
            assert sum(each.count for each in lines) == result.headline.count
            assert sum(each.whole for each in lines) == result.headline.whole
    assert sum(each.count for each in acceptance.table("answer").lines) == acceptance.headline.whole
    assert sum(each.count for each in enrollment.table("intake").lines) == enrollment.headline.whole
    for stage, everyone in people.notes.items():
        for dimension in ("race", "gender", "age"):
            assert sum(each.count for each in people.table(f"{dimension}:{stage}").lines) == everyone
    # Referrals add up across months; people don't, but are never more than their referrals.
    months = [Period(date(2026 + (month > 12), (month - 1) % 12 + 1, 1)) for month in range(7, 19)]
    assert sum(ACCEPTANCE.count(facts, month).headline.whole for month in months) == acceptance.headline.whole


@settings(max_examples=40)
@given(any_facts(), st.dates(date(2026, 7, 1), date(2027, 6, 30)))
def test_a_further_decline_never_raises_acceptance(facts, day):
    further = replace(facts_on(CLOSED).referrals[2], referral=99, person=None, occurred_on=day)
    more = sorted([*facts.referrals, further], key=lambda each: each.occurred_on)
    before, after = (
        ACCEPTANCE.count(each, YEAR).headline for each in (facts, replace(facts, referrals=more))
    )
    assert after.count == before.count and after.whole == (before.whole or 0) + 1
    assert before.share is None or after.share.percent <= before.share.percent


@settings(max_examples=40)
@given(any_facts(), st.randoms(use_true_random=False))
def test_the_order_of_entry_never_matters(facts, rng: Random):
    mixed = list(facts.referrals)
    rng.shuffle(mixed)
    mixed.sort(key=lambda each: each.occurred_on)
    other = replace(
        facts,
        referrals=mixed,
        enrollments=list(reversed(facts.enrollments)),
        statuses=list(reversed(facts.statuses)),
        charges=list(reversed(facts.charges)),
    )
    for measure in MEASURES:
        one, two = measure.count(facts, YEAR), measure.count(other, YEAR)
        assert (one.headline.count, one.headline.whole, one.notes) == (
            two.headline.count,
            two.headline.whole,
            two.notes,
        )
        # A person's group is that of their first referral; on one day the rows say the same of one person.
        if measure is not DEMOGRAPHICS:
            assert [(t.key, counts(one, t.key)) for t in one.tables] == [
                (t.key, counts(two, t.key)) for t in two.tables
            ]


@pytest.mark.parametrize("period", [JULY, QUARTER, YEAR])
def test_the_last_day_of_a_period_counts(period):
    """D-F01, D-F03: a referral of the evening of July 31 is July's."""
    assert 10 in counted(ACCEPTANCE, period, END_OF_AUGUST).headline.base
