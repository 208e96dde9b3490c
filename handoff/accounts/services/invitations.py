"""Inviting somebody: a link that works once, within a week, and names nobody."""

import logging
import secrets
from datetime import date, datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.accounts import policies, queries
from handoff.accounts.definitions import INVITATION_LASTS
from handoff.accounts.models import Invitation, User
from handoff.accounts.services.factors import end_sessions
from handoff.audit import services as audit
from handoff.core.refusals import Refused

log = logging.getLogger(__name__)
TOKEN_BYTES = 32


@transaction.atomic
def invite(*, actor: Actor, user: User, on: date, at: datetime) -> str:
    """Make a link for an account and return its address; earlier links and its password are void, sessions end."""
    policies.check_can_change_account(actor, user, on)
    Invitation.objects.filter(user=user, used_at__isnull=True).update(used_at=at)
    user.set_unusable_password()
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    token = secrets.token_urlsafe(TOKEN_BYTES)
    Invitation.objects.create(
        user=user,
        token_hash=queries.token_hash(token),
        made_at=at,
        expires_at=at + INVITATION_LASTS,
        made_by_id=actor.user_id,
    )
    audit.record(actor=actor, at=at, action="invitation.made", subject=user.public_id)
    end_sessions(actor=actor, user=user, at=at)
    return f"{settings.SITE_ADDRESS}{reverse('accounts:invitation', args=[token])}"


def send(user: User, link: str) -> bool:
    """Mail the link, with no name and no detail; say whether a mail went, so that it can be handed over instead."""
    if not user.email:
        return False
    with translation.override(user.language):
        subject = _("Handoff: you are invited")
        body = _(
            "You are invited to sign in to Handoff.\n\nChoose your password within 7 days:\n%(link)s\n\n"
            "The link works once. This message holds no information about anybody. Do not reply to it.\n"
        ) % {"link": link}
    try:
        EmailMessage(subject=subject, body=body, to=[user.email]).send()
    except OSError as error:
        log.warning("an invitation was not sent: %s", type(error).__name__)
        return False
    return True


@transaction.atomic
def accept(*, token: str, password: str, address: str, at: datetime) -> User:
    """Take the password that the invited chose; the link is used up."""
    found = queries.invitation_for(token, at)
    kept = (
        Invitation.objects.select_for_update().filter(pk=found.pk, used_at__isnull=True).first()
        if found
        else None
    )
    if kept is None:
        raise Refused(_("This link was used already, or is older than seven days. Ask for a new one."))
    user, kept.used_at = kept.user, at
    kept.save(update_fields=["used_at"])
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    audit.record(
        actor=queries.site_actor(user, address), at=at, action="invitation.used", subject=user.public_id
    )
    return user
