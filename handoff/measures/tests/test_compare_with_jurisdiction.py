"""The program's own figures about its jurisdiction, dated, and the county's ages (M4)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from handoff.core.refusals import Refused
from handoff.measures.baselines import services
from handoff.measures.definitions.demographics import DEMOGRAPHICS
from handoff.measures.facts import Baseline
from handoff.measures.models import OwnBaseline
from handoff.measures.queries import load_facts
from handoff.measures.readers.counties import read_ages
from handoff.measures.rules.intervals import disparity_of
from handoff.measures.rules.periods import Period, period_of
from handoff.measures.tests.worked_example import CLOSED, END_OF_AUGUST, facts_on
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, make_actor, make_member
from handoff.testing.referrals import make_ready_program

JULY, AUGUST = Period(date(2026, 7, 1)), Period(date(2026, 8, 1))
YOUNG = {"under_25": 0.31, "25_34": 0.13}


def baselines(result, key):
    return {line.code: line.baseline for line in result.table(key).lines if line.baseline is not None}


def test_own_figures_count_from_their_day_and_replace_one_dimension_alone():
    newer = Baseline("age", date(2026, 8, 31), {"under_25": 0.29})
    facts = replace(facts_on(END_OF_AUGUST), baselines=[newer, Baseline("age", date(2026, 7, 31), YOUNG)])
    july, august = DEMOGRAPHICS.count(facts, JULY), DEMOGRAPHICS.count(facts, AUGUST)
    assert baselines(july, "age:referred") == YOUNG
    assert baselines(august, "age:referred") == {"under_25": 0.29}
    assert set(baselines(july, "race:referred")) == {"nh_white", "hispanic"}
    june = DEMOGRAPHICS.count(facts, JULY.previous)
    assert baselines(june, "age:referred") == {}


def test_the_index_of_age_by_hand():
    """July, read on August 1: of 7 whose age is known, 3 are 25 to 34; the county has 13 percent: 3.3 times."""
    facts = replace(facts_on(CLOSED), baselines=[Baseline("age", date(2026, 7, 1), YOUNG)])
    (line,) = [
        each for each in DEMOGRAPHICS.count(facts, JULY).table("age:referred").lines if each.code == "25_34"
    ]
    found = disparity_of(line.count, line.whole, line.baseline)
    assert (line.count, line.whole, round(found.index, 1)) == (3, 7, 3.3)
    assert (round(found.low, 2), round(found.high, 2)) == (1.22, 5.77)


def test_the_survey_has_ages_of_every_county():
    assert len(read_ages()) == 100
    assert (read_ages()["37001"].adults, read_ages()["37001"].median) == (77.6, 39.1)


@pytest.fixture
def program(db):
    program = make_ready_program(county_fips="37001")
    make_participant(program)
    return program


def enter(program, role="data_manager", **fields):
    values = {"dimension": "age", "shares": {"under_25": 31.0}, "source": "ACS S0101", "since": AT.date()}
    return services.enter_baseline(
        actor=make_actor(program, role), program=program, at=AT, **{**values, **fields}
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"role": "case_manager"}, "Only the program manager"),
        ({"source": " "}, "where the figures come from"),
        ({"since": AT.date() + timedelta(days=1)}, "in the future"),
        ({"shares": {}}, "at least one share"),
        ({"shares": {"under_25": 101.0}}, "at least one share"),
        ({"shares": {"under_25": 60.0, "25_34": 60.0}}, "more than 100"),
    ],
)
def test_figures_are_shares_of_one_whole_with_a_source(program, fields, words):
    with pytest.raises(Refused, match=words):
        enter(program, **fields)
    assert not OwnBaseline.objects.exists()


def test_the_newest_entry_of_a_day_counts_and_the_same_again_adds_none(program):
    assert enter(program) == enter(program)
    enter(program, shares={"under_25": 30.0})
    assert OwnBaseline.objects.count() == 2
    month = period_of(AT.date())
    result = DEMOGRAPHICS.count(load_facts(program, month.last, AT), month)
    assert baselines(result, "age:referred") == {"under_25": 0.3}


def test_the_page_keeps_what_is_typed_and_the_measure_says_what_it_is_compared_with(program, client, clock):
    client.force_login(make_member(program, "data_manager"))
    url = reverse("baselines:age", args=[program.slug])
    since = {"since_month": AT.month, "since_day": 1, "since_year": AT.year}
    sent = {"source": "ACS S0101", "under_25": "60", "25_34": "60", **since}
    page = client.post(url, sent).content.decode()
    assert "more than 100 percent" in page and "ACS S0101" in page
    page = client.post(url, {**sent, "25_34": "13"}, follow=True).content.decode()
    assert "ACS S0101" in page and "13.0%" in page
    shown = client.get(
        reverse("measures:show", args=[program.slug, "demographics"]) + f"?period={AT:%Y-%m}"
    ).content.decode()
    assert (
        "Age: the program&#x27;s own figures, since" in shown
        and "half of all people are younger than 39.1" in shown
    )
    assert client.get(reverse("baselines:race", args=[program.slug])).status_code == 200


@pytest.mark.parametrize("role", ["case_manager", "evaluator", "law_leader"])
def test_others_enter_none(program, client, clock, role):
    client.force_login(make_member(program, role))
    assert client.get(reverse("baselines:age", args=[program.slug])).status_code == 404
