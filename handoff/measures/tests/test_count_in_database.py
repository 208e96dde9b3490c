"""The database counts what reading every record counts, whatever the records say (ADR 0088)."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.db.models import Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handoff.measures.definitions import MEASURES
from handoff.measures.definitions.closing import store_result
from handoff.measures.definitions.demographics import UPPER_AGES
from handoff.measures.queries import load_facts
from handoff.measures.rules.periods import PeriodKind, periods_between
from handoff.measures.services import count_month, count_periods
from handoff.measures.tests.any_records import AnyRecords
from handoff.programs.models import Agency, Program
from handoff.referrals.queries.group_columns import Years
from handoff.testing.programs import make_agency
from handoff.testing.referrals import make_ready_program

READ_AT = datetime(2026, 9, 1, 3, tzinfo=UTC)
SPAN = date(2026, 3, 1), date(2026, 8, 20)


@pytest.fixture
def program(db):
    program = make_ready_program()
    for name in ("Harrow Police", "Linden Sheriff"):
        make_agency(program, name=name)
    return program


def in_database(program, kind, **narrowed):
    periods = periods_between(*SPAN, kind)
    counted = count_periods(program, periods, MEASURES, READ_AT, **narrowed)
    return [store_result(*each) for results in counted for each in results]


def row_by_row(program, kind, pathway="", agency=None):
    periods = periods_between(*SPAN, kind)
    facts = load_facts(program, periods[-1].last, READ_AT).only(pathway=pathway, agency=agency)
    return [store_result(*each) for period in periods for each in count_month(facts, period)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.randoms(use_true_random=True),
    st.integers(1, 14),
    st.sampled_from(PeriodKind),
    st.sampled_from(["", "pathway", "agency"]),
)
def test_the_database_counts_what_reading_every_record_counts(program, rng, referrals, kind, narrow):
    narrowed = {
        "": {},
        "pathway": {"pathway": "arrest_diversion"},
        "agency": {
            "agency": Agency.objects.filter(program=program, kind=Agency.Kind.LAW_ENFORCEMENT).latest("pk").pk
        },
    }[narrow]
    with transaction.atomic():
        AnyRecords(program, rng).write(referrals)
        ours, theirs = in_database(program, kind, **narrowed), row_by_row(program, kind, **narrowed)
        transaction.set_rollback(True)
    for one, other in zip(ours, theirs, strict=True):
        assert one == other


def test_groups_of_age_are_whole_tens():
    """Ages come from the database as 15, 25, 35 …: no group may begin between them."""
    assert all(upper % 10 == 4 for upper, _group in UPPER_AGES)


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ((2004, 2, 29), (2023, 2, 28), 18),
        ((2004, 2, 29), (2023, 3, 1), 19),
        ((2004, 2, 29), (2024, 2, 29), 20),
        ((1990, 12, 31), (2026, 12, 30), 35),
    ],
)
def test_the_database_counts_whole_years_as_a_record_does(program, born, on, years):
    """Whoever was born on February 29 is a year older from March 1 (D-F14)."""
    counted = Program.objects.annotate(years=Years(Value(date(*born)), Value(date(*on))))
    assert counted.values_list("years", flat=True).get() == years
