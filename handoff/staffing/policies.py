"""Who may recommend or decide on a new charge, and until when."""

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.charges.models import NewCharge
from handoff.core.refusals import Refused
from handoff.staffing.models import ChargeDecision, TeamRecommendation


def check_can_report_charge(actor: Actor, program_id: int) -> None:
    """Officers and crime analysts report new charges, in their own program."""
    if actor.program_id != program_id:
        raise Refused(_("This charge is in another program."))
    if not actor.can(Permission.CHARGES_RECORD_NEW):
        raise Refused(_("Your role doesn't include recording new charges."))


def check_can_record_recommendation(actor: Actor, charge: NewCharge, advice: str) -> None:
    """The care team and the arresting officer may recommend until the DA has decided (handbook 5d)."""
    if charge.program_id != actor.program_id:
        raise Refused(_("This charge is in another program."))
    is_arresting_officer = charge.officer_id is not None and charge.officer_id == actor.user_id
    is_on_care_team = actor.can(Permission.CHARGES_REVIEW) and actor.on_care_side
    # The officer needs no permission beyond having made the arrest, so the agreement is checked here.
    if not (is_arresting_officer and actor.agreement_signed) and not is_on_care_team:
        raise Refused(
            _(
                "Only the peer support specialist, the case manager, and the arresting officer can "
                "recommend on a new charge."
            )
        )
    if advice not in TeamRecommendation.Advice.values:
        raise Refused(_("Choose what you recommend."))
    if charge.decisions.exists():
        raise Refused(_("The DA has already decided."))


def check_can_decide_new_charge(actor: Actor, charge: NewCharge, outcome: str) -> None:
    """The DA's office decides, and may decide again; participation neither blocks nor causes a charge (G7)."""
    if charge.program_id != actor.program_id:
        raise Refused(_("This charge is in another program."))
    if not actor.can(Permission.NEW_CHARGE_DECIDE):
        raise Refused(_("Only the DA's office can decide on a charge."))
    if outcome not in ChargeDecision.Outcome.values:
        raise Refused(_("Choose a decision."))
