"""Closing a month: its figures are kept as they were presented (M7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.measures import policies, queries
from handoff.measures.definitions import ALL_VERSIONS, MEASURES
from handoff.measures.definitions.closing import (
    Difference,
    StoredMeasure,
    find_differences,
    read_result,
    store_records,
    store_result,
)
from handoff.measures.definitions.measure import Grouping, Measure, Result, weighed
from handoff.measures.facts import Facts
from handoff.measures.models import MonthClosing
from handoff.measures.queries.groups import grouped_facts
from handoff.measures.queries.spans import Span
from handoff.measures.rules.periods import Period
from handoff.programs.models import Program
from handoff.programs.queries import local_date


@dataclass(frozen=True)
class Change:
    """What reads differently in one measure of a closed month, by records entered since and by a new definition."""

    measure: Measure
    closed_by: str
    records: tuple[Difference, ...] = ()
    definition: tuple[Difference, ...] = ()

    @property
    def is_known(self) -> bool:
        """False if this release no longer has the definition that the month was counted by."""
        return self.measure.is_own or self.closed_by in ALL_VERSIONS


def count_month(
    facts: Facts, month: Period, measures: Iterable[Measure] = MEASURES
) -> list[tuple[Measure, Result]]:
    return [(measure, measure.count(facts, month)) for measure in measures]


def count_periods(
    program: Program,
    periods: Sequence[Period],
    measures: Iterable[Measure],
    at: datetime,
    *,
    pathway: str = "",
    agency: int | None = None,
) -> list[list[tuple[Measure, Result]]]:
    """Count measures for periods that follow each other, without the records behind the figures.

    What the database can group is counted from groups, the rest from every row; both by the same definitions.
    """
    span = Span(program, periods, local_date(program, at), pathway, agency)

    @cache
    def facts_for(grouping: Grouping | None) -> Facts:
        if grouping is None:
            facts = queries.load_facts(program, periods[-1].last, at)
            return facts.only(pathway=pathway, agency=agency)
        return grouped_facts(span, grouping)

    every, counted = list(measures), []
    for period in periods:
        results = []
        for each in every:
            facts = facts_for(each.grouping)
            results.append((each, weighed(each, each.count(facts, period), facts)))
        counted.append(results)
    return counted


def closed_months(program: Program, months: Iterable[Period]) -> dict[Period, list[tuple[Measure, Result]]]:
    """The figures of each of some months that is closed, by its newest revision.

    Two queries, whatever the months and the program: nothing is counted, and no record is read (ADR 0092).
    """
    known = queries.every_version(program)
    return {
        month: stored_results(closing.figures["measures"], month, known)
        for month, closing in queries.newest_closings(program, months).items()
    }


def closed_results(closing: MonthClosing) -> list[tuple[Measure, Result]]:
    """The figures of a closed month with the definitions they were counted by, or the newest of the same measure."""
    known = queries.every_version(closing.program)
    return stored_results(closing.figures["measures"], Period(closing.month), known)


def stored_results(
    measures: Iterable[StoredMeasure], period: Period, known: Mapping[str, Measure] = ALL_VERSIONS
) -> list[tuple[Measure, Result]]:
    by_key = {each.key: each for each in MEASURES}
    return [
        (known.get(each["id"]) or by_key[each["id"].partition("/")[0]], read_result(each, period))
        for each in measures
    ]


def changes_since(closing: MonthClosing, facts: Facts) -> list[Change]:
    """What reads differently now: counted by the month's own definition for the records, by the newest for the rest."""
    month, found = Period(closing.month), []
    known = queries.every_version(closing.program)
    # Of each measure the last version, also of one that was retired since.
    by_key = {**{each.key: each for each in known.values()}, **{each.key: each for each in MEASURES}}
    for stored in closing.figures["measures"]:
        newest = by_key[stored["id"].partition("/")[0]]
        own = known.get(stored["id"], newest)
        now = own.count(facts, month)
        records = tuple(find_differences(read_result(stored, month, closing.records), now))
        definition = tuple(find_differences(now, newest.count(facts, month))) if own is not newest else ()
        if records or definition:
            found.append(Change(newest, stored["id"], records, definition))
    return found


@transaction.atomic
def close_month(*, actor: Actor, program: Program, month: Period, at: datetime) -> MonthClosing:
    """Close a month, or keep what has changed since as its next revision. Earlier revisions stay readable."""
    # One closing at a time, so that each revision has its own number.
    Program.objects.select_for_update().get(pk=program.pk)
    facts = queries.load_facts(program, month.last, at)
    policies.check_can_close_month(actor, program.pk, month, local_date(program, at), facts.began_on)
    earlier = queries.closings_of(program, month)
    if earlier:
        policies.check_has_changed(bool(changes_since(earlier[0], facts)))
    counted = count_month(facts, month, queries.measures_of(program))
    closing = MonthClosing.objects.create(
        program=program,
        month=month.first,
        number=len(earlier) + 1,
        figures={"measures": [store_result(*each) for each in counted]},
        records={measure.id: store_records(measure, result) for measure, result in counted},
        closed_at=at,
        closed_by_id=actor.user_id,
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.MONTH_CLOSED,
        subject=closing.public_id,
        details={"month": month.code, "revision": closing.number},
    )
    return closing
