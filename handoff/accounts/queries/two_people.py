"""Whether an account is in its owner's own hands, and who can be the second of two people."""

from datetime import date

from django.db.models import Q, QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.access.roles import ROLES
from handoff.accounts.models import CredentialIssue, Membership, User
from handoff.accounts.queries import CONFIRMED, READS_PEOPLE, current_memberships


def programs_outside_authority(actor: Actor, user: User, on: date) -> list[int]:
    """The programs in which a user has a role, now or from a later day on, and the actor does not manage accounts."""
    managing = [name for name, role in ROLES.items() if Permission.ACCOUNTS_MANAGE in role.permissions]
    managed = (
        current_memberships(on).filter(user_id=actor.user_id or 0, role__in=managing).values("program_id")
    )
    # A role counts until it has ended: whoever has the account today has it on the role's first day too.
    theirs = Membership.objects.filter(user=user).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
    return list(theirs.exclude(program_id__in=managed).values_list("program_id", flat=True).distinct())


def unvouched_issues(user: User) -> QuerySet[CredentialIssue]:
    """The times a manager made or reset the account that no other manager has vouched for."""
    return CredentialIssue.objects.filter(user=user, vouched_at__isnull=True)


def are_two_people(one: int, other: int) -> bool:
    """False if one of two accounts may be in the other's hands, or both in the same third hands."""
    open_issues = CredentialIssue.objects.filter(vouched_at__isnull=True, user_id__in=[one, other])
    hands: dict[int, set[int]] = {one: set(), other: set()}
    for user_id, issuer in open_issues.values_list("user_id", "issued_by_id"):
        hands[user_id].add(issuer)
    return one not in hands[other] and other not in hands[one] and not hands[one] & hands[other]


def second_managers(program_id: int, actor: Actor, user: User, on: date) -> list[User]:
    """Who can confirm a role that the actor grants: other managers whose accounts are not in the actor's hands."""
    managing = [name for name, role in ROLES.items() if Permission.ACCOUNTS_MANAGE in role.permissions]
    held = current_memberships(on).filter(program_id=program_id, role__in=managing)
    others = User.objects.filter(memberships__in=held).exclude(pk__in=[user.pk, actor.user_id or 0])
    own = actor.user_id
    return [each for each in others.distinct() if own is None or are_two_people(each.pk, own)]


def is_first_reader(program_id: int, user: User) -> bool:
    """True if no one else holds a role that opens people's records: a program that is just beginning has none."""
    held = Membership.objects.filter(CONFIRMED, program_id=program_id, role__in=READS_PEOPLE)
    return not held.exclude(user=user).exists()
