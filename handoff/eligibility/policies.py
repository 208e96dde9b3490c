"""May this be done to criteria, or decided under them, now."""

from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.eligibility.engine.findings import Advice
from handoff.eligibility.models import CriteriaApproval, CriteriaVersion, EligibilityDecision

Side = CriteriaApproval.Side
Decision = EligibilityDecision.Decision

PERMISSION_OF_SIDE: dict[str, Permission] = {
    Side.LAW_ENFORCEMENT: Permission.CRITERIA_APPROVE_LAW,
    Side.DISTRICT_ATTORNEY: Permission.CRITERIA_APPROVE_DA,
}

NEEDS_NO_REASON: dict[Advice, set[str]] = {
    Advice.ELIGIBLE: {Decision.OFFER, Decision.SOCIAL},
    Advice.ELIGIBLE_BY_EXCEPTION: {Decision.ASK_EXCEPTION, Decision.SOCIAL},
    Advice.NOT_ELIGIBLE: {Decision.ASK_EXCEPTION, Decision.SOCIAL},
    Advice.MORE_INFORMATION: {Decision.SOCIAL},
    Advice.IMMUNITY: {Decision.SOCIAL},
}
"""The decisions that follow the advice, or are looked at by the DA with a recommendation of their own."""


def check_in_program(actor: Actor, program_id: int) -> None:
    """Nobody acts in another program."""
    if actor.program_id != program_id:
        raise Refused(_("These criteria belong to another program."))


def check_can_edit_criteria(actor: Actor, program_id: int) -> None:
    """Only the program's manager writes criteria."""
    check_in_program(actor, program_id)
    if not actor.can(Permission.CRITERIA_EDIT):
        raise Refused(_("Only a program manager can write criteria."))


def check_can_change_draft(actor: Actor, version: CriteriaVersion) -> None:
    """A draft can be changed; what was proposed, approved or withdrawn stays as it is."""
    check_can_edit_criteria(actor, version.program_id)
    if version.withdrawn_at is not None:
        raise Refused(_("This version was withdrawn. Make a new one."))
    if version.proposed_at is not None:
        raise Refused(_("This version was proposed and cannot be changed. Make a new one instead."))


def check_can_propose_criteria(
    actor: Actor, version: CriteriaVersion, waiting: CriteriaVersion | None, today: date
) -> None:
    """A draft is proposed once, while no other version waits, for today or later."""
    check_can_change_draft(actor, version)
    if waiting is not None:
        raise Refused(
            _("Another version is waiting for approval. Withdraw it first, or wait for the answer.")
        )
    if version.effective_on < today:
        raise Refused(_("The day these criteria begin is past. Choose today or a later day."))


def check_can_approve_criteria(
    actor: Actor, version: CriteriaVersion, given: list[CriteriaApproval], side: str
) -> None:
    """Each side approves a proposed version once, by its own people, and nobody for both (E2)."""
    check_in_program(actor, version.program_id)
    if side not in PERMISSION_OF_SIDE or not actor.can(PERMISSION_OF_SIDE[side]):
        raise Refused(_("Only leadership of that side can approve these criteria."))
    if version.withdrawn_at is not None:
        raise Refused(_("This version was withdrawn."))
    if version.proposed_at is None:
        raise Refused(_("This version has not been proposed yet."))
    if any(approval.side == side for approval in given):
        raise Refused(_("This side has approved this version already."))
    if any(approval.approved_by_id == actor.user_id for approval in given):
        raise Refused(
            _("You have approved these criteria for the other side. Somebody else must approve for this one.")
        )


def check_can_withdraw_criteria(actor: Actor, version: CriteriaVersion) -> None:
    """A version that both sides have not approved yet can be taken back; an approved one is followed by a new one."""
    check_can_edit_criteria(actor, version.program_id)
    if version.withdrawn_at is not None:
        raise Refused(_("This version was withdrawn already."))
    if version.approved_at is not None:
        raise Refused(_("Both sides have approved this version. Make a new one to follow it."))


def check_can_decide(actor: Actor, program_id: int, advice: Advice, decision: str, reason: str) -> None:
    """Law enforcement decides; where the decision departs from the advice it says why (G8)."""
    check_in_program(actor, program_id)
    if not actor.can(Permission.ELIGIBILITY_CHECK):
        raise Refused(_("Only law enforcement can record the eligibility check."))
    if decision not in set(Decision):
        raise Refused(_("Choose what you decide."))
    if decision not in NEEDS_NO_REASON[advice] and not reason.strip():
        raise Refused(_("Please give the reason for your decision in a few words."))
