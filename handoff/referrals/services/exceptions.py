"""The exception route: law enforcement recommends, the DA or designee finally decides (E4)."""

from datetime import datetime, timedelta

from django.db import transaction

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.eligibility.services import decide
from handoff.notifications import services as notifications
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.referrals import policies
from handoff.referrals.inputs import CheckGiven, ExceptionGiven
from handoff.referrals.models import Door, ExceptionRequest, Referral
from handoff.referrals.services import drafts, notices, numbering, recommendations, steps
from handoff.referrals.services.submit import base_fields, check_facts

Outcome = ExceptionRequest.Outcome


@transaction.atomic
def request_exception(
    *, actor: Actor, program: Program, given: ExceptionGiven, key: str, at: datetime
) -> Referral:
    """Ask the DA before the program is offered. The referral names nobody: who it is stays in the officer's draft.

    No charge is set aside and no clock runs until the person has said yes.
    """
    numbering.lock_program(program)
    if (used := numbering.used_key(key, program)) is not None:
        return used
    policies.check_can_divert(actor, program.pk)
    policies.check_can_request_exception(actor, program.pk, given.recommendation)
    policies.check_occurred(given.occurred_at, at)
    referral = Referral.objects.create(
        **base_fields(program, actor, key, at),
        door=Door.ARREST_DIVERSION,
        referrer_kind=Referral.ReferrerKind.OFFICER,
        agency=numbering.own_agency(actor, program, given.agency),
        eligibility=check_facts(actor=actor, program=program, check=given.check, person=None, at=at),
        state=Referral.State.EXCEPTION_REQUESTED,
        occurred_at=given.occurred_at,
        officer_seconds=given.source.seconds,
    )
    if given.source.draft is not None:
        given.source.draft.referral = referral
        given.source.draft.step = "offer"
        given.source.draft.save(update_fields=["referral", "step"])
    recommendations.ask_da(actor, referral, given.recommendation, at)
    return referral


@transaction.atomic
def request_exception_for_referral(
    *, actor: Actor, referral: Referral, check: CheckGiven, recommendation: str, at: datetime
) -> Referral:
    """Record law enforcement's check of a community referral together with a recommendation to the DA."""
    referral = numbering.lock_referral(referral)
    policies.check_can_record_eligibility(actor, referral)
    policies.check_can_request_exception(actor, referral.program_id, recommendation)
    policies.check_state("request_exception", referral)
    referral.eligibility = decide(
        actor=actor,
        program=referral.program,
        facts=check.facts,
        decision=check.decision,
        decision_reason=check.reason,
        person=referral.person,
        at=at,
    )
    steps.move(referral, "request_exception", "eligibility")
    recommendations.ask_da(actor, referral, recommendation, at)
    return referral


@transaction.atomic
def decide_exception(
    *, actor: Actor, request: ExceptionRequest, approved: bool, reason: str, at: datetime
) -> ExceptionRequest:
    """Record the DA's decision and tell who asked. Approved, the referral goes on where it stopped."""
    referral = numbering.lock_referral(request.referral)
    request = ExceptionRequest.objects.select_for_update().select_related("referral").get(pk=request.pk)
    policies.check_can_decide_exception(actor, request, reason)
    request.outcome = Outcome.APPROVED if approved else Outcome.NOT_APPROVED
    request.decided_by_id, request.decided_at, request.decision_reason = actor.user_id, at, reason.strip()
    request.save(update_fields=["outcome", "decided_by_id", "decided_at", "decision_reason"])
    if not approved:
        kept = timedelta(days=referral.policy.declined_kept_days)
        referral.keep_until = local_date(referral.program, at) + kept
        drafts.empty_waiting_draft(referral, at)
    steps.move(referral, "approve_exception" if approved else "refuse_exception", "keep_until")
    steps.write_event(
        actor=actor,
        referral=referral,
        what="exception_approved" if approved else "exception_not_approved",
        occurred_at=at,
        at=at,
    )
    _tell_who_asked(request, referral, at)
    if approved and referral.door != Door.ARREST_DIVERSION:
        notices.tell(referral, "new_referral", Permission.OUTREACH_DO, notices.path_to(referral), at)
    return request


def _tell_who_asked(request: ExceptionRequest, referral: Referral, at: datetime) -> None:
    """Tell the officer that the DA has decided: a link, nothing else."""
    user = User.objects.filter(pk=request.recommended_by_id, is_active=True).first()
    if user is not None:
        notifications.queue(
            program_id=referral.program_id,
            user=user,
            kind="exception_decided",
            path=f"/p/{referral.program.slug}/referrals/own/",
            key=str(request.public_id),
            at=at,
        )
