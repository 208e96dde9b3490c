"""A closed month keeps its figures; what comes later is shown line by line (M7; D-F31, D-F33)."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.measures import queries, services
from handoff.measures.definitions import ALL_VERSIONS, MEASURES
from handoff.measures.definitions.acceptance import ACCEPTANCE, count_acceptance
from handoff.measures.definitions.closing import find_differences, read_result, store_records, store_result
from handoff.measures.definitions.demographics import DEMOGRAPHICS
from handoff.measures.models import MonthClosing
from handoff.measures.rules.periods import Period
from handoff.measures.tests.worked_example import CLOSED, END_OF_AUGUST, facts_on
from handoff.referrals.models import Referral
from handoff.referrals.services import submit_not_now
from handoff.testing.programs import AT, make_actor
from handoff.testing.referrals import make_diversion, make_not_now_input, make_ready_program

JULY = Period(date(2026, 7, 1))
MARCH = Period(date(2026, 3, 1))
APRIL_2 = datetime(2026, 4, 2, 14, 0, tzinfo=UTC)


def stored_and_read(result):
    """A result of M1 as a closed month gives it back, its referrals included."""
    records = {ACCEPTANCE.id: store_records(ACCEPTANCE, result)}
    return read_result(store_result(ACCEPTANCE, result), JULY, records)


def test_figures_are_read_back_as_they_were_stored():
    for measure in MEASURES:
        result = measure.count(facts_on(CLOSED), JULY)
        back = read_result(store_result(measure, result), JULY, {measure.id: store_records(measure, result)})
        assert (back.headline.count, back.headline.whole) == (result.headline.count, result.headline.whole)
        assert [(t.key, [(x.code, x.count, x.whole) for x in t.lines]) for t in back.tables] == [
            (t.key, [(x.code, x.count, x.whole) for x in t.lines]) for t in result.tables
        ]
        assert find_differences(back, result) == []


def test_a_stored_group_of_people_names_no_one():
    """An erased person's race must not stay behind in a closed month."""
    assert store_records(DEMOGRAPHICS, DEMOGRAPHICS.count(facts_on(CLOSED), JULY)) == {}


def test_one_more_and_one_less_are_both_shown_where_the_number_is_the_same():
    closed = stored_and_read(ACCEPTANCE.count(facts_on(CLOSED), JULY))
    facts = facts_on(END_OF_AUGUST)
    # Read by the last answer: A8 said yes on August 5, A9 took theirs back on August 3.
    last = [replace(each, outcome="declined") if each.referral == 9 else each for each in facts.referrals]
    now = ACCEPTANCE.count(replace(facts, referrals=last), JULY)
    headline = find_differences(closed, now)[0]
    assert (headline.table, headline.before, headline.now) == ("", 5, 5)
    assert (headline.added, headline.removed) == ((8,), (9,))


def test_a_line_that_was_not_there_at_closing_is_a_difference():
    closed = ACCEPTANCE.count(facts_on(date(2026, 7, 14)), JULY)
    now = ACCEPTANCE.count(facts_on(CLOSED), JULY)
    stored = stored_and_read(closed)
    agencies = {each.code: each for each in find_differences(stored, now) if each.table == "agency"}
    assert agencies["none"].added == (4,) and agencies["none"].before == 0


@pytest.fixture
def program(db):
    return make_ready_program()


def close(program, month=MARCH, at=APRIL_2, role="data_manager"):
    return services.close_month(actor=make_actor(program, role), program=program, month=month, at=at)


def results(closing):
    return {measure.key: result for measure, result in services.closed_results(closing)}


def late_decline(program):
    """A paper referral of March, entered in April."""
    return submit_not_now(
        actor=make_actor(program, "officer"),
        program=program,
        not_now_input=make_not_now_input(),
        key="late",
        at=APRIL_2 + timedelta(days=1),
    )


@pytest.mark.django_db
def test_a_late_entry_is_shown_and_a_second_revision_keeps_it(program):
    make_diversion(program)
    first = close(program)
    assert first.number == 1 and results(first)["acceptance-rate"].headline.whole == 1
    assert AuditEvent.objects.filter(action="month.closed", subject=str(first.public_id)).exists()
    counted = program.referrals.get().pk
    assert first.records["acceptance-rate/1"]["answer"] == {"accepted": [counted]}
    late = late_decline(program)
    facts = queries.load_facts(program, MARCH.last, APRIL_2)
    changes = {each.measure.key: each for each in services.changes_since(first, facts)}
    answer = next(each for each in changes["acceptance-rate"].records if each.code == "declined")
    assert answer.added == (late.pk,) and changes["acceptance-rate"].definition == ()
    second = close(program, at=APRIL_2 + timedelta(days=2))
    first.refresh_from_db()
    assert (second.number, results(second)["acceptance-rate"].headline.whole) == (2, 2)
    assert results(first)["acceptance-rate"].headline.whole == 1
    with pytest.raises(Refused, match="Nothing has changed"):
        close(program, at=APRIL_2 + timedelta(days=3))
    assert [each.number for each in queries.closings_of(program, MARCH)] == [2, 1]


@pytest.mark.django_db
def test_closed_months_are_read_without_any_record_however_many_there_are(program):
    """ADR 0092: the queries don't grow, and name no table but those of what was stored."""
    make_diversion(program)
    months = [MARCH.previous, MARCH, MARCH.next]
    first, queries_of_one = read_closed(program, months, [close(program)])
    late_decline(program)
    later = close(program, at=APRIL_2 + timedelta(days=2))
    other = MonthClosing.objects.create(
        program=program, month=months[0].first, number=1, figures=later.figures, closed_at=APRIL_2
    )
    every, queries_of_both = read_closed(program, months, [later, other])
    assert first["acceptance-rate"] == 1 and every["acceptance-rate"] == 2
    assert len(queries_of_one) == len(queries_of_both) == 2
    tables = {name for each in queries_of_both for name in re.findall(r'(?:FROM|JOIN) "(\w+)"', each["sql"])}
    assert tables == {"measures_monthclosing", "measures_ownmeasureversion", "measures_ownmeasure"}


def read_closed(program, months, closings):
    """How many referrals each measure of March counts as closed, and the queries that reading them took."""
    with CaptureQueriesContext(connection) as work:
        found = services.closed_months(program, months)
    assert sorted(each.first for each in found) == sorted(each.month for each in closings)
    return {measure.key: result.headline.whole for measure, result in found[MARCH]}, work.captured_queries


@pytest.mark.django_db
def test_a_new_definition_is_named_as_the_cause_and_changes_no_closed_figure(program, monkeypatch):
    """D-F33: version 2 leaves out those not eligible; the closed month stays as version 1 counted it."""
    make_diversion(program)
    late = late_decline(program)
    Referral.objects.filter(pk=late.pk).update(state="ineligible", decline_reason="")
    late.events.all().delete()
    closing = close(program)

    def without_ineligible(facts, period):
        kept = [each for each in facts.referrals if each.outcome != "ineligible"]
        return count_acceptance(replace(facts, referrals=kept), period)

    second = replace(ACCEPTANCE, version=2, count=without_ineligible)
    monkeypatch.setattr(services, "MEASURES", (second, *MEASURES[1:]))
    monkeypatch.setattr(services, "ALL_VERSIONS", {**ALL_VERSIONS, second.id: second})
    facts = queries.load_facts(program, MARCH.last, APRIL_2)
    (change,) = services.changes_since(closing, facts)
    assert change.records == () and change.is_known
    assert (change.definition[0].before_of, change.definition[0].now_of) == (2, 1)
    shown = {measure.id: result for measure, result in services.closed_results(closing)}
    assert shown["acceptance-rate/1"].headline.whole == 2
    # A release that no longer has version 1 says so and shows the figures all the same.
    monkeypatch.setattr(services, "ALL_VERSIONS", {second.id: second})
    (change,) = services.changes_since(closing, facts)
    assert (
        not services.Change(second, "acceptance-rate/0").is_known and change.closed_by == "acceptance-rate/1"
    )
    assert results(closing)["acceptance-rate"].headline.whole == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "month", "at", "words"),
    [
        ("peer_support", MARCH, APRIL_2, "Only the program manager and the data manager"),
        ("data_manager", Period(date(2026, 4, 1)), APRIL_2, "isn't over"),
        ("data_manager", Period(date(2020, 4, 1)), APRIL_2, "wasn't running"),
    ],
)
def test_a_month_is_closed_by_the_right_role_and_once_it_is_over(program, role, month, at, words):
    with pytest.raises(Refused, match=words):
        close(program, month, at, role)
    assert not MonthClosing.objects.exists()


@pytest.mark.django_db
def test_another_programs_manager_closes_nothing_here(program):
    other = make_actor(make_ready_program(slug="other"), "program_manager")
    with pytest.raises(Refused, match="Only the program manager"):
        services.close_month(actor=other, program=program, month=MARCH, at=APRIL_2)


@pytest.mark.django_db
def test_the_first_day_is_the_first_policys_or_an_earlier_referrals(program):
    assert queries.first_day(program, [date(2019, 5, 1)]) == date(2019, 5, 1)
    policy = program.policies.order_by("effective_on")[0].effective_on
    assert queries.first_day(program, [AT.date()]) == min(policy, AT.date())
