"""The officer's draft: kept at every step, found again after anything, thrown away and brought back."""

from datetime import datetime, timedelta

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.core.refusals import Refused
from handoff.programs.models import Program
from handoff.referrals import policies
from handoff.referrals.inputs import DraftLink
from handoff.referrals.models import Door, Referral, ReferralDraft

LONGEST_GAP = timedelta(minutes=5)
"""A step that stays open longer was interrupted; more than this is not counted as time spent on it (R5)."""
KEPT_AFTER_DISCARD = timedelta(hours=24)

StepAnswers = dict[str, list[str]]


@transaction.atomic
def begin_draft(*, actor: Actor, program: Program, door: str, key: str, at: datetime) -> ReferralDraft:
    """Begin a referral, once per key. Drafts thrown away more than a day ago are erased on the way."""
    policies.check_can_make_referral(actor, program.pk)
    if actor.user_id is None:
        raise Refused("A draft has an owner.")
    erase_discarded_drafts(program=program, at=at)
    draft, created = ReferralDraft.objects.get_or_create(
        public_id=key,
        defaults={
            "program": program,
            "owner_id": actor.user_id,
            "door": door,
            "started_at": at,
            "saved_at": at,
        },
    )
    policies.check_can_see_draft(actor, draft)
    if created:
        audit.record(actor=actor, at=at, action="draft.begun", subject=draft.public_id)
    return draft


def erase_discarded_drafts(*, program: Program, at: datetime) -> int:
    """Erase what was thrown away more than a day ago; returns how many drafts went."""
    old = ReferralDraft.objects.filter(
        program=program, discarded_at__lt=at - KEPT_AFTER_DISCARD, referral=None
    )
    count, _kinds = old.delete()
    return count


def show_step(*, draft: ReferralDraft, at: datetime) -> None:
    """Start the clock of one step."""
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
    door: str = "",
) -> ReferralDraft:
    """Keep the answers of one step as they were given, right or wrong, and the time it took."""
    draft = ReferralDraft.objects.select_for_update().get(pk=draft.pk)
    policies.check_can_save_draft(actor, draft)
    draft.answers = {**draft.answers, step: answers}
    draft.step = following
    draft.door = Door(door) if door else draft.door
    if draft.shown_at is not None and at > draft.shown_at:
        draft.seconds += int(min(at - draft.shown_at, LONGEST_GAP).total_seconds())
    draft.shown_at = None
    draft.saved_at = at
    draft.save(update_fields=["answers", "step", "door", "seconds", "shown_at", "saved_at"])
    return draft


@transaction.atomic
def discard_draft(*, actor: Actor, draft: ReferralDraft, at: datetime) -> ReferralDraft:
    """Throw a draft away. For a day it can be brought back; one that waits for the DA is withdrawn instead."""
    draft = ReferralDraft.objects.select_for_update().get(pk=draft.pk)
    policies.check_can_see_draft(actor, draft)
    if draft.sent_at is not None:
        raise Refused("This referral has already been sent.")
    if draft.referral is not None and draft.referral.state == Referral.State.EXCEPTION_REQUESTED:
        raise Refused("This draft waits for the DA. Withdraw the referral first.")
    draft.discarded_at = at
    draft.save(update_fields=["discarded_at"])
    audit.record(actor=actor, at=at, action="draft.discarded", subject=draft.public_id)
    return draft


@transaction.atomic
def restore_draft(*, actor: Actor, draft: ReferralDraft, at: datetime) -> ReferralDraft:
    """Bring a draft back that was thrown away."""
    draft = ReferralDraft.objects.select_for_update().get(pk=draft.pk)
    policies.check_can_see_draft(actor, draft)
    draft.discarded_at = None
    draft.save(update_fields=["discarded_at"])
    audit.record(actor=actor, at=at, action="draft.restored", subject=draft.public_id)
    return draft


def close_draft(source: DraftLink, at: datetime) -> None:
    """Mark the draft as sent and empty it: what it held now stands in the record, or nowhere (R4)."""
    if source.draft is not None:
        source.draft.answers = {}
        source.draft.sent_at = at
        source.draft.save(update_fields=["answers", "sent_at"])


def empty_waiting_draft(referral: Referral, at: datetime) -> None:
    """Erase who it was from the draft of an arrest diversion that ends before the person said yes (R4)."""
    ReferralDraft.objects.filter(referral=referral, sent_at__isnull=True).update(answers={}, sent_at=at)
