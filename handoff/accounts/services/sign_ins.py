"""Signing in and out: each try is an audit row of the installation; guessing is slowed and then locks."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from handoff.accounts import queries
from handoff.accounts.definitions import FAILURE_WINDOW, MAX_FAILURES, Factor
from handoff.accounts.models import FailedTry, User
from handoff.accounts.queries import (
    count_open_tries,
    count_recent_failures,
    find_user_by_username,
    is_address_throttled,
    is_locked,
    normalize_username,
    sign_in_subject,
    site_actor,
)
from handoff.accounts.services import factors
from handoff.accounts.services.second_person import notify_managers
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction

TOO_MANY_REQUESTS = 429


@dataclass(frozen=True)
class SignInResult:
    """The result of a try: the user and the factor that matched, or the message to show with its status."""

    user: User | None = None
    factor: str = ""
    message: str = ""
    status: int = 200


def check_password(
    *, request: HttpRequest, username: str, password: str, address: str, at: datetime
) -> SignInResult:
    """Check user name and password, and record the result; a wrong try is recorded too, so nothing is raised.

    An IP address with too many failures is refused before anything is hashed. The password is hashed outside any
    transaction: on SQLite one would block all other writers meanwhile.
    """
    attempt = begin_try(username=username, address=address, at=at)
    if isinstance(attempt, SignInResult):
        return attempt
    user = authenticate(request, username=normalize_username(username), password=password)
    if not isinstance(user, User):
        record_failure(attempt, username=username, action=AuditAction.SIGN_IN_FAILED, at=at)
        return SignInResult(message=_("That user name and password don't match. Check both and try again."))
    attempt.delete()
    subject = sign_in_subject(user.username)
    audit.record(actor=site_actor(user, address), at=at, action=AuditAction.SIGN_IN_PASSWORD, subject=subject)
    return SignInResult(user=user)


def check_own_password(*, user: User, password: str, address: str, at: datetime) -> SignInResult:
    """Check the current password of a signed-in user; wrong ones count as they do at sign-in."""
    attempt = begin_try(username=user.username, address=address, at=at)
    if isinstance(attempt, SignInResult):
        return attempt
    if not user.check_password(password):
        record_failure(attempt, username=user.username, action=AuditAction.SIGN_IN_FAILED, at=at)
        return SignInResult(message=_("That isn't your current password."))
    attempt.delete()
    return SignInResult(user=user)


def reauthenticate(*, user: User, password: str, code: str, address: str, at: datetime) -> SignInResult:
    """Check password and code of a signed-in user, before a page that requires a recent sign-in."""
    # The password first: a wrong one must not use up a one-time code.
    checked = check_own_password(user=user, password=password, address=address, at=at)
    if checked.status == TOO_MANY_REQUESTS or (checked.user is None and is_locked(user.username, at)):
        return checked
    if checked.user is None:
        return SignInResult(message=_("The password or code is wrong. Check both and try again."))
    return check_code(user=user, code=code, address=address, at=at)


@transaction.atomic
def begin_try(*, username: str, address: str, at: datetime) -> FailedTry | SignInResult:
    """Count a try before anything is compared, or refuse it.

    The account's row is locked meanwhile: of many simultaneous tries, no more are compared than may fail.
    """
    user = find_user_by_username(username)
    if user is not None:
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
    refused = refuse_if_blocked(username, address, at)
    if refused is not None:
        return refused
    subject = sign_in_subject(username)
    if count_recent_failures(username, at) + count_open_tries(subject, at) >= MAX_FAILURES:
        return SignInResult(message=throttled_message(), status=TOO_MANY_REQUESTS)
    return FailedTry.objects.create(address=address, tried_at=at, subject=subject, is_open=True)


def check_code(*, user: User, code: str, address: str, at: datetime) -> SignInResult:
    """Check a one-time or recovery code; wrong ones count like wrong passwords."""
    attempt = begin_try(username=user.username, address=address, at=at)
    if isinstance(attempt, SignInResult):
        return attempt
    factor = factors.verify_code(user=user, code=code, at=at)
    if not factor:
        record_failure(attempt, username=user.username, action=AuditAction.SIGN_IN_FACTOR_FAILED, at=at)
        return SignInResult(
            message=_("That code is wrong or was already used. Wait for a new one and try again.")
        )
    attempt.delete()
    if factor == Factor.RECOVERY:
        audit.record(
            actor=site_actor(user, address),
            at=at,
            action=AuditAction.FACTOR_RECOVERY_USED,
            subject=user.public_id,
        )
    return SignInResult(user=user, factor=factor)


def check_passkey(
    *, request: HttpRequest, user: User | None, credential: dict[str, object], address: str, at: datetime
) -> SignInResult:
    """Check a passkey's answer; wrong ones lock the account that it claims to belong to."""
    username = user.username if user else "a passkey of nobody"
    attempt = begin_try(username=username, address=address, at=at) if user else None
    if isinstance(attempt, SignInResult):
        return attempt
    if user is None and is_address_throttled(address, at):
        return SignInResult(message=throttled_message(), status=TOO_MANY_REQUESTS)
    # Only an account's own tries are counted, so the two are None together.
    if user is not None and attempt is not None and factors.verify_passkey(request, user, credential, at):
        attempt.delete()
        return SignInResult(user=user, factor=Factor.PASSKEY)
    if attempt is None:
        record_failed_try(address=address, at=at)
        record_refusal(address, AuditAction.SIGN_IN_FACTOR_FAILED, sign_in_subject(username), at)
    else:
        record_failure(attempt, username=username, action=AuditAction.SIGN_IN_FACTOR_FAILED, at=at)
    return SignInResult(
        message=_("Your passkey wasn't accepted. Try again, or use your password and a code.")
    )


def record_failed_try(*, address: str, at: datetime) -> None:
    """Count a failed try from an IP address."""
    FailedTry.objects.create(address=address, tried_at=at)


def refuse_if_blocked(username: str, address: str, at: datetime) -> SignInResult | None:
    """The refusal when too much failed from this IP address or the name is locked, before anything is compared."""
    if is_address_throttled(address, at):
        return SignInResult(message=throttled_message(), status=TOO_MANY_REQUESTS)
    if is_locked(username, at):
        record_refusal(address, AuditAction.SIGN_IN_REFUSED, sign_in_subject(username), at)
        return SignInResult(message=locked_message())
    return None


def throttled_message() -> str:
    return _("Too many failed attempts from your network. Wait 15 minutes and try again.")


def locked_message() -> str:
    """What to do about a lock; the same words whether or not there is such an account."""
    if settings.SIGN_IN_LOCK == "wait":
        return _("Too many failed attempts. Wait 15 minutes, or contact your program manager.")
    return _("This account is locked after five failed attempts. Your program manager can unlock it.")


@transaction.atomic
def record_failure(attempt: FailedTry, *, username: str, action: AuditAction, at: datetime) -> None:
    """Record a failed try; the fifth within fifteen minutes locks the name and notifies the managers."""
    user, address = find_user_by_username(username), attempt.address
    if user is not None:
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
    subject = sign_in_subject(username)
    FailedTry.objects.filter(tried_at__lte=at - FAILURE_WINDOW).delete()
    FailedTry.objects.filter(pk=attempt.pk).update(is_open=False)
    record_refusal(address, action, subject, at)
    if count_recent_failures(username, at) < MAX_FAILURES or is_locked(username, at):
        return
    row = audit.record(
        actor=site_actor(None, address),
        at=at,
        action=AuditAction.SIGN_IN_LOCKED,
        subject=subject,
        outcome="refused",
    )
    # Unknown names lock like real ones, so that a lock doesn't tell which accounts exist; only real ones notify.
    if user is not None and user.is_active:
        notify_managers(user, kind="account_locked", key=str(row.number), at=at)


def record_refusal(address: str, action: AuditAction, subject: str, at: datetime) -> None:
    audit.record(actor=site_actor(None, address), at=at, action=action, subject=subject, outcome="refused")


@transaction.atomic
def record_sign_in(*, user: User, factor: str, address: str, at: datetime) -> None:
    """Record that a user signed in, and with which factor."""
    user.last_seen_at = at
    user.save(update_fields=["last_seen_at"])
    audit.record(
        actor=site_actor(user, address),
        at=at,
        action=AuditAction.SIGN_IN_DONE,
        subject=sign_in_subject(user.username),
        details={"factor": factor},
    )


def record_reauthentication(*, user: User, factor: str, address: str, at: datetime) -> None:
    audit.record(
        actor=site_actor(user, address),
        at=at,
        action=AuditAction.SIGN_IN_PROVED,
        subject=user.public_id,
        details={"factor": factor},
    )


@transaction.atomic
def sign_out(*, user: User, key: str, address: str, at: datetime) -> None:
    """Record that a user signed out, and remove the session from their list."""
    queries.sessions_of(user).filter(session_key=key).delete()
    audit.record(
        actor=site_actor(user, address), at=at, action=AuditAction.SIGN_OUT_DONE, subject=user.public_id
    )
