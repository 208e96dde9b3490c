"""Drafts of referrals: saved at every step, and discarded ones restorable for a day."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import Refused
from handoff.programs.models import Program
from handoff.referrals import policies
from handoff.referrals.inputs import DraftLink
from handoff.referrals.models import Pathway, Referral, ReferralDraft
from handoff.referrals.supervision import services as supervision

LONGEST_GAP = timedelta(minutes=5)
"""A step that stays open longer was interrupted; more than this is not counted as time spent on it (R5)."""
KEPT_AFTER_DISCARD = timedelta(hours=24)

StepAnswers = dict[str, list[str]]


@transaction.atomic
def start_draft(*, actor: Actor, program: Program, pathway: str, key: str, at: datetime) -> ReferralDraft:
    """Start a draft, once per key. Also erases drafts discarded more than a day ago."""
    policies.check_can_make_referral(actor, program.pk)
    assert actor.user_id is not None
    erase_discarded_drafts(program=program, at=at)
    draft, created = ReferralDraft.objects.get_or_create(
        public_id=key,
        defaults={
            "program": program,
            "owner_id": actor.user_id,
            "pathway": pathway,
            "started_at": at,
            "saved_at": at,
        },
    )
    policies.check_can_see_draft(actor, draft)
    if created:
        audit.record(actor=actor, at=at, action=AuditAction.DRAFT_STARTED, subject=draft.public_id)
    return draft


def erase_discarded_drafts(*, program: Program, at: datetime) -> int:
    """Erase drafts discarded more than a day ago. Returns how many."""
    old = ReferralDraft.objects.filter(
        program=program, discarded_at__lt=at - KEPT_AFTER_DISCARD, referral=None
    )
    count, _kinds = old.delete()
    return count


def start_step_timer(*, draft: ReferralDraft, at: datetime) -> None:
    draft.shown_at = at
    draft.save(update_fields=["shown_at"])


@transaction.atomic
def save_draft(
    *,
    actor: Actor,
    draft: ReferralDraft,
    step: str,
    answers: StepAnswers,
    following: str,
    at: datetime,
) -> ReferralDraft:
    """Save the answers of one step, valid or not, and the time it took."""
    draft = ReferralDraft.objects.select_for_update().get(pk=draft.pk)
    policies.check_can_save_draft(actor, draft)
    draft.answers = {**draft.answers, step: answers}
    draft.step = following
    if draft.shown_at is not None and at > draft.shown_at:
        draft.seconds += int(min(at - draft.shown_at, LONGEST_GAP).total_seconds())
    # A step posted twice is not timed twice.
    draft.shown_at = None
    draft.saved_at = at
    draft.save(update_fields=["answers", "step", "seconds", "shown_at", "saved_at"])
    return draft


@transaction.atomic
def switch_draft(*, actor: Actor, draft: ReferralDraft, pathway: Pathway, at: datetime) -> ReferralDraft:
    """Turn a draft into a referral of the other kind, such as a social one where there is no charge."""
    draft = ReferralDraft.objects.select_for_update().get(pk=draft.pk)
    policies.check_can_save_draft(actor, draft)
    draft.pathway, draft.saved_at = pathway, at
    draft.save(update_fields=["pathway", "saved_at"])
    return draft


@transaction.atomic
def discard_draft(*, actor: Actor, draft: ReferralDraft, at: datetime) -> ReferralDraft:
    """Discard a draft. It can be restored for a day; one that waits for the DA is withdrawn instead."""
    draft = ReferralDraft.objects.select_for_update().get(pk=draft.pk)
    policies.check_can_see_draft(actor, draft)
    if draft.sent_at is not None:
        raise Refused(_("This referral was already sent."))
    if draft.referral is not None and draft.referral.state == Referral.State.EXCEPTION_REQUESTED:
        raise Refused(_("This draft is waiting for the DA. Withdraw the referral first."))
    draft.discarded_at = at
    draft.save(update_fields=["discarded_at"])
    supervision.withdraw_questions(drafts=[draft], at=at)
    audit.record(actor=actor, at=at, action=AuditAction.DRAFT_DISCARDED, subject=draft.public_id)
    return draft


@transaction.atomic
def restore_draft(*, actor: Actor, draft: ReferralDraft, at: datetime) -> ReferralDraft:
    draft = ReferralDraft.objects.select_for_update().get(pk=draft.pk)
    policies.check_can_see_draft(actor, draft)
    draft.discarded_at = None
    draft.save(update_fields=["discarded_at"])
    audit.record(actor=actor, at=at, action=AuditAction.DRAFT_RESTORED, subject=draft.public_id)
    return draft


def start_draft_for_approved(referral: Referral, at: datetime) -> None:
    """Start the officer's draft of an arrest diversion that was approved after they hadn't offered the program.

    Who it was isn't kept (R4), so the officer enters the person and the charges again.
    """
    assert referral.referrer_user_id is not None
    ReferralDraft.objects.create(
        program=referral.program,
        owner_id=referral.referrer_user_id,
        pathway=referral.pathway,
        started_at=at,
        saved_at=at,
        referral=referral,
    )


def close_draft(source: DraftLink, at: datetime) -> None:
    """Mark the draft as sent and empty it. What it held is now in the record, or nowhere (R4)."""
    if source.draft is not None:
        source.draft.answers = {}
        source.draft.sent_at = at
        source.draft.save(update_fields=["answers", "sent_at"])
        supervision.withdraw_questions(drafts=[source.draft], at=at)


def empty_waiting_draft(referral: Referral, at: datetime) -> None:
    """Erase the identity from the draft of an arrest diversion that ends before the person said yes (R4)."""
    emptied = list(ReferralDraft.objects.filter(referral=referral, sent_at__isnull=True))
    supervision.withdraw_questions(drafts=emptied, at=at)
    ReferralDraft.objects.filter(pk__in=[each.pk for each in emptied]).update(answers={}, sent_at=at)
