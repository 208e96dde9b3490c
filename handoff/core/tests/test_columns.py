"""Columns that an app states once about its facts."""

from dataclasses import dataclass

import pytest

from handoff.core.columns import Choice, ColumnKind, FactColumn, FactTable, choices_of


@dataclass(frozen=True)
class Visit:
    pathway: str
    minutes: int


PATHWAY = FactColumn(
    "pathway", "Pathway", ColumnKind.CHOICE, "Referral form", choices=(Choice("a", "Arrest"),)
)
MINUTES = FactColumn("minutes", "Time", ColumnKind.WHOLE_NUMBER, "Referral form", "7a", unit="minutes")


def test_a_table_states_a_column_for_each_attribute_of_its_row_in_order():
    table = FactTable("visit", "A visit", Visit, (PATHWAY, MINUTES))
    assert [each.key for each in table] == ["pathway", "minutes"] and table["minutes"] is MINUTES
    with pytest.raises(ValueError, match="aren't the row's attributes"):
        FactTable("visit", "A visit", Visit, (MINUTES, PATHWAY))


def test_a_column_has_choices_exactly_if_it_is_a_choice():
    assert choices_of([("a", "Arrest")]) == PATHWAY.choices
    assert (
        PATHWAY.label_of("a") == "Arrest" and PATHWAY.label_of("of an older release") == "of an older release"
    )
    for kind, choices in [(ColumnKind.CHOICE, ()), (ColumnKind.TEXT, PATHWAY.choices)]:
        with pytest.raises(ValueError, match="has choices exactly"):
            FactColumn("x", "X", kind, "A form", choices=choices)
