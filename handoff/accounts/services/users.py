"""Accounts and roles, a user's own settings, and the confidentiality agreement."""

from dataclasses import replace
from datetime import date, datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor, system_actor
from handoff.access.roles import RoleName
from handoff.accounts import policies
from handoff.accounts.definitions import FAILURE_WINDOW, MAX_SESSION_AGE, SOLE_MANAGER_WAIT
from handoff.accounts.inputs import UserInput
from handoff.accounts.models import (
    AgreementSignature,
    ConfidentialityAgreement,
    CredentialIssue,
    FailedTry,
    Membership,
    User,
)
from handoff.accounts.queries import (
    OPENS_PEOPLE,
    current_agreement,
    find_user_by_username,
    sign_in_subject,
    unused_accounts,
)
from handoff.accounts.queries.two_people import is_first_reader, second_managers
from handoff.accounts.services.factors import end_sessions
from handoff.accounts.services.second_person import notify_of_change, record_issue
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.audit.journal import services as journal
from handoff.core.refusals import Refused
from handoff.core.tenancy import SITE
from handoff.programs.models import Agency, Program
from handoff.programs.policies import check_texts


@transaction.atomic
def grant_role(
    *, actor: Actor, user: User, program: Program, agency: Agency | None, role: str, on: date, at: datetime
) -> Membership:
    """Give a user a role in the actor's program from a day on.

    A role that opens people's records waits for a second manager, or some days where there is none.
    """
    policies.check_can_grant_role(actor, user, role, on)
    policies.check_agency_fits(role, agency, program.pk)
    policies.check_sides_stay_apart(user, role, program.pk, on)
    opens = RoleName(role) in OPENS_PEOPLE and not is_first_reader(program.pk, user)
    confirmable = opens and bool(second_managers(program.pk, actor, user, on))
    membership = Membership.objects.create(
        user=user,
        program=program,
        agency=agency,
        role=RoleName(role),
        starts_on=on + SOLE_MANAGER_WAIT if opens and not confirmable else on,
        granted_by_id=actor.user_id,
        needs_confirmation=confirmable,
    )
    audit.record(
        actor=actor, at=at, action=AuditAction.ROLE_GRANTED, subject=user.public_id, details={"role": role}
    )
    if opens:
        notify_of_change(actor=actor, user=user, kind="role_granted", key=str(membership.pk), at=at)
    return membership


@transaction.atomic
def end_membership(*, actor: Actor, membership: Membership, on: date, at: datetime) -> Membership:
    """End a role from a day on; the user's very next request goes without it."""
    policies.check_can_end_membership(actor, membership, on)
    # A role that starts tomorrow ends tomorrow too, never before it started (a constraint checks this).
    return end_membership_on(actor=actor, membership=membership, on=max(on, membership.starts_on), at=at)


def end_membership_on(*, actor: Actor, membership: Membership, on: date, at: datetime) -> Membership:
    membership.ends_on = on
    membership.save(update_fields=["ends_on"])
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.ROLE_ENDED,
        subject=membership.user.public_id,
        details={"role": membership.role},
    )
    # A restored backup must not bring the role back to life.
    subject = f"{membership.user.public_id} {membership.role}"
    journal.append_event(journal.JournalEvent.ROLE_ENDED, program_id=actor.program_id, subject=subject, at=at)
    end_covers_of(actor=actor, covered=membership, at=at)
    return membership


def end_covers_of(*, actor: Actor, covered: Membership, at: datetime) -> None:
    """End what colleagues hold while someone is away, once the role that they cover has ended."""
    if covered.covers_id is not None or covered.ends_on is None:
        return
    covers = Membership.objects.filter(
        program_id=covered.program_id,
        covers_id=covered.user_id,
        role=covered.role,
        ends_on__gt=covered.ends_on,
    )
    for cover in covers:
        end_membership_on(actor=actor, membership=cover, on=last_day_of(cover, covered.ends_on), at=at)


def last_day_of(cover: Membership, on: date) -> date:
    """The day from which a cover is gone: one that still waits for a second manager never starts."""
    return cover.starts_on if cover.waits_for_confirmation else max(on, cover.starts_on)


@transaction.atomic
def add_member(
    *,
    actor: Actor,
    program: Program,
    user_input: UserInput,
    agency: Agency | None,
    role: str,
    on: date,
    at: datetime,
) -> tuple[User, bool]:
    """Add an account with its first role, or grant the role to the same person's account; return whether it is new.

    For an existing account, user name and full name must both match. A new one has no password: its owner chooses one
    through a link.
    """
    policies.check_can_manage_accounts(actor)
    user, is_new = find_user_by_username(user_input.username), False
    # Two people with one user name must not end up sharing an account: the full name has to match as well.
    if user is None or user.full_name.casefold().split() != user_input.full_name.casefold().split():
        policies.check_name_is_free(user_input.username)
        is_new = True
        user = User.objects.create_user(
            username=user_input.username.strip(),
            full_name=user_input.full_name.strip(),
            email=user_input.email,
            phone=user_input.phone,
            badge_number=user_input.badge_number,
            language=user_input.language,
            must_change_password=True,
            active_since=at,
        )
        policies.check_has_known_address(user)
        record_issue(actor=actor, user=user, what=CredentialIssue.What.MADE, at=at)
        audit.record(actor=actor, at=at, action=AuditAction.ACCOUNT_ADDED, subject=user.public_id)
    grant_role(actor=actor, user=user, program=program, agency=agency, role=role, on=on, at=at)
    return user, is_new


@transaction.atomic
def set_account_active(*, actor: Actor, user: User, active: bool, on: date, at: datetime) -> User:
    """Disable an account, so that its very next request is anonymous, or enable it again."""
    policies.check_can_change_account(actor, user, on)
    if user.is_active == active:
        raise Refused(_("No change needed."))
    user.is_active = active
    if active:
        # Ninety days without a sign-in count from here, or the nightly job would disable it again.
        user.active_since = at
    user.save(update_fields=["is_active", "active_since"])
    action = AuditAction.ACCOUNT_ENABLED if active else AuditAction.ACCOUNT_DISABLED
    audit.record(actor=actor, at=at, action=action, subject=user.public_id)
    event = journal.JournalEvent.ACCOUNT_ENABLED if active else journal.JournalEvent.ACCOUNT_DISABLED
    if not active:
        end_sessions(actor=actor, user=user, at=at)
    journal.append_event(event, program_id=actor.program_id, subject=user.public_id, at=at)
    return user


@transaction.atomic
def disable_unused_accounts(*, at: datetime) -> int:
    """Disable every account that no one signed in to for ninety days (CJIS AC-2(3)); return how many."""
    clock = system_actor(SITE)
    accounts = list(unused_accounts(at).select_for_update())
    for user in accounts:
        user.is_active = False
        user.save(update_fields=["is_active"])
        audit.record(
            actor=clock,
            at=at,
            action=AuditAction.ACCOUNT_DISABLED,
            subject=user.public_id,
            reason="unused for 90 days",
        )
        end_sessions(actor=clock, user=user, at=at)
        journal.append_event(
            journal.JournalEvent.ACCOUNT_DISABLED, program_id=SITE, subject=user.public_id, at=at
        )
    return len(accounts)


def delete_expired_sessions_and_tries(*, at: datetime) -> None:
    """Delete expired sessions, and failed tries that no longer count."""
    UserSession.objects.filter(created_at__lte=at - MAX_SESSION_AGE).delete()
    Session.objects.filter(expire_date__lte=at).delete()
    FailedTry.objects.filter(tried_at__lte=at - FAILURE_WINDOW).delete()


@transaction.atomic
def unlock_account(*, actor: Actor, user: User, at: datetime) -> None:
    """Unlock an account that was locked after wrong tries."""
    policies.check_can_release_account(actor, user, at)
    subject = sign_in_subject(user.username)
    # Locks are on user names, which belong to no program, so the release that ends one is a row of the installation.
    site = replace(actor, program_id=SITE)
    audit.record(actor=site, at=at, action=AuditAction.SIGN_IN_RELEASED, subject=subject)
    audit.record(actor=actor, at=at, action=AuditAction.ACCOUNT_RELEASED, subject=user.public_id)


@transaction.atomic
def end_all_sessions(*, actor: Actor, user: User, on: date, at: datetime) -> int:
    """End every session of a user: their phone was lost, or they should no longer be signed in."""
    policies.check_can_change_account(actor, user, on)
    return end_sessions(actor=actor, user=user, at=at)


@transaction.atomic
def link_agency_account(*, actor: Actor, user: User, subject: str, on: date, at: datetime) -> None:
    """Store which subject of the agency's own provider this account is; '' removes the link."""
    policies.check_can_change_account(actor, user, on)
    policies.check_subject_is_free(subject, user)
    user.oidc_subject = subject
    user.save(update_fields=["oidc_subject"])
    if subject:
        record_issue(actor=actor, user=user, what=CredentialIssue.What.AGENCY, at=at)
        notify_of_change(actor=actor, user=user, kind="account_reset", key=at.isoformat(), at=at)
    action = AuditAction.ACCOUNT_AGENCY_LINKED if subject else AuditAction.ACCOUNT_AGENCY_UNLINKED
    audit.record(actor=actor, at=at, action=action, subject=user.public_id)


@transaction.atomic
def change_password(*, actor: Actor, user: User, old: str, new: str, at: datetime) -> User:
    """Change a user's own password; `sign_ins.check_own_password` has checked the old one."""
    if old == new:
        raise Refused(_("The new password is the same as the old one. Choose a different one."))
    user.set_password(new)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    audit.record(actor=actor, at=at, action=AuditAction.ACCOUNT_PASSWORD_CHANGED, subject=user.public_id)
    return user


@transaction.atomic
def set_preferences(*, user: User, language: str = "", theme: str = "") -> User:
    """Store a user's language and colors. No audit row: it says nothing about a person."""
    user.language = language or user.language
    user.theme = theme or user.theme
    user.save(update_fields=["language", "theme"])
    return user


@transaction.atomic
def publish_agreement(
    *, actor: Actor, program: Program, text: str, text_es: str, at: datetime
) -> ConfidentialityAgreement:
    """Publish a new version of the confidentiality agreement; every user is asked to sign again (C4)."""
    policies.check_can_manage_accounts(actor)
    if not text.strip():
        raise Refused(_("Enter the text of the agreement."))
    check_texts(text, text_es)
    # Two managers who publish at once get two numbers.
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
        action=AuditAction.AGREEMENT_PUBLISHED,
        subject=program.slug,
        details={"number": agreement.number},
    )
    return agreement


@transaction.atomic
def sign_agreement(
    *, actor: Actor, user: User, program: Program, typed_name: str, at: datetime, number: int | None = None
) -> AgreementSignature:
    """Sign the current version; refuses when `number`, the version that was read, is no longer the current one."""
    agreement = current_agreement(program, at)
    policies.check_can_sign_agreement(agreement, user, typed_name, at, number)
    assert agreement is not None
    signature = AgreementSignature.objects.create(
        agreement=agreement, user=user, typed_name=typed_name.strip(), signed_at=at
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.AGREEMENT_SIGNED,
        subject=user.public_id,
        details={"number": agreement.number},
    )
    return signature
