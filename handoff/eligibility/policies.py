"""What an actor may do to criteria and decide under them. Each check raises `Refused`."""

from collections.abc import Collection, Mapping
from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.policies import check_is_second_person
from handoff.core.refusals import Refused
from handoff.eligibility.engine.checks import check_new_limits
from handoff.eligibility.engine.criteria import ChargeClass, Criteria, CriteriaRefused
from handoff.eligibility.engine.findings import Advice
from handoff.eligibility.models import (
    CriteriaApproval,
    CriteriaReading,
    CriteriaVersion,
    EligibilityDecision,
)
from handoff.eligibility.queries import approval_permission
from handoff.programs.models import Agency
from handoff.programs.policies import check_words_about_criteria

Decision = EligibilityDecision.Decision

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


def check_approvers(criteria: Criteria, approvers: Collection[Agency]) -> None:
    """Someone must approve; diverted charges need the police, and felonies the DA's office (P7, handbook 2a, 3a)."""
    kinds = {each.kind for each in approvers}
    if not kinds:
        raise Refused(_("No partner has to approve the criteria yet. Choose who must, under Partners."))
    if criteria.charges is not ChargeClass.NONE and Agency.Kind.LAW_ENFORCEMENT not in kinds:
        raise Refused(
            _(
                "Diverting charges needs a law enforcement agency that must approve. Choose one under Partners, or "
                "take social referrals only."
            )
        )
    if criteria.charges is ChargeClass.ALL and Agency.Kind.DISTRICT_ATTORNEY not in kinds:
        raise Refused(
            _(
                "Diverting felonies needs the DA's office. Add it under Partners as one that must approve, or start "
                "with misdemeanors or social referrals only."
            )
        )


def check_can_approve_criteria(
    actor: Actor,
    version: CriteriaVersion,
    approvals: list[CriteriaApproval],
    agency: Agency,
    approvable: Mapping[int, Collection[Permission]],
) -> None:
    """Each partner that must approve does so once, by its own user, and no one approves for two (E2).

    `approvable` are the partners for which the actor has a role, and what those roles may approve.
    """
    check_in_program(actor, version.program_id)
    permission = approval_permission(agency)
    if permission not in approvable.get(agency.pk, ()) or not actor.can(permission):
        raise Refused(
            _("Only someone whose role approves criteria for that partner can approve these for it.")
        )
    if version.withdrawn_at is not None:
        raise Refused(_("This version was withdrawn."))
    if version.proposed_at is None:
        raise Refused(_("This version hasn't been proposed yet."))
    if agency.pk not in version.approvers:
        raise Refused(_("This partner isn't asked to approve this version."))
    if any(approval.agency_id == agency.pk for approval in approvals):
        raise Refused(_("This partner has already approved this version."))
    for approval in approvals:
        check_is_second_person(
            actor,
            approval.approved_by_id,
            _("You approved these criteria for another partner. Someone else must approve for this one."),
        )


def check_can_record_reading(
    actor: Actor, version: CriteriaVersion, to_read: Collection[Agency], answer: str, changes: str
) -> None:
    """Whoever is new at a partner answers once for it; who asks for changes says which (P9)."""
    check_in_program(actor, version.program_id)
    if not to_read:
        raise Refused(_("No one is asked to read this version for a partner of yours."))
    if answer not in CriteriaReading.Answer.values:
        raise Refused(_("Choose whether you ask for changes."))
    if answer == CriteriaReading.Answer.CHANGES:
        if not changes.strip():
            raise Refused(_("Enter what should change."))
        check_words_about_criteria(changes)


def check_can_withdraw_criteria(actor: Actor, version: CriteriaVersion) -> None:
    """A version can be withdrawn until all have approved it; after that a new version replaces it."""
    check_can_edit_criteria(actor, version.program_id)
    if version.withdrawn_at is not None:
        raise Refused(_("This version was already withdrawn."))
    if version.approved_at is not None:
        raise Refused(_("Every partner has approved this version. Make a new one to replace it."))


def check_can_decide(actor: Actor, program_id: int, advice: Advice, decision: str, reason: str) -> None:
    """Law enforcement decides, with a reason where the decision departs from the advice (G8)."""
    check_in_program(actor, program_id)
    if not actor.can(Permission.ELIGIBILITY_CHECK):
        raise Refused(_("Only law enforcement can record the eligibility check."))
    if decision not in set(Decision):
        raise Refused(_("Choose your decision."))
    if decision not in NEEDS_NO_REASON[advice] and not reason.strip():
        raise Refused(_("Enter the reason for your decision in a few words."))
