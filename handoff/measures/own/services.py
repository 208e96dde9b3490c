"""Define, change and retire a program's own measures. Each change is a new version (M10, ADR 0078)."""

from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.measures.models import OwnMeasure, OwnMeasureVersion
from handoff.measures.own import policies, queries
from handoff.measures.own.inputs import OwnInput
from handoff.programs.models import Program


def _write(actor: Actor, measure: OwnMeasure, own: OwnInput, number: int, at: datetime) -> OwnMeasureVersion:
    version = OwnMeasureVersion.objects.create(
        measure=measure,
        number=number,
        title=own.title.strip(),
        sentence=own.sentence.strip(),
        table=own.table,
        base=[list(each) for each in own.base],
        counted=[list(each) for each in own.counted],
        made_at=at,
        made_by_id=actor.user_id,
    )
    _record(actor, measure, at, version=number)
    return version


def _record(actor: Actor, measure: OwnMeasure, at: datetime, **details: object) -> None:
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.OWN_MEASURE_CHANGED,
        subject=measure.public_id,
        details={"measure": measure.number, **details},
    )


@transaction.atomic
def define_measure(*, actor: Actor, program: Program, own: OwnInput, at: datetime) -> OwnMeasure:
    """Define a measure. The same name and conditions again return the one that is there."""
    policies.check_may_define(actor, program.pk)
    policies.check_own(own)
    # One at a time, so that each has its own number.
    Program.objects.select_for_update().get(pk=program.pk)
    known = list(queries.own_measures(program))
    current = [each for each in known if each.retired_at is None]
    for each in current:
        if says(queries.newest_of(each)) == says(own):
            return each
    policies.check_is_not_too_many(len(current))
    measure = OwnMeasure.objects.create(
        program=program, number=len(known) + 1, made_at=at, made_by_id=actor.user_id
    )
    _write(actor, measure, own, 1, at)
    return measure


def says(own: OwnInput | OwnMeasureVersion) -> tuple[object, ...]:
    """What a definition says, to compare it with another."""
    conditions = ([tuple(each) for each in own.base], [tuple(each) for each in own.counted])
    return (own.title.strip(), own.sentence.strip(), own.table, *conditions)


@transaction.atomic
def change_measure(*, actor: Actor, measure: OwnMeasure, own: OwnInput, at: datetime) -> OwnMeasureVersion:
    """Change a measure by a new version, unless it says so already. Closed months keep the version they had."""
    policies.check_may_define(actor, measure.program_id)
    OwnMeasure.objects.select_for_update().get(pk=measure.pk)
    measure = queries.own_measures(measure.program).get(pk=measure.pk)
    policies.check_is_current(measure.retired_at is not None)
    policies.check_own(own)
    newest = queries.newest_of(measure)
    return newest if says(newest) == says(own) else _write(actor, measure, own, newest.number + 1, at)


@transaction.atomic
def retire_measure(*, actor: Actor, measure: OwnMeasure, at: datetime) -> None:
    """Count a measure no longer. Closed months keep its figures."""
    policies.check_may_define(actor, measure.program_id)
    measure = OwnMeasure.objects.select_for_update().get(pk=measure.pk)
    if measure.retired_at is None:
        measure.retired_at, measure.retired_by_id = at, actor.user_id
        measure.save(update_fields=["retired_at", "retired_by_id"])
        _record(actor, measure, at, retired=True)
