"""Messages from the public page: stored unchanged, answered by program staff (R2)."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor, public_actor
from handoff.access.permissions import Permission
from handoff.accounts.queries import users_with_permission
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import Refused
from handoff.notifications import services as notifications
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.referrals import policies
from handoff.referrals.inputs import SocialReferralInput
from handoff.referrals.models import CommunityMessage, Referral
from handoff.referrals.services.submit import submit_social_referral


class TooManyMessages(Refused):
    """One address sent more messages in an hour than a person would."""


@dataclass(frozen=True)
class CommunityMessageInput:
    for_self: bool
    person_name: str
    how_to_reach: str
    language: str
    safe_ways: tuple[str, ...] = ()
    help_wanted: str = ""
    person_knows: str = ""
    referrer_name: str = ""
    referrer_contact: str = ""


def hash_address(program: Program, address: str) -> str:
    """A keyed hash of an IP address: good for counting, useless for finding anyone."""
    text = f"{program.pk}:{address}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()


@transaction.atomic
def receive_community_message(
    *, program: Program, message_input: CommunityMessageInput, address: str, key: str, at: datetime
) -> CommunityMessage:
    """Store a public message and notify outreach.

    No one is looked up, so the response reveals nothing about who is known.
    """
    hashed = hash_address(program, address)
    # Locked before counting: of many messages at once, no more are stored than one after another.
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    check_message_limits(program, hashed, key, at)
    message, created = CommunityMessage.objects.get_or_create(
        key=key,
        defaults={
            "program": program,
            "address_hash": hashed,
            "received_at": at,
            **{name: getattr(message_input, name) for name in CommunityMessageInput.__dataclass_fields__},
            "safe_ways": list(message_input.safe_ways),
        },
    )
    if created:
        audit.record(
            actor=public_actor(program.pk),
            at=at,
            action=AuditAction.COMMUNITY_MESSAGE_RECEIVED,
            subject=message.public_id,
        )
        for user in users_with_permission(program, Permission.OUTREACH_DO, local_date(program, at)):
            notifications.queue_notice(
                program_id=program.pk,
                user=user,
                kind="community_referral",
                path=reverse("referrals:messages", args=[program.slug]),
                key=str(message.public_id),
                at=at,
            )
    return message


def check_message_limits(program: Program, hashed: str, key: str, at: datetime) -> None:
    """Refuse a message beyond the limit of its address, or beyond that of the program, however many addresses send."""
    lately = CommunityMessage.objects.filter(program=program, received_at__gt=at - timedelta(hours=1))
    # The same form sent again is no new message and must not lock its sender out.
    others = lately.exclude(key=key)
    if others.filter(address_hash=hashed).count() >= settings.PUBLIC_FORM_PER_HOUR:
        raise TooManyMessages(
            _("We got many messages from your connection in the last hour. Please call us instead.")
        )
    if others.count() >= settings.PUBLIC_FORM_PER_HOUR_IN_PROGRAM:
        raise TooManyMessages(_("We got many messages in the last hour. Please call us instead."))


@transaction.atomic
def turn_message_into_referral(
    *, actor: Actor, message: CommunityMessage, referral_input: SocialReferralInput, key: str, at: datetime
) -> Referral:
    """Make one referral of a public message. Law enforcement checks eligibility next."""
    message = CommunityMessage.objects.select_for_update().get(pk=message.pk)
    if message.referral is not None and message.referral.key == key:
        return message.referral
    policies.check_can_handle_message(actor, message)
    referral = submit_social_referral(
        actor=actor, program=message.program, referral_input=referral_input, key=key, at=at
    )
    message.referral = referral
    message.save(update_fields=["referral"])
    audit.record(actor=actor, at=at, action=AuditAction.COMMUNITY_MESSAGE_ANSWERED, subject=message.public_id)
    return referral


@transaction.atomic
def dismiss_message(*, actor: Actor, message: CommunityMessage, at: datetime) -> CommunityMessage:
    """Dismiss a message that needs no referral."""
    message = CommunityMessage.objects.select_for_update().get(pk=message.pk)
    policies.check_can_handle_message(actor, message)
    message.set_aside_at = at
    message.save(update_fields=["set_aside_at"])
    audit.record(
        actor=actor, at=at, action=AuditAction.COMMUNITY_MESSAGE_DISMISSED, subject=message.public_id
    )
    return message


@transaction.atomic
def restore_message(*, actor: Actor, message: CommunityMessage, at: datetime) -> CommunityMessage:
    message = CommunityMessage.objects.select_for_update().get(pk=message.pk)
    policies.check_in_program(actor, message.program_id)
    # The policy refuses dismissed messages, so it is asked about the message as it will be.
    message.set_aside_at = None
    policies.check_can_handle_message(actor, message)
    message.save(update_fields=["set_aside_at"])
    audit.record(actor=actor, at=at, action=AuditAction.COMMUNITY_MESSAGE_RESTORED, subject=message.public_id)
    return message
