"""When a dated fact ends: by its own last day, or by what followed it. No database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.casework.facts import CODES, EXCLUSIVE, LABELS, LISTS
from handoff.casework.situation.rules import Span, end_of, holds_on
from handoff.enrollment.definitions import SECTIONS

DAY = date(2026, 3, 2)


def span(kind, code, days, until=None, order=None):
    since = DAY + timedelta(days=days)
    end = None if until is None else DAY + timedelta(days=until)
    return Span(order if order is not None else days, kind, code, since, end)


@pytest.mark.parametrize(
    ("one", "other", "ends"),
    [
        (span("housing", "335", 0), span("housing", "101", 5), 5),
        (span("income", "wages", 0), span("income", "ssi", 5), None),
        (span("income", "wages", 0), span("income", "none", 5), 5),
        (span("coverage", "uninsured", 0), span("coverage", "medicaid", 5), 5),
        (span("coverage", "medicaid", 0), span("coverage", "medicaid", 5), 5),
        (span("coverage", "medicaid", 0), span("coverage", "medicaid_tailored", 5), 5),
        (span("coverage", "medicaid", 0), span("coverage", "medicare", 5), None),
        (span("housing", "335", 0), span("work", "looking", 5), None),
        (span("housing", "335", 0, until=3), span("housing", "101", 5), 3),
        (span("housing", "335", 0, until=9), span("housing", "101", 5), 5),
        (span("housing", "335", 5), span("housing", "101", 0), None),
    ],
)
def test_a_fact_is_ended_by_what_it_cannot_hold_beside(one, other, ends):
    expected = None if ends is None else DAY + timedelta(days=ends)
    assert end_of(one, [one, other]) == expected


def test_of_two_facts_of_one_day_the_one_recorded_later_counts():
    first, second = span("housing", "335", 0, order=1), span("housing", "101", 0, order=2)
    assert end_of(first, [first, second]) == DAY and end_of(second, [first, second]) is None


def test_a_fact_holds_from_its_first_day_until_the_day_before_it_ended():
    assert holds_on(DAY, DAY + timedelta(days=2), DAY + timedelta(days=1))
    assert not holds_on(DAY, DAY + timedelta(days=2), DAY + timedelta(days=2))
    assert not holds_on(DAY, None, DAY - timedelta(days=1)) and holds_on(DAY, None, DAY)


SPANS = st.lists(
    st.builds(
        span,
        st.sampled_from(sorted(EXCLUSIVE)),
        st.sampled_from(["does_not_know", "prefers_not"]),
        st.integers(0, 9),
        st.none(),
    ),
    max_size=6,
)


@given(SPANS, st.integers(0, 12))
def test_of_an_exclusive_kind_never_two_hold_on_one_day(found, later):
    spans = [Span(order, each.kind, each.code, each.since) for order, each in enumerate(found)]
    day = DAY + timedelta(days=later)
    for kind in EXCLUSIVE:
        held = [
            each for each in spans if each.kind == kind and holds_on(each.since, end_of(each, spans), day)
        ]
        started = [each for each in spans if each.kind == kind and each.since <= day]
        assert len(held) == min(1, len(started))


def test_a_code_means_the_same_in_every_list():
    for kind, listed in LISTS.items():
        assert all(LABELS[each.code] == each.label for each in listed), kind
        assert len({each.code for each in listed}) == len(listed), kind


def test_every_answer_of_the_intake_is_in_a_list():
    asked = {each.key: each for section in SECTIONS for each in section.questions}
    kinds = {
        "living_situation": ["housing"],
        "employment": ["work"],
        "income": ["income"],
        "benefits": ["benefits", "coverage"],
    }
    for question, listed in kinds.items():
        for choice in asked[question].choices:
            assert any((kind, choice.code) in CODES for kind in listed), choice


def test_no_list_knows_a_drug_test_abstinence_or_a_score():  # G1, G4
    words = " ".join(each.label.casefold() for each in CODES.values())
    assert not any(word in words for word in ("test", "sober", "clean", "abstin", "relapse", "score"))
