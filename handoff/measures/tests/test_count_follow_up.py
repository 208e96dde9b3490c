"""Measures of what came after: overdoses, reversals and deaths (M13), by hand."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from handoff.enrollment.safety.facts import SafetyFact
from handoff.measures.definitions.published import figure_set
from handoff.measures.definitions.safety import SAFETY
from handoff.measures.presenters.words import finding
from handoff.measures.rules.periods import Period
from handoff.measures.rules.suppression import suppress
from handoff.measures.tests.worked_example import END_OF_AUGUST, SO, facts_on
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, make_member
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
