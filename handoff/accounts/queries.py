"""Who somebody is in a program, read afresh at each request."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.access.roles import ROLES, RoleName
from handoff.accounts.models import AgreementSignature, ConfidentialityAgreement, Membership, User
from handoff.programs.models import Program
from handoff.programs.queries import local_date


def current_memberships(on: date) -> QuerySet[Membership]:
    """Return the memberships in force on a day (half-open: the end day is the first without)."""
    return Membership.objects.filter(starts_on__lte=on, user__is_active=True).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    )


def programs_of(user: User, on: date) -> QuerySet[Program]:
    """Return the programs in which the user has a role on a day, by name."""
    return Program.objects.filter(memberships__in=current_memberships(on).filter(user=user)).distinct().order_by("name")


def current_agreement(program: Program, at: datetime) -> ConfidentialityAgreement | None:
    """Return the version of the confidentiality agreement in force."""
    return (
        ConfidentialityAgreement.objects.filter(program=program, effective_at__lte=at).order_by("-number").first()
    )


def has_signed(user: User, program: Program, at: datetime) -> bool:
    """Say whether the user has signed the version in force; with no version in force nobody has (C4)."""
    agreement = current_agreement(program, at)
    return agreement is not None and AgreementSignature.objects.filter(agreement=agreement, user=user).exists()




def actor_for(user: User, program: Program, at: datetime, address: str = "") -> Actor | None:
    """Return the user's standing in the program at an instant, or None when they have none."""
    if not user.is_active:
        return None
    held = list(
        current_memberships(local_date(program, at)).filter(user=user, program=program).values_list("role", "agency_id")
    )
    if not held:
        return None
    return Actor(
        user_id=user.pk,
        program_id=program.pk,
        username=user.username,
        roles=frozenset(RoleName(role) for role, _ in held),
        agency_ids=frozenset(agency for _, agency in held if agency is not None),
        agreement_signed=has_signed(user, program, at),
        address=address,
    )


def members_who_may(program: Program, permission: Permission, on: date) -> QuerySet[User]:
    """Return the users who hold a permission in a program on a day: whom to notify."""
    roles = [name for name, role in ROLES.items() if permission in role.permissions]
    held = current_memberships(on).filter(program=program, role__in=roles)
    return User.objects.filter(memberships__in=held, is_active=True).distinct()
