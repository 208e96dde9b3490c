"""Who imports a program's workbook, and who may see what became of it."""

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.programs.models import Program
from handoff.spreadsheets.batches.policies import check_can_undo, check_is_waiting
from handoff.spreadsheets.models import ImportBatch


def check_can_import_workbooks(actor: Actor, program_id: int) -> None:
    """Those who may see the whole participant database: the pages show the records that rows are compared with."""
    if not actor.can(Permission.RECORDS_EXPORT) or not actor.on_care_side or actor.program_id != program_id:
        raise Refused(_("Only the program manager and the data manager can import a workbook."))


def check_has_policy(program: Program) -> None:
    """A referral needs the policy that it was made under, if only the program's first."""
    if not program.policies.exists():
        raise Refused(_("The program has no policy settings yet. Set them first."))


def check_can_answer(actor: Actor, batch: ImportBatch) -> None:
    check_can_import_workbooks(actor, batch.program_id)
    check_is_waiting(batch)


def check_can_undo_workbook(actor: Actor, batch: ImportBatch) -> None:
    check_can_import_workbooks(actor, batch.program_id)
    check_can_undo(batch)
