"""May this be said or decided about a new charge now."""

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.charges.models import NewCharge
from handoff.core.refusals import Refused
from handoff.staffing.models import ChargeDecision, ChargeView


def check_can_give_view(actor: Actor, charge: NewCharge, advice: str) -> None:
    """The care team and the arresting officer are heard, until the DA has decided (handbook 5d)."""
    if charge.program_id != actor.program_id:
        raise Refused(_("This charge belongs to another program."))
    arresting = charge.officer_id is not None and charge.officer_id == actor.user_id
    on_team = actor.can(Permission.CHARGES_REVIEW) and actor.on_care_side
    if not (arresting and actor.agreement_signed) and not on_team:
        raise Refused(
            _("Peer support, the case manager and the arresting officer are heard on a new charge.")
        )
    if advice not in ChargeView.Advice.values:
        raise Refused(_("Please choose what you would do."))
    if charge.decisions.exists():
        raise Refused(_("The DA has already decided."))


def check_can_decide_new_charge(actor: Actor, charge: NewCharge, outcome: str) -> None:
    """The DA's office decides, and may decide again; participation neither blocks nor makes a charge (G7)."""
    if charge.program_id != actor.program_id:
        raise Refused(_("This charge belongs to another program."))
    if not actor.can(Permission.NEW_CHARGE_DECIDE):
        raise Refused(_("Only the DA's office decides on a charge."))
    if outcome not in ChargeDecision.Outcome.values:
        raise Refused(_("Please choose a decision."))
