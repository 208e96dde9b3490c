"""Who may say that the DA's office has a charge."""

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.charges.models import Encounter, SetAsideCharge
from handoff.charges.sent.queries import RECEIVED
from handoff.core.refusals import Refused


def check_can_receive_charges(actor: Actor, encounter: Encounter) -> None:
    """The DA's office says once that it has the charges that an officer chose to pursue."""
    if actor.program_id != encounter.program_id:
        raise Refused(_("This charge isn't in your program."))
    if not actor.can(Permission.NEW_CHARGE_DECIDE):
        raise Refused(_("Only the DA's office can mark a charge as received."))
    sent = encounter.set_aside_charges.filter(state=SetAsideCharge.State.REFERRED_TO_DA)
    if not sent.exists():
        raise Refused(_("The officer hasn't chosen to pursue this charge."))
    if sent.filter(events__what=RECEIVED).exists():
        raise Refused(_("Your office already marked this charge as received."))
