"""The columns that a program's own measures may ask, and their conditions in words."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from handoff.charges.queries import CHARGE_COLUMNS, NEW_CHARGE_COLUMNS
from handoff.core.columns import ColumnKind, FactColumn, FactTable
from handoff.enrollment.queries import ENROLLMENT_COLUMNS
from handoff.measures.definitions.measure import Measure
from handoff.measures.definitions.own import EMPTY, FILLED, Condition, OwnDefinition, own_measure
from handoff.measures.models import OwnMeasureVersion
from handoff.referrals.queries.fact_rows import REFERRAL_COLUMNS

TABLES: dict[str, FactTable] = {
    "referral": REFERRAL_COLUMNS,
    "enrollment": ENROLLMENT_COLUMNS,
    "charge": CHARGE_COLUMNS,
    "new_charge": NEW_CHARGE_COLUMNS,
}
LEFT_OUT = ("referral", "number", "charge", "encounter")
"""Columns that only tell rows apart."""
NEVER_EMPTY = ("occurred_on", "recorded_on", "enrolled_on", "intake_completed_on", "set_aside_on")


def columns_of(table: str) -> list[FactColumn]:
    return [each for each in TABLES[table] if each.key not in LEFT_OUT and condition_choices(each)]


def condition_choices(column: FactColumn) -> list[tuple[str, str]]:
    """What may be asked of a column: one of its values, or whether it is filled in."""
    values = [(each.code, str(each.label)) for each in column.choices if each.code]
    if column.kind is ColumnKind.TEXT or column.key in NEVER_EMPTY:
        return values
    return [*values, (FILLED, _("recorded")), (EMPTY, _("not recorded"))]


def is_condition(table: str, condition: Condition) -> bool:
    column, value = condition
    return any(each.key == column and value in dict(condition_choices(each)) for each in columns_of(table))


def condition_words(table: str, condition: Condition) -> str:
    """Kind of referral: Arrest diversion."""
    column, value = condition
    found = next((each for each in columns_of(table) if each.key == column), None)
    if found is None:
        return f"{column}: {value}"
    return f"{found.label}: {dict(condition_choices(found)).get(value, value)}"


def conditions_words(table: str, conditions: Sequence[Condition]) -> str:
    """Alternatives of one column with "or", columns with "and"."""
    groups: dict[str, list[str]] = {}
    for each in conditions:
        groups.setdefault(each[0], []).append(condition_words(table, each))
    return _(" and ").join(_(" or ").join(group) for group in groups.values())


def measure_of(definition: OwnDefinition) -> Measure:
    """A definition as a measure, with its words in the reader's language."""
    table, base = definition.table, definition.base
    rows = str(OwnMeasureVersion.Table(table).label)
    whole = f"{rows}: {conditions_words(table, base)}" if base else rows
    return own_measure(
        definition,
        numerator=_("Of these: %(conditions)s") % {"conditions": conditions_words(table, definition.counted)},
        denominator=_("%(rows)s, in the period") % {"rows": whole},
        exclusions=tuple(_rules(table)),
    )


def _rules(table: str) -> Iterable[str]:
    yield _("Defined by the program. It isn't in shared figures.")
    if table == "referral":
        yield _("Referrals entered by mistake or twice are no referrals.")
