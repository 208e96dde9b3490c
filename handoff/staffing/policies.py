"""Who may recommend or decide on a new charge, and until when."""

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.access.roles import ROLES, RoleName
from handoff.charges.models import NewCharge
from handoff.core.refusals import Refused
from handoff.staffing.models import ChargeDecision, TeamRecommendation
from handoff.staffing.queries import is_to_be_decided


def check_can_report_charge(actor: Actor, program_id: int) -> None:
    """Officers and crime analysts report new charges, in their own program."""
    if actor.program_id != program_id:
        raise Refused(_("This charge is in another program."))
    if not actor.can(Permission.CHARGES_RECORD_NEW):
        raise Refused(_("Your role doesn't include recording new charges."))


def check_can_record_recommendation(actor: Actor, charge: NewCharge, advice: str) -> None:
    """The care team and the arresting officer may recommend until the DA has decided (handbook 5d).

    A charge that was continued is still to be decided, so the team is heard again.
    """
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
    check_is_open(charge)
    if not is_to_be_decided(charge.decisions.all()):
        raise Refused(_("The DA has already decided."))


def recommending_role(actor: Actor) -> RoleName:
    """The role in which someone with several recommends: the one whose work it is, else the first of the table."""
    held = [name for name in ROLES if name in actor.roles]
    reviewing = [name for name in held if Permission.CHARGES_REVIEW in ROLES[name].permissions]
    return [*reviewing, *held][0]


def check_can_decide_new_charge(actor: Actor, charge: NewCharge, outcome: str) -> None:
    """The DA's office decides once; participation neither blocks nor causes a charge (G7)."""
    check_is_da_choice(actor, charge, outcome)
    if charge.decisions.exists():
        raise Refused(_("Your office already decided. To change the decision, give a reason."))


def check_can_change_decision(actor: Actor, charge: NewCharge, outcome: str, reason: str) -> None:
    """A decision is changed on purpose, to another one and with a reason; the earlier ones stay (N6)."""
    check_is_da_choice(actor, charge, outcome)
    current = charge.decisions.order_by("decided_at", "pk").last()
    if current is None:
        raise Refused(_("There's no decision to change yet."))
    if outcome == current.outcome:
        raise Refused(_("That is the decision already. Choose another one, or go back."))
    if not reason.strip():
        raise Refused(_("Enter why you're changing the decision. We keep it with the earlier one."))


def check_is_da_choice(actor: Actor, charge: NewCharge, outcome: str) -> None:
    if charge.program_id != actor.program_id:
        raise Refused(_("This charge is in another program."))
    if not actor.can(Permission.NEW_CHARGE_DECIDE):
        raise Refused(_("Only the DA's office can decide on a charge."))
    check_is_open(charge)
    if outcome not in ChargeDecision.Outcome.values:
        raise Refused(_("Choose a decision."))


def check_is_open(charge: NewCharge) -> None:
    """A charge that was never about this person isn't decided on."""
    if charge.entered_in_error_at is not None:
        raise Refused(_("This charge was entered in error, so there's nothing to decide."))
