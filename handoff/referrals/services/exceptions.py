"""Exceptions: law enforcement or the DA's office recommends, the DA or designee decides (E4)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.eligibility.queries import decides_exceptions
from handoff.notifications import services as notifications
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.referrals import policies
from handoff.referrals.inputs import EligibilityCheckInput, ExceptionInput
from handoff.referrals.models import ExceptionRequest, Pathway, Referral, ReferralEvent
from handoff.referrals.services import drafts, notices, numbering, recommendations, transitions
from handoff.referrals.services.eligibility import store_eligibility_check
from handoff.referrals.services.submit import prepare_referral
from handoff.referrals.supervision import services as supervision

Outcome = ExceptionRequest.Outcome


@transaction.atomic
def request_exception(
    *, actor: Actor, program: Program, exception_input: ExceptionInput, key: str, at: datetime
) -> Referral:
    """Ask the DA before the program is offered.

    The referral holds no identity, which stays in the officer's draft. No charge is set aside and no deadline runs
    until the person has said yes.
    """
    numbering.lock_program(program)
    if (used := numbering.find_referral_by_key(key, program)) is not None:
        return used
    policies.check_can_divert(actor, program.pk)
    policies.check_can_request_exception(actor, program.pk, exception_input.recommendation)
    policies.check_exceptions_are_decided(decided=decides_exceptions(program, at))
    policies.check_occurred(exception_input.occurred_at, at)
    referral = prepare_referral(program, actor, key, at)
    referral.pathway, referral.referrer_kind = Pathway.ARREST_DIVERSION, Referral.ReferrerKind.OFFICER
    referral.agency = numbering.choose_referring_agency(
        actor, program, exception_input.agency, Permission.CHARGES_DECIDE_OWN
    )
    referral.eligibility = store_eligibility_check(
        actor=actor, program=program, check=exception_input.check, person=None, at=at
    )
    referral.state = Referral.State.EXCEPTION_REQUESTED
    referral.occurred_at = exception_input.occurred_at
    referral.officer_seconds = exception_input.source.seconds
    referral.save()
    if exception_input.source.draft is not None:
        exception_input.source.draft.referral = referral
        exception_input.source.draft.step = "offer"
        exception_input.source.draft.save(update_fields=["referral", "step"])
    recommendations.store_recommendation(actor, referral, exception_input.recommendation, at)
    return referral


@transaction.atomic
def request_exception_for_referral(
    *, actor: Actor, referral: Referral, check: EligibilityCheckInput, recommendation: str, at: datetime
) -> Referral:
    """Record law enforcement's check of a community referral with a recommendation to the DA."""
    referral = numbering.lock_referral(referral)
    policies.check_can_record_eligibility(actor, referral)
    policies.check_can_request_exception(actor, referral.program_id, recommendation)
    policies.check_state("request_exception", referral)
    referral.eligibility = store_eligibility_check(
        actor=actor, program=referral.program, check=check, person=referral.person, at=at
    )
    supervision.withdraw_questions_of_referral(referral_id=referral.pk, at=at)
    transitions.apply_transition(referral, "request_exception", "eligibility")
    recommendations.store_recommendation(actor, referral, recommendation, at)
    return referral


@transaction.atomic
def recommend_exception(
    *, actor: Actor, referral: Referral, recommendation: str, at: datetime
) -> ExceptionRequest:
    """The DA's office recommends an exception that law enforcement didn't ask for (handbook 3a)."""
    referral = numbering.lock_referral(referral)
    policies.check_can_recommend_exception(actor, referral, recommendation)
    # What waits for a decision is kept; a refusal sets the date again.
    referral.keep_until = None
    transitions.apply_transition(referral, "recommend_exception", "keep_until")
    side = ExceptionRequest.Side.DISTRICT_ATTORNEY
    return recommendations.store_recommendation(actor, referral, recommendation, at, side)


@transaction.atomic
def decide_exception(
    *, actor: Actor, exception: ExceptionRequest, approved: bool, reason: str, at: datetime
) -> ExceptionRequest:
    """Record the DA's decision and notify the officer. An approved referral continues where it stopped."""
    # Referral before exception, as everywhere: two locks in one order cannot deadlock.
    referral = numbering.lock_referral(exception.referral)
    exception = ExceptionRequest.objects.select_for_update().select_related("referral").get(pk=exception.pk)
    policies.check_can_decide_exception(actor, exception, reason)
    policies.check_is_not_own_recommendation(actor, exception, at)
    exception.outcome = Outcome.APPROVED if approved else Outcome.NOT_APPROVED
    exception.decided_by_id, exception.decided_at, exception.decision_reason = (
        actor.user_id,
        at,
        reason.strip(),
    )
    exception.save(update_fields=["outcome", "decided_by_id", "decided_at", "decision_reason"])
    if not approved:
        kept = timedelta(days=referral.policy.declined_kept_days)
        referral.keep_until = local_date(referral.program, at) + kept
        drafts.empty_waiting_draft(referral, at)
    transitions.apply_transition(
        referral, "approve_exception" if approved else "refuse_exception", "keep_until"
    )
    transitions.record_event(
        actor=actor,
        referral=referral,
        event=ReferralEvent.Kind.EXCEPTION_APPROVED
        if approved
        else ReferralEvent.Kind.EXCEPTION_NOT_APPROVED,
        occurred_at=at,
        at=at,
    )
    _notify_of_decision(exception, referral, at)
    if approved and referral.pathway != Pathway.ARREST_DIVERSION:
        notices.notify_outreach(referral, at)
    elif approved and exception.side == ExceptionRequest.Side.DISTRICT_ATTORNEY:
        drafts.start_draft_for_approved(referral, at)
    return exception


def _notify_of_decision(exception: ExceptionRequest, referral: Referral, at: datetime) -> None:
    """Notify who recommended it, and the officer who may now offer. The notice is a link and says nothing else."""
    slug = [referral.program.slug]
    own, list_of_da = reverse("referrals:own", args=slug), reverse("referrals:exceptions", args=slug)
    by_da = exception.side == ExceptionRequest.Side.DISTRICT_ATTORNEY
    paths = {exception.recommended_by_id: list_of_da if by_da else own}
    if by_da and referral.referrer_kind == Referral.ReferrerKind.OFFICER and referral.referrer_user_id:
        paths[referral.referrer_user_id] = own
    for user in User.objects.filter(pk__in=paths, is_active=True):
        notifications.queue_notice(
            program_id=referral.program_id,
            user=user,
            kind="exception_decided",
            path=paths[user.pk],
            key=str(exception.public_id),
            at=at,
        )
