"""A program's own measures in a list, and what one would count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handoff.measures.definitions.measure import Measure
from handoff.measures.definitions.own import OwnDefinition
from handoff.measures.facts import Facts
from handoff.measures.models import OwnMeasure
from handoff.measures.own.inputs import OwnInput
from handoff.measures.own.queries import newest_of
from handoff.measures.presenters.pages import definition_rows
from handoff.measures.presenters.words import figure_words, period_name
from handoff.measures.queries import read_own
from handoff.measures.readers.columns import measure_of
from handoff.measures.rules.periods import Period


@dataclass(frozen=True)
class OwnRow:
    """One measure of the list."""

    own: OwnMeasure
    measure: Measure


def own_rows(found: Iterable[OwnMeasure]) -> list[OwnRow]:
    return [OwnRow(each, read_own(newest_of(each))) for each in found]


@dataclass(frozen=True)
class Preview:
    """What a measure would count: its definition in words, and its figure in the last months."""

    definition: Sequence[tuple[str, object]]
    rows: Sequence[tuple[str, str]]


def preview(own: OwnInput, facts: Facts, months: Iterable[Period]) -> Preview:
    measure = measure_of(
        OwnDefinition(0, 1, own.title, own.sentence, own.table, tuple(own.base), tuple(own.counted))
    )
    rows = [(period_name(each), figure_words(measure.count(facts, each).headline)) for each in months]
    return Preview(definition_rows(measure)[:3], rows)
