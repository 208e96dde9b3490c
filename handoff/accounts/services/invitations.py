"""Invitations: a link that works once, within a week, and holds no name."""

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
from handoff.accounts.definitions import INVITATION_LIFETIME
from handoff.accounts.models import CredentialIssue, Invitation, User
from handoff.accounts.services.factors import end_sessions
from handoff.accounts.services.second_person import notify_of_change, record_issue
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import Refused
from handoff.notifications.queries import mail_is_delivered

log = logging.getLogger(__name__)
TOKEN_BYTES = 32


@transaction.atomic
def create_invitation(*, actor: Actor, user: User, on: date, at: datetime) -> str:
    """Create a link for an account and return its URL; earlier links and its password are void, sessions end."""
    policies.check_can_change_account(actor, user, on)
    policies.check_has_known_address(user)
    record_issue(actor=actor, user=user, what=CredentialIssue.What.LINK, at=at)
    if user.last_seen_at is not None:
        # Their account is in use: whoever didn't ask for a link learns that one was sent.
        notify_of_change(actor=actor, user=user, kind="account_reset", key=at.isoformat(), at=at)
    return issue_link(actor=actor, user=user, at=at)


@transaction.atomic
def issue_link(*, actor: Actor, user: User, at: datetime) -> str:
    """Create the link without asking who may: for the first account, whose owner is the only one there is."""
    Invitation.objects.filter(user=user, used_at__isnull=True).update(used_at=at)
    user.set_unusable_password()
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    token = secrets.token_urlsafe(TOKEN_BYTES)
    Invitation.objects.create(
        user=user,
        token_hash=queries.hash_token(token),
        made_at=at,
        expires_at=at + INVITATION_LIFETIME,
        made_by_id=actor.user_id,
    )
    audit.record(actor=actor, at=at, action=AuditAction.INVITATION_MADE, subject=user.public_id)
    end_sessions(actor=actor, user=user, at=at)
    return f"{settings.SITE_ADDRESS}{reverse('accounts:invitation', args=[token])}"


def send_invitation(user: User, link: str) -> bool:
    """Mail the link to an account that has an address, without names or details; False if no mail server took it."""
    with translation.override(user.language):
        subject = _("Handoff: you're invited")
        body = _(
            "You're invited to sign in to Handoff.\n\nChoose your password within 7 days:\n"
            "%(link)s\n\nThe link works once. For privacy, this email has no personal information. "
            "Please don't reply.\n"
        ) % {"link": link}
    try:
        EmailMessage(subject=subject, body=body, to=[user.email]).send()
    except OSError as error:
        log.warning("an invitation was not sent: %s", type(error).__name__)
        return False
    return mail_is_delivered()


@transaction.atomic
def accept_invitation(*, token: str, password: str, address: str, at: datetime, language: str = "") -> User:
    """Set the password that the invited user chose; the link is used up.

    Whoever made a new account didn't know its owner's language: it becomes the one they read the page in.
    """
    found = queries.find_invitation(token, at)
    # Read again under a lock: a link that is opened twice at the same moment sets one password only.
    invitation = (
        Invitation.objects.select_for_update().filter(pk=found.pk, used_at__isnull=True).first()
        if found
        else None
    )
    if invitation is None:
        raise Refused(_("This link was already used, or it's more than seven days old. Ask for a new one."))
    user, invitation.used_at = invitation.user, at
    invitation.save(update_fields=["used_at"])
    user.set_password(password)
    user.must_change_password = False
    if user.last_seen_at is None and language in dict(settings.LANGUAGES):
        user.language = language
    user.save(update_fields=["password", "must_change_password", "language"])
    audit.record(
        actor=queries.site_actor(user, address),
        at=at,
        action=AuditAction.INVITATION_USED,
        subject=user.public_id,
    )
    return user


def unsent_invitation_message() -> str:
    """Why the link reached no one, and what to do."""
    if mail_is_delivered():
        return _("We couldn't send the email. Try again with “Email a sign-in link.”")
    return _(
        "No mail server is set up, so the link wasn't sent. Whoever runs the server finds it in the server's "
        "mail folder or output, and gives it to its owner. Once mail is set up, “Email a sign-in link” sends a new one."
    )
