"""Sharing a period's figures: counted, small counts hidden, checked against every edition before (M9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.measures import queries
from handoff.measures.definitions import MEASURES
from handoff.measures.definitions.closing import store_result
from handoff.measures.definitions.measure import Line, Measure, Result, Table
from handoff.measures.definitions.published import figure_set, hide_figures, shared_part
from handoff.measures.editions import policies
from handoff.measures.editions.queries import editions, period_of_edition
from handoff.measures.models import FiguresEdition
from handoff.measures.rules.periods import Period, PeriodKind
from handoff.measures.rules.suppression import Earlier, Suppression, suppress
from handoff.measures.services import closed_results, count_periods, stored_results
from handoff.programs.models import Program
from handoff.programs.queries import local_date

Counted = Sequence[tuple[Measure, Result]]


@dataclass(frozen=True)
class Prepared:
    """A period's figures, ready to be shared: all of them, and which are hidden."""

    counted: Counted
    suppression: Suppression
    is_same: bool

    @property
    def shown(self) -> Counted:
        return hide_figures(self.counted, frozenset(self.suppression.hidden))


def results_of(edition: FiguresEdition) -> Counted:
    """The figures of an edition as anyone may read them: hidden numbers aren't in them."""
    return hide_figures(all_results_of(edition), hidden_in(edition))


def all_results_of(edition: FiguresEdition) -> Counted:
    return stored_results(edition.figures["measures"], period_of_edition(edition))


def hidden_in(edition: FiguresEdition) -> frozenset[str]:
    return frozenset(edition.figures["hidden"])


def prepare_edition(program: Program, period: Period, at: datetime) -> Prepared:
    """A month's figures as they were closed, or another period's as they are now, and what has to be hidden."""
    earlier = [each for each in editions(program) if each.period == period.code]
    counted: Counted = _counted(program, period, at)
    for each in earlier:
        counted = _with_lines_of(counted, all_results_of(each))
    found = suppress(figure_set(counted, [earlier_of(each) for each in earlier]))
    is_same = bool(earlier) and earlier[0].figures["measures"] == _stored(counted)
    return Prepared(counted, found, is_same)


def _counted(program: Program, period: Period, at: datetime) -> Counted:
    closings = queries.closings_of(program, period) if period.kind is PeriodKind.MONTH else []
    if closings:
        return shared_part(closed_results(closings[0]))
    (counted,) = count_periods(program, [period], MEASURES, at)
    return shared_part(counted)


def earlier_of(edition: FiguresEdition) -> Earlier:
    return Earlier(figure_set(all_results_of(edition)).values, hidden_in(edition))


def _with_lines_of(counted: Counted, before: Counted) -> Counted:
    """Lines that an earlier edition had stay, with 0: a line that is gone would say that it counted no one."""
    then = {measure.key: {table.key: table for table in result.tables} for measure, result in before}
    return [
        (
            measure,
            replace(
                result,
                tables=tuple(
                    _with_lines(table, then.get(measure.key, {}).get(table.key)) for table in result.tables
                ),
            ),
        )
        for measure, result in counted
    ]


def _with_lines(table: Table, before: Table | None) -> Table:
    codes = {line.code for line in table.lines}
    gone = [line for line in (before.lines if before else ()) if line.code not in codes]
    wholes = [line.whole for line in table.lines]
    return replace(
        table,
        lines=(
            *table.lines,
            *(Line(each.code, (), size=wholes[-1] if wholes else 0, counted=0) for each in gone),
        ),
    )


def _stored(counted: Counted) -> list[object]:
    return [store_result(measure, replace(result, notes={})) for measure, result in counted]


@transaction.atomic
def make_edition(*, actor: Actor, program: Program, period: Period, at: datetime) -> FiguresEdition:
    """Share a period's figures with evaluators and funders, as the next edition of the program."""
    # One edition at a time: each is checked against all before it.
    Program.objects.select_for_update().get(pk=program.pk)
    check_can_prepare(actor=actor, program=program, period=period, at=at)
    prepared = prepare_edition(program, period, at)
    policies.check_has_changed(prepared.is_same)
    policies.check_is_protected(prepared.suppression.exposed)
    edition = FiguresEdition.objects.create(
        program=program,
        number=editions(program).count() + 1,
        period=period.code,
        figures={"measures": _stored(prepared.counted), "hidden": sorted(prepared.suppression.hidden)},
        made_at=at,
        made_by_id=actor.user_id,
    )
    _record(actor, edition, AuditAction.FIGURES_SHARED, at)
    return edition


def check_can_prepare(*, actor: Actor, program: Program, period: Period, at: datetime) -> None:
    """Whether the period's figures may be shared at all, before they are counted."""
    began_on = queries.began_on(program)
    policies.check_can_make_edition(actor, program.pk, period, local_date(program, at), began_on)
    policies.check_is_closed(period, bool(queries.closings_of(program, period)))
    policies.check_does_not_overlap(period, shared_periods(editions(program)))


def shared_periods(found: Iterable[FiguresEdition]) -> list[Period]:
    return [period_of_edition(each) for each in found]


@transaction.atomic
def publish_edition(*, actor: Actor, edition: FiguresEdition, at: datetime) -> None:
    """Put an edition on the public page."""
    edition = FiguresEdition.objects.select_for_update().get(pk=edition.pk)
    policies.check_can_publish(actor, edition)
    edition.public_at, edition.withdrawn_at = at, None
    edition.save(update_fields=["public_at", "withdrawn_at"])
    _record(actor, edition, AuditAction.FIGURES_PUBLISHED, at)


@transaction.atomic
def withdraw_edition(*, actor: Actor, edition: FiguresEdition, at: datetime) -> None:
    """Take an edition from the public page. Evaluators and funders keep it, and later ones are still checked."""
    edition = FiguresEdition.objects.select_for_update().get(pk=edition.pk)
    policies.check_can_withdraw(actor, edition)
    edition.withdrawn_at = at
    edition.save(update_fields=["withdrawn_at"])
    _record(actor, edition, AuditAction.FIGURES_WITHDRAWN, at)


def _record(actor: Actor, edition: FiguresEdition, action: AuditAction, at: datetime) -> None:
    audit.record(
        actor=actor,
        at=at,
        action=action,
        subject=edition.public_id,
        details={"period": edition.period, "edition": edition.number},
    )
