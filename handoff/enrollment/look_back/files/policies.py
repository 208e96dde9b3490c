"""Who imports events before and after referrals: the care team, as where they are typed (M12)."""

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.core.refusals import Refused
from handoff.enrollment.look_back.files.facts import EventFile
from handoff.enrollment.safety.policies import check_is_care_team
from handoff.spreadsheets.batches.policies import check_can_undo
from handoff.spreadsheets.models import ImportBatch


def check_has_looks(file: EventFile) -> None:
    if not file.looks:
        raise Refused(_("No row of this file can be taken. Change the columns, or upload another file."))


def check_can_undo_file(actor: Actor, batch: ImportBatch) -> None:
    check_is_care_team(actor, batch.program_id)
    check_can_undo(batch)
