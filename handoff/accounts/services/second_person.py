"""Two people are two: who made or reset which account, roles that wait, and who is notified (finding-S2)."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts import policies, queries
from handoff.accounts.models import CredentialIssue, Membership, User
from handoff.accounts.queries import two_people
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.tenancy import tenant_context
from handoff.notifications.services import queue_notice
from handoff.programs.models import Program
from handoff.programs.queries import local_date


def record_issue(*, actor: Actor, user: User, what: CredentialIssue.What, at: datetime) -> None:
    """Remember who made or reset an account; the first reader of a new program has no one to be kept apart from."""
    if actor.user_id is None or two_people.is_first_reader(actor.program_id, user):
        return
    CredentialIssue.objects.create(user=user, what=what, issued_at=at, issued_by_id=actor.user_id)


def notify_of_change(*, actor: Actor, user: User, kind: str, key: str, at: datetime) -> None:
    """Notify the owner of an account and every other manager; what changed they see on the page."""
    program = Program.objects.get(pk=actor.program_id)
    managers = queries.users_with_permission(program, Permission.ACCOUNTS_MANAGE, local_date(program, at))
    page = reverse("accounts:member", args=[program.slug, user.public_id])
    for manager in managers.exclude(pk__in=[user.pk, actor.user_id or 0]):
        queue_notice(program_id=program.pk, user=manager, kind=kind, path=page, key=key, at=at)
    own = reverse("accounts:settings")
    queue_notice(program_id=program.pk, user=user, kind=kind, path=own, key=key, at=at)


def notify_managers(user: User, *, kind: str, key: str, at: datetime) -> int:
    """Notify the other managers of each program in which an account has a role; return how many are notified.

    Whose account it is they see only on the page.
    """
    notified: set[int] = set()
    for program in queries.programs_with_role(user, at):
        path = reverse("accounts:members", args=[program.slug])
        # Outside any program, as at sign-in and in a command, row-level security would show no notices.
        with tenant_context(program.pk):
            managers = queries.users_with_permission(
                program, Permission.ACCOUNTS_MANAGE, local_date(program, at)
            )
            for manager in managers.exclude(pk=user.pk).exclude(email=""):
                queue_notice(program_id=program.pk, user=manager, kind=kind, path=path, key=key, at=at)
                notified.add(manager.pk)
    return len(notified)


@transaction.atomic
def confirm_role(*, actor: Actor, membership: Membership, on: date, at: datetime) -> Membership:
    """Confirm, as a second manager, a role that opens people's records; it starts now."""
    membership = (
        Membership.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership.pk)
    )
    policies.check_can_confirm_role(actor, membership, on)
    membership.confirmed_at, membership.confirmed_by_id = at, actor.user_id
    membership.starts_on = max(on, membership.starts_on)
    membership.save(update_fields=["confirmed_at", "confirmed_by_id", "starts_on"])
    details = {"role": membership.role, "granted_by": membership.granted_by_id}
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.ROLE_CONFIRMED,
        subject=membership.user.public_id,
        details=details,
    )
    # Who confirms the role has made sure whose account it is, once its owner has it: before that no one can have.
    if policies.has_taken_over(membership.user):
        granted = two_people.unvouched_issues(membership.user).filter(
            issued_by_id=membership.granted_by_id or 0
        )
        granted.update(vouched_at=at, vouched_by_id=actor.user_id)
    return membership


@transaction.atomic
def vouch_for_account(*, actor: Actor, user: User, at: datetime) -> None:
    """Confirm, as another manager, that an account that was made or reset is in its owner's hands."""
    user = User.objects.select_for_update().get(pk=user.pk)
    policies.check_can_vouch(actor, user)
    issues = two_people.unvouched_issues(user)
    details = {"issued_by": sorted(set(issues.values_list("issued_by_id", flat=True)))}
    issues.update(vouched_at=at, vouched_by_id=actor.user_id)
    audit.record(
        actor=actor, at=at, action=AuditAction.ACCOUNT_VOUCHED, subject=user.public_id, details=details
    )


def roles_to_be_confirmed(user: User) -> list[Membership]:
    """The user's roles that give nothing yet, because a second manager still has to confirm them."""
    theirs = Membership.objects.filter(user=user, needs_confirmation=True, confirmed_at__isnull=True)
    return [each for each in theirs.select_related("program") if each.waits_for_confirmation]
