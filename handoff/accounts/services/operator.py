"""What the operator of the machine does when no manager can: release a locked account, reset two-step verification.

The owner of the account and the managers of their programs are notified by mail, because whoever reaches the machine
could use this to sign in as someone else.
"""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.accounts.queries import (
    find_user_by_username,
    is_locked,
    programs_with_role,
    sign_in_subject,
    users_with_permission,
)
from handoff.accounts.services.factors import end_sessions
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import Refused
from handoff.core.tenancy import SITE, tenant_context
from handoff.notifications.services import queue_notice
from handoff.programs.queries import local_date

OPERATOR = "(operator)"


def operator_actor() -> Actor:
    """Whoever runs a command on the machine: no user, and no role."""
    return Actor(user_id=None, program_id=SITE, username=OPERATOR, roles=frozenset())


@transaction.atomic
def release_account(*, username: str, machine_user: str, at: datetime) -> User:
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
    notify_about_account(user, "account_released", at)
    return user


@transaction.atomic
def reset_second_step(*, username: str, machine_user: str, at: datetime) -> User:
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
    notify_about_account(user, "second_step_reset", at)
    return user


def account_or_refuse(username: str) -> User:
    user = find_user_by_username(username)
    if user is None:
        raise Refused(_("There is no account with this user name."))
    return user


def notify_about_account(user: User, kind: str, at: datetime) -> None:
    """Notify the owner, and the managers of each program in which the account has a role; the mail names no one."""
    key = f"{user.pk}:{at.isoformat()}"
    queue_notice(program_id=SITE, user=user, kind=kind, path=reverse("accounts:settings"), key=key, at=at)
    for program in programs_with_role(user, at):
        # A command runs outside any program, where row-level security shows no memberships.
        with tenant_context(program.pk):
            managers = users_with_permission(program, Permission.ACCOUNTS_MANAGE, local_date(program, at))
            for manager in managers.exclude(pk=user.pk):
                queue_notice(
                    program_id=program.pk,
                    user=manager,
                    kind=kind,
                    path=reverse("accounts:members", args=[program.slug]),
                    key=f"{program.pk}:{key}",
                    at=at,
                )
