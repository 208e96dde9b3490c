"""What measures and sheets read of a referral: its first answer, its screening form and its deadline (M1–M5)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handoff.participants.models import Person
from handoff.referrals import services
from handoff.referrals.facts import Outcome, ReferralFact
from handoff.referrals.models import Referral, ReferralEvent
from handoff.referrals.queries.fact_rows import REFERRAL_COLUMNS, referral_facts
from handoff.testing.programs import make_actor
from handoff.testing.referrals import (
    AT,
    make_diversion,
    make_not_now_input,
    make_ready_program,
    make_social_referral,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def program():
    return make_ready_program()


def fact_of(referral: Referral, last: date = date(2027, 1, 1)) -> ReferralFact:
    return next(each for each in referral_facts(referral.program, last) if each.referral == referral.pk)


def test_a_yes_by_the_road_is_accepted_and_screened_at_once(program):
    referral = make_diversion(program)
    fact = fact_of(referral)
    assert (fact.outcome, fact.answered_on, fact.screened_on) == ("accepted", AT.date(), AT.date())
    assert fact.intake_by == referral.intake_due_on and fact.officer == referral.referrer_user_id
    assert (fact.person, fact.encounter, fact.pathway) == (
        referral.person_id,
        referral.encounter_id,
        "arrest_diversion",
    )


def test_an_extension_moves_the_last_day_of_the_intake(program):
    referral = make_diversion(program)
    charge = referral.encounter.set_aside_charges.get()
    charge.lapses_on += 7 * DAY
    charge.save()
    assert referral.intake_due_on is not None
    assert fact_of(referral).intake_by == referral.intake_due_on + 7 * DAY


def test_a_later_no_leaves_the_first_answer_a_yes(program):
    """D-F05, M2: the reason of a later no stands by itself."""
    referral, worker = make_diversion(program), make_actor(program, "peer_support")
    services.decline_referral(actor=worker, referral=referral, reason="prefers_charge", at=AT + 3 * DAY)
    fact = fact_of(referral)
    assert (fact.outcome, fact.decline_reason) == ("accepted", "")
    assert (fact.later_no_on, fact.later_no_reason) == ((AT + 3 * DAY).date(), "prefers_charge")


def test_a_yes_after_a_no_leaves_the_first_answer_a_no_with_its_reason(program):
    referral, worker = make_social_referral(program), make_actor(program, "peer_support")
    assert fact_of(referral).outcome == Outcome.WAITING
    services.decline_referral(actor=worker, referral=referral, reason="not_ready", at=AT + DAY)
    assert (fact_of(referral).outcome, fact_of(referral).decline_reason) == ("declined", "not_ready")
    referral.refresh_from_db()
    services.accept_referral(actor=worker, referral=referral, occurred_at=AT + 2 * DAY, at=AT + 2 * DAY)
    fact = fact_of(referral)
    assert (fact.outcome, fact.decline_reason, fact.answered_on) == (
        "declined",
        "not_ready",
        (AT + DAY).date(),
    )
    assert fact.intake_by is None and fact.later_no_on is None


def test_a_referral_without_a_deadline_is_open_for_the_programs_days_after_the_yes(program):
    referral, worker = make_social_referral(program), make_actor(program, "peer_support")
    services.accept_referral(actor=worker, referral=referral, occurred_at=AT, at=AT)
    assert fact_of(referral).screened_on is None
    assert fact_of(referral).intake_by == AT.date() + timedelta(days=referral.policy.intake_window_days)
    ReferralEvent.objects.create(
        referral=referral, what="screened", occurred_at=AT + DAY, recorded_at=AT + DAY, recorded_by_id=None
    )
    assert fact_of(referral).screened_on == (AT + DAY).date()


def test_no_name_is_kept_of_a_no_and_what_they_said_of_themselves_is(program):
    actor = make_actor(program, "officer")
    said = {"age_band": "25_34", "gender": "woman", "race_ethnicity": ["black"]}
    referral = services.submit_not_now(
        actor=actor, program=program, not_now_input=make_not_now_input(demographics=said), key="k", at=AT
    )
    fact = fact_of(referral)
    assert (fact.person, fact.outcome, fact.decline_reason) == (None, "declined", "not_ready")
    assert (fact.age, fact.age_band, fact.gender, fact.races) == (None, "25_34", "woman", ("black",))


def test_the_state_tells_where_no_event_does(program):
    referral = make_diversion(program)
    referral.events.all().delete()
    answers = {
        "accepted": "accepted",
        "handed_off": "accepted",
        "ineligible": "ineligible",
        "withdrawn": "withdrawn",
    }
    answers |= {"declined": "declined", "exception_requested": "waiting"}
    for state, outcome in answers.items():
        Referral.objects.filter(pk=referral.pk).update(state=state)
        assert fact_of(referral).outcome == outcome


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 8, 1, 1, 40, tzinfo=UTC), date(2026, 7, 31)),
        (datetime(2026, 8, 1, 4, 5, tzinfo=UTC), date(2026, 8, 1)),
    ],
)
def test_a_day_is_the_programs_own_day(program, at, day):
    """D-F01: the evening of July 31 in North Carolina is August in UTC."""
    referral = make_diversion(program)
    Referral.objects.filter(pk=referral.pk).update(occurred_at=at)
    assert fact_of(referral).occurred_on == day
    in_july = [each.occurred_on for each in referral_facts(program, date(2026, 7, 31))]
    assert in_july == ([day] if day.month == 7 else [])


@pytest.mark.parametrize(
    ("born", "referred", "age"),
    [
        (date(2008, 9, 10), date(2026, 9, 9), 17),
        (date(2000, 2, 29), date(2026, 2, 28), 25),
        (date(2000, 2, 29), date(2026, 3, 1), 26),
    ],
)
def test_the_age_is_that_of_the_day_of_the_referral(program, born, referred, age):
    """D-F14: a birthday since then changes no table."""
    referral = make_diversion(program)
    Person.objects.filter(pk=referral.person_id).update(date_of_birth=born)
    noon = datetime(referred.year, referred.month, referred.day, 17, tzinfo=UTC)
    Referral.objects.filter(pk=referral.pk).update(occurred_at=noon)
    assert fact_of(referral).age == age


def test_the_facts_of_many_referrals_ask_as_many_queries_as_of_one(program, django_assert_num_queries):
    for _each in range(3):
        make_social_referral(program)
    with django_assert_num_queries(3):
        assert len(referral_facts(program, date(2027, 1, 1))) == 3
    assert REFERRAL_COLUMNS["outcome"].label_of("accepted") == "Said yes"
