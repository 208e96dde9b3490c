"""What an actor may do to criteria and decide under them. Each check raises `Refused`."""

from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.policies import check_is_second_person
from handoff.core.refusals import Refused
from handoff.eligibility.engine.checks import check_new_limits
from handoff.eligibility.engine.criteria import Criteria, CriteriaRefused
from handoff.eligibility.engine.findings import Advice
from handoff.eligibility.models import CriteriaApproval, CriteriaVersion, EligibilityDecision
from handoff.programs.policies import check_words_about_criteria

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
    if actor.program_id != program_id:
        raise Refused(_("These criteria belong to another program."))


def check_can_edit_criteria(actor: Actor, program_id: int) -> None:
    check_in_program(actor, program_id)
    if not actor.can(Permission.CRITERIA_EDIT):
        raise Refused(_("Only a program manager can write criteria."))


def check_new_criteria(criteria: Criteria, note: str) -> None:
    """What is written about the criteria, and each limit, keeps to the guiding rules (G4, G5, G9).

    Raises `CriteriaRefused` for limits, which belong to rows of the editor.
    """
    sources = (words for limit in criteria.drug_limits for words in (limit.source, limit.reviewed_by))
    check_words_about_criteria(criteria.name, note, *sources)
    errors = check_new_limits(criteria)
    if errors:
        raise CriteriaRefused(errors)


def check_can_change_draft(actor: Actor, version: CriteriaVersion) -> None:
    """Only drafts change. Proposed, approved and withdrawn versions stay as they are."""
    check_can_edit_criteria(actor, version.program_id)
    if version.withdrawn_at is not None:
        raise Refused(_("This version was withdrawn. Make a new one."))
    if version.proposed_at is not None:
        raise Refused(_("This version was proposed, so it can't be changed. Make a new one."))


def check_can_propose_criteria(
    actor: Actor, version: CriteriaVersion, waiting: CriteriaVersion | None, today: date
) -> None:
    """A draft is proposed once, for today or later, while no other version waits."""
    check_can_change_draft(actor, version)
    if waiting is not None:
        raise Refused(
            _("Another version is waiting for approval. Withdraw it first, or wait for the answer.")
        )
    if version.effective_on < today:
        raise Refused(_("The date these criteria start has passed. Choose today or a later date."))


def check_can_approve_criteria(
    actor: Actor, version: CriteriaVersion, approvals: list[CriteriaApproval], side: str
) -> None:
    """Each side approves a proposed version once, and no one approves for both sides (E2)."""
    check_in_program(actor, version.program_id)
    if side not in PERMISSION_OF_SIDE or not actor.can(PERMISSION_OF_SIDE[side]):
        raise Refused(_("Only that side's leadership can approve these criteria."))
    if version.withdrawn_at is not None:
        raise Refused(_("This version was withdrawn."))
    if version.proposed_at is None:
        raise Refused(_("This version hasn't been proposed yet."))
    if any(approval.side == side for approval in approvals):
        raise Refused(_("This side has already approved this version."))
    for approval in approvals:
        check_is_second_person(
            actor,
            approval.approved_by_id,
            _("You approved these criteria for the other side. Someone else must approve for this one."),
        )


def check_can_withdraw_criteria(actor: Actor, version: CriteriaVersion) -> None:
    """A version can be withdrawn until both sides have approved it; after that a new version replaces it."""
    check_can_edit_criteria(actor, version.program_id)
    if version.withdrawn_at is not None:
        raise Refused(_("This version was already withdrawn."))
    if version.approved_at is not None:
        raise Refused(_("Both sides have approved this version. Make a new one to replace it."))


def check_can_decide(actor: Actor, program_id: int, advice: Advice, decision: str, reason: str) -> None:
    """Law enforcement decides, with a reason where the decision departs from the advice (G8)."""
    check_in_program(actor, program_id)
    if not actor.can(Permission.ELIGIBILITY_CHECK):
        raise Refused(_("Only law enforcement can record the eligibility check."))
    if decision not in set(Decision):
        raise Refused(_("Choose your decision."))
    if decision not in NEEDS_NO_REASON[advice] and not reason.strip():
        raise Refused(_("Enter the reason for your decision in a few words."))
