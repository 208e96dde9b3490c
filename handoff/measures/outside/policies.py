"""Who may enter figures from outside, and of which months."""

from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.measures.outside.facts import FileFigures
from handoff.measures.rules.periods import Period
from handoff.spreadsheets.batches.policies import check_can_undo
from handoff.spreadsheets.models import ImportBatch


def check_can_enter(actor: Actor, program_id: int) -> None:
    """The program manager and the data manager enter them."""
    if actor.program_id != program_id or not actor.can(Permission.MEASURES_CLOSE):
        raise Refused(_("Only the program manager and the data manager can enter figures from outside."))


def check_is_past(month: Period, today: date) -> None:
    if month.first > today:
        raise Refused(_("This month hasn't started yet."))


def check_can_import(file: FileFigures) -> None:
    """All of a file or nothing: what can't be read is mended first, in the file or by other columns."""
    if file.faults:
        raise Refused(
            _("Mend the cells named above and upload the file again. Nothing of it is used before.")
        )
    if not any(each.counts for each in file.months):
        raise Refused(_("No figure in this file can be read. Change the columns, or upload another file."))


def check_can_undo_file(actor: Actor, batch: ImportBatch) -> None:
    check_can_enter(actor, batch.program_id)
    check_can_undo(batch)
