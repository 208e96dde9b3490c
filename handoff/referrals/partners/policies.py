"""What a 24-hour partner may do with a handoff, and when program staff take over."""

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.referrals.models import HandoffRecord
from handoff.referrals.partners import queries


def check_can_work_on(actor: Actor, handoff: HandoffRecord) -> None:
    """Only the 24-hour partner that was called, and only while the handoff is open to it."""
    if not actor.can(Permission.HANDOFF_TAKE):
        raise Refused(_("Only the 24-hour partner that was called can record this."))
    if not queries.handoffs_of(actor).filter(pk=handoff.pk).exists():
        raise Refused(_("This handoff is no longer open to your organization."))


def check_can_take_over(actor: Actor, handoff: HandoffRecord) -> None:
    """Whoever does intakes for the program takes over, once."""
    if actor.program_id != handoff.referral.program_id:
        raise Refused(_("This referral belongs to another program."))
    if not actor.can(Permission.INTAKE_DO):
        raise Refused(_("Only program staff can take over from a 24-hour partner."))
    if not queries.open_handoffs(actor.program_id).filter(pk=handoff.pk).exists():
        raise Refused(_("There's nothing to take over: the 24-hour partner no longer sees this referral."))
