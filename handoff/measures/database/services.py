"""Save and delete named views of the participant database."""

from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.measures.database import policies
from handoff.measures.database.inputs import DatabaseFilter
from handoff.measures.models import SavedView
from handoff.programs.models import Program


@transaction.atomic
def save_view(
    *, actor: Actor, program: Program, name: str, wanted: DatabaseFilter, at: datetime
) -> SavedView:
    """Save a view for everyone who opens the database; one of the same name is replaced."""
    policies.check_can_save_view(actor, program, name)
    view, _new = SavedView.objects.update_or_create(
        program=program,
        name=name.strip(),
        defaults={"query": wanted.query, "saved_at": at, "saved_by_id": actor.user_id},
    )
    audit.record(actor=actor, at=at, action=AuditAction.DATABASE_VIEW_SAVED, subject=view.public_id)
    return view


@transaction.atomic
def delete_view(*, actor: Actor, view: SavedView, at: datetime) -> None:
    """Delete a view; the records that it showed stay as they are."""
    policies.check_can_delete_view(actor, view)
    audit.record(actor=actor, at=at, action=AuditAction.DATABASE_VIEW_DELETED, subject=view.public_id)
    view.delete()
