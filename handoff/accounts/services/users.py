"""Accounts and roles, one's own settings, and the confidentiality agreement."""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor, clock_actor
from handoff.access.roles import RoleName
from handoff.accounts import policies
from handoff.accounts.definitions import FAILURES_WITHIN, LONGEST_SESSION, SITE
from handoff.accounts.models import (
    AgreementSignature,
    ConfidentialityAgreement,
    FailedTry,
    Membership,
    User,
)
from handoff.accounts.queries import current_agreement, sign_in_subject, unused_accounts, user_named
from handoff.accounts.services.factors import end_sessions
from handoff.audit import services as audit
from handoff.audit.journal import services as journal
from handoff.core.refusals import Refused
from handoff.programs.models import Agency, Program


@dataclass(frozen=True)
class UserGiven:
    """What a manager writes down about somebody who is to sign in."""

    username: str
    full_name: str
    email: str = ""
    phone: str = ""
    badge_number: str = ""
    language: str = "en"


@transaction.atomic
def grant_role(
    *, actor: Actor, user: User, program: Program, agency: Agency | None, role: str, on: date, at: datetime
) -> Membership:
    """Give a user a role in the actor's program from a day on."""
    policies.check_can_grant_role(actor, user, role, on)
    policies.check_agency_fits(role, agency, program.pk)
    membership = Membership.objects.create(
        user=user,
        program=program,
        agency=agency,
        role=RoleName(role),
        starts_on=on,
        granted_by_id=actor.user_id,
    )
    audit.record(actor=actor, at=at, action="role.granted", subject=user.public_id, details={"role": role})
    return membership


@transaction.atomic
def end_membership(*, actor: Actor, membership: Membership, on: date, at: datetime) -> Membership:
    """End a role from a day on; the very next request of that user goes without it."""
    policies.check_can_end_membership(actor, membership)
    membership.ends_on = max(on, membership.starts_on)
    membership.save(update_fields=["ends_on"])
    audit.record(
        actor=actor,
        at=at,
        action="role.ended",
        subject=membership.user.public_id,
        details={"role": membership.role},
    )
    subject = f"{membership.user.public_id} {membership.role}"
    journal.note(journal.Deed.ROLE_ENDED, program_id=actor.program_id, subject=subject, at=at)
    return membership


@transaction.atomic
def add_member(
    *,
    actor: Actor,
    program: Program,
    given: UserGiven,
    agency: Agency | None,
    role: str,
    on: date,
    at: datetime,
) -> tuple[User, str]:
    """Add an account with its first role, or give the role to the same person's account, and return its first password.

    The password is '' when the account was there already: user name and full name must then both fit.
    """
    policies.check_can_manage_accounts(actor)
    user, password = user_named(given.username), ""
    if user is None or user.full_name.casefold().split() != given.full_name.casefold().split():
        policies.check_name_is_free(given.username)
        password = new_password()
        user = User.objects.create_user(
            username=given.username.strip(),
            full_name=given.full_name.strip(),
            password=password,
            email=given.email,
            phone=given.phone,
            badge_number=given.badge_number,
            language=given.language,
            must_change_password=True,
            active_since=at,
        )
        audit.record(actor=actor, at=at, action="account.added", subject=user.public_id)
    grant_role(actor=actor, user=user, program=program, agency=agency, role=role, on=on, at=at)
    return user, password


def new_password() -> str:
    """Return a password that can be read out over the phone: four groups of letters without look-alikes."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _each in range(4)) for _group in range(4))


@transaction.atomic
def issue_password(*, actor: Actor, user: User, on: date, at: datetime) -> str:
    """Give an account a new first password, to be changed at the next sign-in; open sessions end."""
    policies.check_can_change_account(actor, user, on)
    password = new_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    audit.record(actor=actor, at=at, action="account.password_issued", subject=user.public_id)
    end_sessions(actor=actor, user=user, at=at)
    return password


@transaction.atomic
def set_account_active(*, actor: Actor, user: User, active: bool, on: date, at: datetime) -> User:
    """Switch an account off, so that its very next request is a stranger's, or on again."""
    policies.check_can_change_account(actor, user, on)
    if user.is_active == active:
        raise Refused(_("This account is like that already."))
    user.is_active = active
    if active:
        user.active_since = at
    user.save(update_fields=["is_active", "active_since"])
    action = "account.enabled" if active else "account.disabled"
    audit.record(actor=actor, at=at, action=action, subject=user.public_id)
    deed = journal.Deed.ACCOUNT_ENABLED if active else journal.Deed.ACCOUNT_DISABLED
    if not active:
        end_sessions(actor=actor, user=user, at=at)
    journal.note(deed, program_id=actor.program_id, subject=user.public_id, at=at)
    return user


@transaction.atomic
def switch_off_unused_accounts(*, at: datetime) -> int:
    """Switch off every account that nobody signed in to for ninety days (CJIS AC-2(3)), and return how many."""
    clock = clock_actor(SITE)
    accounts = list(unused_accounts(at).select_for_update())
    for user in accounts:
        user.is_active = False
        user.save(update_fields=["is_active"])
        audit.record(
            actor=clock, at=at, action="account.disabled", subject=user.public_id, reason="unused for 90 days"
        )
        end_sessions(actor=clock, user=user, at=at)
        journal.note(journal.Deed.ACCOUNT_DISABLED, program_id=SITE, subject=user.public_id, at=at)
    return len(accounts)


def forget_what_is_over(*, at: datetime) -> None:
    """Delete what nobody needs any more: sessions that are over, and failed tries that count no longer."""
    UserSession.objects.filter(created_at__lte=at - LONGEST_SESSION).delete()
    Session.objects.filter(expire_date__lte=at).delete()
    FailedTry.objects.filter(tried_at__lte=at - FAILURES_WITHIN).delete()


@transaction.atomic
def release_account(*, actor: Actor, user: User, at: datetime) -> None:
    """Release an account that wrong tries have locked."""
    policies.check_can_release_account(actor, user, at)
    subject = sign_in_subject(user.username)
    site = replace(actor, program_id=SITE)
    audit.record(actor=site, at=at, action="sign_in.released", subject=subject)
    audit.record(actor=actor, at=at, action="account.released", subject=user.public_id)


@transaction.atomic
def end_all_sessions(*, actor: Actor, user: User, on: date, at: datetime) -> int:
    """End every session of somebody: their phone was lost, or they are not to be in there now."""
    policies.check_can_change_account(actor, user, on)
    return end_sessions(actor=actor, user=user, at=at)


@transaction.atomic
def link_with_agency(*, actor: Actor, user: User, subject: str, on: date, at: datetime) -> None:
    """Write down which subject of the agency's own provider is this account; '' takes the link away."""
    policies.check_can_change_account(actor, user, on)
    policies.check_subject_is_free(subject, user)
    user.oidc_subject = subject
    user.save(update_fields=["oidc_subject"])
    action = "account.agency_linked" if subject else "account.agency_unlinked"
    audit.record(actor=actor, at=at, action=action, subject=user.public_id)


@transaction.atomic
def change_password(*, actor: Actor, user: User, old: str, new: str, at: datetime) -> User:
    """Change one's own password, with the old one as proof."""
    if not user.check_password(old):
        raise Refused(_("This is not your present password."))
    if old == new:
        raise Refused(_("The new password is the same as the old one."))
    user.set_password(new)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    audit.record(actor=actor, at=at, action="account.password_changed", subject=user.public_id)
    return user


@transaction.atomic
def set_preferences(*, user: User, language: str = "", theme: str = "") -> User:
    """Keep how somebody likes to read: language and colors. It tells nothing of anybody, so no audit row."""
    user.language = language or user.language
    user.theme = theme or user.theme
    user.save(update_fields=["language", "theme"])
    return user


@transaction.atomic
def publish_agreement(
    *, actor: Actor, program: Program, text: str, text_es: str, at: datetime
) -> ConfidentialityAgreement:
    """Put a new version of the confidentiality agreement in force; everybody is asked to sign again (C4)."""
    policies.check_can_manage_accounts(actor)
    if not text.strip():
        raise Refused(_("The agreement needs a text."))
    Program.objects.select_for_update().get(pk=program.pk)
    latest = ConfidentialityAgreement.objects.filter(program=program).order_by("-number").first()
    agreement = ConfidentialityAgreement.objects.create(
        program=program,
        number=latest.number + 1 if latest else 1,
        text=text.strip(),
        text_es=text_es.strip(),
        effective_at=at,
        made_by_id=actor.user_id,
    )
    audit.record(
        actor=actor,
        at=at,
        action="agreement.published",
        subject=program.slug,
        details={"number": agreement.number},
    )
    return agreement


@transaction.atomic
def sign_agreement(
    *, actor: Actor, user: User, program: Program, typed_name: str, at: datetime, number: int | None = None
) -> AgreementSignature:
    """Sign the version in force; `number` is the version that was read, refused when a newer one came meanwhile."""
    agreement = current_agreement(program, at)
    policies.check_can_sign_agreement(agreement, user, typed_name, at, number)
    assert agreement is not None
    signature = AgreementSignature.objects.create(
        agreement=agreement, user=user, typed_name=typed_name.strip(), signed_at=at
    )
    audit.record(
        actor=actor,
        at=at,
        action="agreement.signed",
        subject=user.public_id,
        details={"number": agreement.number},
    )
    return signature
