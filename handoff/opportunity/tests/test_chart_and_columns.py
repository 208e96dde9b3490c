"""The parts of the opportunity page: its chart, and the columns that one chooses and saves."""

import pytest

from handoff.core.refusals import Refused
from handoff.eligibility.models import ArrestListMapping
from handoff.opportunity.facts import Table
from handoff.opportunity.forms import FACTS
from handoff.opportunity.presenters.bars import Month, axis_step, lay_out_bars
from handoff.opportunity.readers.headings import (
    COLUMN_NAMES,
    columns_from_names,
    distinct_headings,
)
from handoff.opportunity.services import save_arrest_list_mapping
from handoff.spreadsheets.readers.tables import UnusableFile
from handoff.testing.programs import AT, make_actor, make_program

pytestmark = pytest.mark.django_db
NAMED = {"statute": "Off Cd", "description": "Off Tx", "date": "When", "case": "Rpt"}


@pytest.fixture
def program():
    return make_program()


def test_every_fact_can_be_said():
    assert set(FACTS) == set(COLUMN_NAMES)


def test_headings_to_choose_from_are_distinguishable():
    assert distinct_headings(["A b", "", "a_B", "--", "C"]) == ("A b", "C")


def test_named_columns_are_taken_as_they_are():
    table = Table(("Age", "Code"), (("3", "90-113.22"),))
    assert columns_from_names(table, {"statute": "Code"}).places == {"statute": 1}
    with pytest.raises(UnusableFile):
        columns_from_names(table, {"age": "Age"})


@pytest.mark.parametrize(
    ("most", "step"), [(0, 1), (5, 1), (6, 2), (25, 5), (26, 10), (4_000, 1000), (900_000, 200_000)]
)
def test_the_scale_has_few_round_lines(most, step):
    assert axis_step(most) == step


def test_a_bar_is_as_tall_as_its_number():
    chart = lay_out_bars([Month("J", "2016", "", 10, 5), Month("F", "", "", 0, 0)])
    assert [bar.height for bar in chart.bars] == [chart.base - 14, 0]
    assert chart.bars[0].part_height * 2 == chart.bars[0].height


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "  "}, "Enter a name for these columns"),
        ({"name": "x" * 61}, "Enter a name for these columns"),
        ({"columns": {"date": "When"}}, "Choose the column for the statute or the charge description"),
        ({"columns": {"statute": "Off Cd", "mood": "Rpt"}}, "Choose the column for the statute"),
        ({"role": "officer"}, "Your role can't run the opportunity analysis"),
    ],
)
def test_columns_are_saved_with_a_name_a_charge_and_the_right_role(program, changes, sentence):
    values = {"name": "CAD", "columns": NAMED, "role": "crime_analyst", **changes}
    actor = make_actor(program, values.pop("role"))
    with pytest.raises(Refused, match=sentence):
        save_arrest_list_mapping(actor=actor, program=program, at=AT, **values)
    assert not ArrestListMapping.objects.exists()
