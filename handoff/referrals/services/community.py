"""What comes through the public page: kept as it came, answered by staff (R2)."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor, public_actor
from handoff.access.permissions import Permission
from handoff.accounts.queries import members_who_may
from handoff.audit import services as audit
from handoff.core.refusals import Refused
from handoff.notifications import services as notifications
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.referrals import policies
from handoff.referrals.inputs import SocialGiven
from handoff.referrals.models import CommunityMessage, Referral
from handoff.referrals.services.submit import submit_social_referral


class TooMany(Refused):
    """More messages from one address in an hour than a person sends."""


@dataclass(frozen=True)
class MessageGiven:
    """What somebody wrote on the public page."""

    for_self: bool
    person_name: str
    how_to_reach: str
    language: str
    safe_ways: tuple[str, ...] = ()
    help_wanted: str = ""
    person_knows: str = ""
    referrer_name: str = ""
    referrer_contact: str = ""


def hashed_address(program: Program, address: str) -> str:
    """Return a keyed hash of an internet address: enough to count by, not to find anybody with."""
    text = f"{program.pk}:{address}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()


@transaction.atomic
def receive_community_message(
    *, program: Program, given: MessageGiven, address: str, key: str, at: datetime
) -> CommunityMessage:
    """Keep a public message as it came and tell outreach. Nobody is looked up: the answer teaches nothing."""
    hashed = hashed_address(program, address)
    lately = CommunityMessage.objects.filter(
        program=program, address_hash=hashed, received_at__gt=at - timedelta(hours=1)
    )
    if lately.exclude(key=key).count() >= settings.PUBLIC_FORM_PER_HOUR:
        raise TooMany(
            _("Many messages have come from your connection in the last hour. Please call us instead.")
        )
    message, created = CommunityMessage.objects.get_or_create(
        key=key,
        defaults={
            "program": program,
            "address_hash": hashed,
            "received_at": at,
            **{name: getattr(given, name) for name in MessageGiven.__dataclass_fields__},
            "safe_ways": list(given.safe_ways),
        },
    )
    if created:
        audit.record(
            actor=public_actor(program.pk),
            at=at,
            action="community_message.received",
            subject=message.public_id,
        )
        for user in members_who_may(program, Permission.OUTREACH_DO, local_date(program, at)):
            notifications.queue(
                program_id=program.pk,
                user=user,
                kind="community_referral",
                path=f"/p/{program.slug}/referrals/messages/",
                key=str(message.public_id),
                at=at,
            )
    return message


@transaction.atomic
def turn_message_into_referral(
    *, actor: Actor, message: CommunityMessage, given: SocialGiven, key: str, at: datetime
) -> Referral:
    """Make a referral of a public message, to be checked by law enforcement; one message makes one."""
    message = CommunityMessage.objects.select_for_update().get(pk=message.pk)
    if message.referral is not None and message.referral.key == key:
        return message.referral
    policies.check_can_handle_message(actor, message)
    referral = submit_social_referral(actor=actor, program=message.program, given=given, key=key, at=at)
    message.referral = referral
    message.save(update_fields=["referral"])
    audit.record(actor=actor, at=at, action="community_message.answered", subject=message.public_id)
    return referral


@transaction.atomic
def set_message_aside(*, actor: Actor, message: CommunityMessage, at: datetime) -> CommunityMessage:
    """Put a message away that asks for no referral."""
    message = CommunityMessage.objects.select_for_update().get(pk=message.pk)
    policies.check_can_handle_message(actor, message)
    message.set_aside_at = at
    message.save(update_fields=["set_aside_at"])
    audit.record(actor=actor, at=at, action="community_message.put_away", subject=message.public_id)
    return message


@transaction.atomic
def bring_message_back(*, actor: Actor, message: CommunityMessage, at: datetime) -> CommunityMessage:
    """Take a message up again that was put away."""
    message = CommunityMessage.objects.select_for_update().get(pk=message.pk)
    policies.check_in_program(actor, message.program_id)
    message.set_aside_at = None
    policies.check_can_handle_message(actor, message)
    message.save(update_fields=["set_aside_at"])
    audit.record(actor=actor, at=at, action="community_message.brought_back", subject=message.public_id)
    return message
