"""Who imports files of charges, and who may see what became of one."""

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.spreadsheets.batches.policies import check_can_undo
from handoff.spreadsheets.models import ImportBatch


def check_can_open_file(actor: Actor, batch: ImportBatch) -> None:
    """Whoever read a file sees it again; the care team sees every file, since it compares what is in it."""
    if actor.program_id != batch.program_id:
        raise Refused(_("This file is in another program."))
    own = actor.can(Permission.CHARGES_RECORD_NEW) and batch.read_by_id == actor.user_id
    if not own and not can_compare(actor):
        raise Refused(_("Only the person who sent this file, and the care team, can open it."))


def can_compare(actor: Actor) -> bool:
    """The care team knows who is a participant; the law side must not learn it from a file."""
    return actor.can(Permission.CHARGES_REVIEW) and actor.on_care_side


def check_can_undo_file(actor: Actor, batch: ImportBatch) -> None:
    """Whoever sent a file, and the care team, can undo its import."""
    check_can_open_file(actor, batch)
    check_can_undo(batch)
