"""Keeping the data collection plan: its sources, and their reviews."""

from datetime import date, datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.measures.collection import policies, queries
from handoff.measures.collection.inputs import SourceInput
from handoff.measures.models import DataSource, SourceReview
from handoff.programs.models import Program
from handoff.programs.queries import local_date


@transaction.atomic
def add_source(*, actor: Actor, program: Program, key: str, wanted: SourceInput, at: datetime) -> DataSource:
    """Put a source into the plan: one of the handbook's by its key, or the program's own by its name."""
    Program.objects.select_for_update().get(pk=program.pk)
    policies.check_can_keep_plan(actor, program.pk)
    policies.check_not_planned(bool(key) and key not in queries.unplanned_keys(program))
    return _save(actor, DataSource(program=program, key=key), wanted, at)


@transaction.atomic
def change_source(*, actor: Actor, source: DataSource, wanted: SourceInput, at: datetime) -> DataSource:
    """Change who looks after a source, how often, or where it is kept. Its reviews stay."""
    policies.check_can_keep_plan(actor, source.program_id)
    return _save(actor, source, wanted, at)


def _save(actor: Actor, source: DataSource, wanted: SourceInput, at: datetime) -> DataSource:
    staff = set(queries.staff_of(source.program, at).values_list("pk", flat=True))
    policies.check_source(wanted, staff, is_own=not source.key)
    if not source.key:
        source.name, source.holds = wanted.name.strip(), wanted.holds.strip()
    source.owner, source.backup = wanted.owner, wanted.backup
    source.entry, source.rhythm = wanted.entry, wanted.rhythm
    source.first_review_on, source.stored = wanted.first_review_on, wanted.stored.strip()
    source.saved_at, source.saved_by_id = at, actor.user_id
    source.save()
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.DATA_SOURCE_SAVED,
        subject=source.public_id,
        details={
            "key": source.key,
            "owner": str(wanted.owner.public_id),
            "backup": str(wanted.backup.public_id) if wanted.backup else "",
            "rhythm": wanted.rhythm.value,
        },
    )
    return source


@transaction.atomic
def end_source(*, actor: Actor, source: DataSource, at: datetime) -> None:
    """Take a source out of the plan. What was reviewed stays on record."""
    policies.check_can_keep_plan(actor, source.program_id)
    source.ended_at = at
    source.save(update_fields=["ended_at"])
    audit.record(actor=actor, at=at, action=AuditAction.DATA_SOURCE_ENDED, subject=source.public_id)


@transaction.atomic
def record_review(
    *, actor: Actor, source: DataSource, reviewed_on: date, note: str, at: datetime
) -> SourceReview:
    """Record that a source was looked through on a day; the next review follows from it."""
    policies.check_can_review(actor, source, reviewed_on, local_date(source.program, at))
    review = SourceReview.objects.create(
        source=source,
        reviewed_on=reviewed_on,
        note=note.strip(),
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.DATA_SOURCE_REVIEWED,
        subject=source.public_id,
        details={"reviewed_on": reviewed_on.isoformat()},
    )
    return review
