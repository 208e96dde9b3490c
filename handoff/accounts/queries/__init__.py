"""Users, their roles in a program, sign-in state, and agreements, read anew for each request."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.access.roles import ROLES, RoleName
from handoff.accounts.definitions import FAILURE_WINDOW, MAX_FAILURES, UNUSED_ACCOUNT, Factor
from handoff.accounts.models import (
    AgreementSignature,
    ConfidentialityAgreement,
    Departure,
    FailedTry,
    Invitation,
    Membership,
    User,
    role_fits,
    role_fits_agency,
)
from handoff.audit.definitions import AuditAction
from handoff.audit.queries import events
from handoff.core.sorting import sort_key
from handoff.core.statements import Statement, asked_together
from handoff.core.tenancy import SITE
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date

FAILURE_ACTIONS = (AuditAction.SIGN_IN_FAILED, AuditAction.SIGN_IN_FACTOR_FAILED)
ENDS_OF_FAILURES = (AuditAction.SIGN_IN_DONE, AuditAction.SIGN_IN_LOCKED, AuditAction.SIGN_IN_RELEASED)
CONFIRMED = Q(needs_confirmation=False) | Q(confirmed_at__isnull=False)
"""A role that waits for a second manager gives its holder nothing yet."""
OPENS_PEOPLE = frozenset(
    name
    for name, role in ROLES.items()
    if role.permissions & {Permission.PARTICIPANT_READ, Permission.ACCOUNTS_MANAGE}
)
"""Roles that open people's records, or let their holder grant one that does."""
READS_PEOPLE = frozenset(
    name for name, role in ROLES.items() if Permission.PARTICIPANT_READ in role.permissions
)


def memberships_on(on: date) -> QuerySet[Membership]:
    """The confirmed memberships of a day (half-open: the end day is the first without)."""
    return Membership.objects.filter(
        CONFIRMED, Q(ends_on__isnull=True) | Q(ends_on__gt=on), starts_on__lte=on
    )


def current_memberships(on: date) -> QuerySet[Membership]:
    """The memberships that give their active users something on a day, each held for a partner of a fitting kind."""
    return memberships_on(on).filter(role_fits_agency(), user__is_active=True)


def programs_with_role(user: User, at: datetime) -> list[Program]:
    """The programs in which the user has a role today, by name."""
    return list({each.program_id: each.program for each in own_memberships(user, at)}.values())


def current_agreement(program: Program, at: datetime) -> ConfidentialityAgreement | None:
    """The current version of the confidentiality agreement."""
    return agreements_in_effect(program, at).first()


def agreements_in_effect(program: Program, at: datetime) -> QuerySet[ConfidentialityAgreement]:
    """The versions of the agreement that have taken effect, the current one first."""
    return ConfidentialityAgreement.objects.filter(program=program, effective_at__lte=at).order_by("-number")


HELD = ("role", "agency_id", "agency__kind", "starts_on", "ends_on", "needs_confirmation", "confirmed_at")
"""What a membership says of a role and of the days on which it is held."""
RolesHeld = list[tuple[RoleName, int | None]]
HeldRow = tuple[str, int | None, str | None, date, date | None, bool, datetime | None]
PROGRAM = Statement(lambda slug: Program.objects.filter(slug=slug))
"""The program whose name stands in an address so."""
MEMBERSHIP_ROWS = Statement(
    lambda user, program: Membership.objects.filter(user=user, program=program).values_list(*HELD)
)
CONFIRMED_ROLES = Statement(
    lambda user: (
        Membership.objects.filter(CONFIRMED, role_fits_agency(), user=user, user__is_active=True)
        .select_related("program", "agency")
        .order_by("program__name", "role")
    )
)
AGREEMENT_ROWS = Statement(
    lambda user_id, program_id: (
        ConfidentialityAgreement.objects.filter(program_id=program_id)
        .order_by("-number")
        .values_list(
            "effective_at",
            Exists(AgreementSignature.objects.filter(agreement=OuterRef("pk"), user_id=user_id)),
        )
    )
)
"""A user's memberships in a program, and its agreements with whether the user has signed each, the newest first.

Each request asks these two, so their SQL is written once (ADR 0085). The rows hold dates: what depends on the day of
the request is decided from them each time.
"""


def has_signed(user: User, program: Program, at: datetime) -> bool:
    """True if the user has signed the current version; without a current version no one has (C4)."""
    versions = AGREEMENT_ROWS.rows(user.pk, program.pk)
    return next((signed for effective_at, signed in versions if effective_at <= at), False)


def actor_for(user: User, program: Program, at: datetime, address: str = "") -> Actor | None:
    """The user's actor in the program at an instant, or None when they have no role."""
    if not user.is_active:
        return None
    with asked_together(MEMBERSHIP_ROWS.of(user.pk, program.pk), AGREEMENT_ROWS.of(user.pk, program.pk)):
        rows, signed = MEMBERSHIP_ROWS.rows(user.pk, program.pk), has_signed(user, program, at)
    held = held_roles(rows, local_date(program, at))
    return make_actor(user, program, held, signed=signed, address=address) if held else None


def held_roles(rows: Iterable[HeldRow], on: date) -> RolesHeld:
    """The roles of one user on a day, each with its agency: the conditions of `current_memberships`, on its rows."""
    return [
        (RoleName(role), agency)
        for role, agency, kind, starts_on, ends_on, waits, confirmed_at in rows
        if (confirmed_at or not waits) and starts_on <= on and (ends_on is None or on < ends_on)
        if role_fits(role, kind)
    ]


def make_actor(user: User, program: Program, held: RolesHeld, *, signed: bool, address: str = "") -> Actor:
    return Actor(
        user_id=user.pk,
        program_id=program.pk,
        username=user.username,
        roles=frozenset(role for role, _ in held),
        agency_ids=frozenset(agency for _, agency in held if agency is not None),
        held_for=frozenset((role, agency) for role, agency in held if agency is not None),
        agreement_signed=signed,
        address=address,
    )


def users_with_permission(
    program: Program, permission: Permission, on: date, agency: Agency | None = None
) -> QuerySet[User]:
    """The users who hold a permission in a program on a day, or for one agency of it: the ones to notify."""
    # Permissions live in code, memberships in the database: ask for the roles that carry the permission.
    roles = [name for name, role in ROLES.items() if permission in role.permissions]
    held = current_memberships(on).filter(program=program, role__in=roles)
    held = held.filter(agency=agency) if agency is not None else held
    return User.objects.filter(memberships__in=held, is_active=True).distinct()


def site_actor(user: User | None, address: str) -> Actor:
    """The actor outside any program: at the sign-in page and in a user's own settings."""
    return Actor(
        user_id=user.pk if user else None,
        program_id=SITE,
        username=user.username if user else "(sign-in page)",
        roles=frozenset(),
        address=address,
    )


def sign_in_subject(username: str) -> str:
    """The subject of a sign-in: the account found, however the name was typed, else a keyed hash of what was typed.

    Locks hang on the account's own ID: they outlast a change of the secret, and two spellings of a name don't double
    the tries. People type their password into the name's box by mistake, so unknown names are hashed.
    """
    user = find_user_by_username(username)
    return str(user.public_id) if user is not None else hash_of_name(username)


def hash_of_name(username: str) -> str:
    return salted_hmac("handoff.accounts.sign_in", normalize_username(username).casefold()).hexdigest()[:40]


def sign_in_subjects(username: str) -> list[str]:
    """The subjects under which sign-ins of a name are found; older releases hashed the names of accounts too."""
    return [sign_in_subject(username), hash_of_name(username)]


def normalize_username(username: str) -> str:
    """A typed user name in one form, so that full-width letters and ligatures count as the plain ones (NFKC)."""
    return User.normalize_username(username).strip()


def count_open_tries(subject: str, at: datetime) -> int:
    """Tries on an account whose comparison hasn't ended: they count as failed until it has."""
    recent = FailedTry.objects.filter(subject=subject, is_open=True)
    return recent.filter(tried_at__gt=at - FAILURE_WINDOW, tried_at__lte=at).count()


def is_locked(username: str, at: datetime) -> bool:
    """True if a user name is locked, whether or not there is such an account.

    It stays so until a manager unlocks it (CJIS AC-7), or, if the installation is configured so, for fifteen minutes.
    """
    last = (
        events(SITE)
        .filter(subject__in=sign_in_subjects(username), at__lte=at)
        .filter(action__in=[AuditAction.SIGN_IN_LOCKED, AuditAction.SIGN_IN_RELEASED])
        .values_list("action", "at")
        .first()
    )
    if last is None or last[0] == AuditAction.SIGN_IN_RELEASED:
        return False
    return settings.SIGN_IN_LOCK != "wait" or at < last[1] + FAILURE_WINDOW


def count_recent_failures(username: str, at: datetime) -> int:
    """Failed tries within fifteen minutes since the last sign-in, lock or release."""
    recent = (
        events(SITE)
        .filter(subject__in=sign_in_subjects(username), at__gt=at - FAILURE_WINDOW, at__lte=at)
        .filter(action__in=[*FAILURE_ACTIONS, *ENDS_OF_FAILURES])
        .values_list("action", flat=True)[:MAX_FAILURES]
    )
    return len(list(takewhile(FAILURE_ACTIONS.__contains__, recent)))


def is_address_throttled(address: str, at: datetime) -> bool:
    """True if so many tries failed from an IP address that nothing more is checked for a while."""
    recent = FailedTry.objects.filter(address=address, tried_at__gt=at - FAILURE_WINDOW, tried_at__lte=at)
    return recent.count() >= settings.SIGN_IN_FAILURES_PER_ADDRESS


def factor_kinds(user: User) -> frozenset[str]:
    """The kinds of second factor that the user has set up; recovery codes alone don't count."""
    kinds = frozenset(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    # A user left with recovery codes alone would run out of them; they set up a new factor first.
    return kinds if kinds - {Factor.RECOVERY.value} else frozenset()


def factors_of(user: User) -> QuerySet[Authenticator]:
    """The user's second factors, oldest first."""
    rows: QuerySet[Authenticator] = Authenticator.objects.filter(user=user).order_by("pk")
    return rows


def has_role(user: User, role: RoleName) -> bool:
    """True if the user holds a role that has not been ended, in any program."""
    return Membership.objects.filter(user=user, role=role, ends_on__isnull=True).exists()


def manages_accounts(user: User) -> bool:
    """True if the user manages accounts in any program."""
    managing = [name for name, role in ROLES.items() if Permission.ACCOUNTS_MANAGE in role.permissions]
    return Membership.objects.filter(user=user, role__in=managing, ends_on__isnull=True).exists()


def sessions_of(user: User) -> QuerySet[UserSession]:
    """The user's open sessions, the last used first."""
    rows: QuerySet[UserSession] = UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk")
    return rows


def find_invitation(token: str, at: datetime) -> Invitation | None:
    """The invitation of a link, while it can be used."""
    usable = Invitation.objects.filter(used_at__isnull=True, expires_at__gt=at, user__is_active=True)
    return usable.filter(token_hash=hash_token(token)).select_related("user").first()


def hash_token(token: str) -> str:
    """The hash that is stored instead of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_training_only(user: User) -> bool:
    """True if an account belongs to the training county and to nothing else."""
    roles = Membership.objects.filter(user=user)
    return roles.exists() and not roles.filter(program__is_demo=False).exists()


def unused_accounts(at: datetime) -> QuerySet[User]:
    """The accounts that no one signed in to for ninety days, those of the training county left out."""
    before = at - UNUSED_ACCOUNT
    return (
        User.objects.filter(is_active=True)
        .filter(Q(last_seen_at__lte=before) | Q(last_seen_at__isnull=True, active_since__isnull=False))
        .filter(Q(active_since__isnull=True) | Q(active_since__lte=before))
        .exclude(pk__in=Membership.objects.filter(program__is_demo=True).values("user_id"))
        .order_by("pk")
    )


def find_agency_user(subject: str) -> User | None:
    """The account that a manager linked with a subject of the agency's provider."""
    return User.objects.filter(oidc_subject=subject, is_active=True).first() if subject else None


def users_with_email(email: str) -> list[User]:
    """The active accounts with an email address, in upper or lower case."""
    return list(User.objects.filter(email__iexact=email, is_active=True)[:2])  # Two: not one person's.


@dataclass(frozen=True)
class MemberRow:
    """One role that a user holds: for which agency, since when, and whether the agreement is signed."""

    membership: Membership
    signed: bool

    @property
    def user(self) -> User:
        return self.membership.user


def member_rows(program: Program, at: datetime) -> list[MemberRow]:
    """Who holds which role in the program, disabled accounts too, in the order of the roles page."""
    agreement = current_agreement(program, at)
    signed = set(AgreementSignature.objects.filter(agreement=agreement).values_list("user_id", flat=True))
    held = unended_memberships(program, local_date(program, at)).select_related("user", "agency")
    order = {name.value: place for place, name in enumerate(ROLES)}
    rows = [MemberRow(membership=row, signed=agreement is not None and row.user_id in signed) for row in held]
    return sorted(rows, key=lambda row: (order[row.membership.role], sort_key(row.user.full_name)))


def unended_memberships(program: Program, on: date) -> QuerySet[Membership]:
    """The program's memberships that have not ended, also those of disabled accounts and future ones."""
    return Membership.objects.filter(program=program).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))


def find_member(program: Program, public_id: uuid.UUID) -> User | None:
    """A user who holds or held a role in the program."""
    return User.objects.filter(public_id=public_id, memberships__program=program).distinct().first()


def is_or_was_member(user: User, program_id: int) -> bool:
    """True if the user holds or held a role in a program."""
    return Membership.objects.filter(user=user, program_id=program_id).exists()


def memberships_in(program: Program, user: User) -> QuerySet[Membership]:
    """Every role that a user holds or held in the program, newest first."""
    return (
        Membership.objects.filter(program=program, user=user)
        .select_related("agency")
        .order_by("-starts_on", "role")
    )


def own_memberships(user: User, at: datetime) -> list[Membership]:
    """The roles a user holds today in any program; each program's time zone says which day it is."""
    return [
        each
        for each in CONFIRMED_ROLES.rows(user.pk)
        if each.starts_on <= local_date(each.program, at) < (each.ends_on or date.max)
    ]


def signature_of(user: User, program: Program, at: datetime) -> AgreementSignature | None:
    """The user's signature under the current version."""
    agreement = current_agreement(program, at)
    return AgreementSignature.objects.filter(agreement=agreement, user=user).first() if agreement else None


def agreement_versions(program: Program) -> QuerySet[ConfidentialityAgreement]:
    """Every version of the agreement, newest first."""
    return ConfidentialityAgreement.objects.filter(program=program).order_by("-number")


def find_user_by_username(username: str) -> User | None:
    """The account with a user name, in upper or lower case."""
    return User.objects.filter(username__iexact=normalize_username(username)).first()


def demo_logins() -> list[Membership]:
    """The first account of each role in the training county, for its sign-in page."""
    held = Membership.objects.filter(program__is_demo=True, ends_on__isnull=True, user__is_active=True)
    first: dict[str, Membership] = {}
    for membership in held.select_related("user").order_by("user_id"):
        first.setdefault(membership.role, membership)
    return [first[name] for name in ROLES if name in first]


def full_names_by_id(user_ids: Iterable[int | None]) -> dict[int, str]:
    """The full names of users, disabled ones too: who did something stays known."""
    wanted = {number for number in user_ids if number is not None}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "full_name"))


def stood_in_for(actor: Actor, at: datetime) -> QuerySet[Departure]:
    """The departures whose day has come, of members without a role today, whose work the actor takes over (P9)."""
    program = Program.objects.get(pk=actor.program_id)
    today = local_date(program, at)
    held = current_memberships(today).filter(program=program)
    planned = Departure.objects.filter(program=program, stand_in_id=actor.user_id or 0, leaves_on__lte=today)
    return planned.exclude(user_id__in=held.values("user_id"))
