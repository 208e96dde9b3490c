"""What the operator of the machine does when no manager can: release a locked account, reset two-step verification.

The owner of the account and the managers of their programs are notified by mail if they have an address, because
whoever reaches the machine could use this to sign in as someone else.
"""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.accounts.models import User
from handoff.accounts.queries import find_user_by_username, is_locked, sign_in_subject
from handoff.accounts.services.factors import end_sessions
from handoff.accounts.services.second_person import notify_managers
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import Refused
from handoff.core.tenancy import SITE
from handoff.notifications.services import queue_notice

OPERATOR = "(operator)"


@dataclass(frozen=True)
class Notified:
    """Whether a mail to the owner was queued, and to how many managers: no one without an address gets one."""

    owner: bool
    managers: int


def operator_actor() -> Actor:
    """Whoever runs a command on the machine: no user, and no role."""
    return Actor(user_id=None, program_id=SITE, username=OPERATOR, roles=frozenset())


@transaction.atomic
def release_account(*, username: str, machine_user: str, at: datetime) -> Notified:
    """Release an account that wrong passwords locked; raises `Refused` for an unknown or unlocked one."""
    user = account_or_refuse(username)
    if not is_locked(user.username, at):
        raise Refused(_("This account isn't locked."))
    actor, details = operator_actor(), {"machine_user": machine_user}
    subject = sign_in_subject(user.username)
    audit.record(actor=actor, at=at, action=AuditAction.SIGN_IN_RELEASED, subject=subject, details=details)
    audit.record(
        actor=actor, at=at, action=AuditAction.ACCOUNT_RELEASED, subject=user.public_id, details=details
    )
    return notify_about_account(user, "account_released", at)


@transaction.atomic
def reset_second_step(*, username: str, machine_user: str, at: datetime) -> Notified:
    """Remove an account's codes and passkeys and end its sessions; the next sign-in sets up new ones."""
    user = account_or_refuse(username)
    actor = operator_actor()
    Authenticator.objects.filter(user=user).delete()
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.FACTOR_RESET,
        subject=user.public_id,
        details={"machine_user": machine_user},
    )
    end_sessions(actor=actor, user=user, at=at)
    return notify_about_account(user, "second_step_reset", at)


def account_or_refuse(username: str) -> User:
    user = find_user_by_username(username)
    if user is None:
        raise Refused(_("There is no account with this user name."))
    return user


def notify_about_account(user: User, kind: str, at: datetime) -> Notified:
    """Notify the owner, and the managers of each program in which the account has a role; the mail names no one."""
    key = f"{user.pk}:{at.isoformat()}"
    own = queue_notice(
        program_id=SITE, user=user, kind=kind, path=reverse("accounts:settings"), key=key, at=at
    )
    return Notified(owner=own is not None, managers=notify_managers(user, kind=kind, key=key, at=at))
