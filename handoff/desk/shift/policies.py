"""Who hands a shift over (K5)."""

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.programs.models import Program


def check_is_on_shift(actor: Actor, program: Program) -> None:
    if actor.program_id != program.pk or not actor.can(Permission.OUTREACH_DO):
        raise Refused(_("Only the care team reads and leaves lines for a shift."))


def check_line(words: str) -> None:
    if not words.strip():
        raise Refused(_("Enter a line for the next shift."))
