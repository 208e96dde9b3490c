"""Who may save and delete views of the participant database."""

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.measures.models import SavedView
from handoff.programs.models import Program


def check_can_save_view(actor: Actor, program: Program, name: str) -> None:
    if not actor.can(Permission.RECORDS_EXPORT) or actor.program_id != program.pk:
        raise Refused(_("Only people who can open the participant database can save filters."))
    if not name.strip():
        raise Refused(_("Enter a name for the filter."))


def check_can_delete_view(actor: Actor, view: SavedView) -> None:
    if not actor.can(Permission.RECORDS_EXPORT) or actor.program_id != view.program_id:
        raise Refused(_("Only people who can open the participant database can delete saved filters."))
