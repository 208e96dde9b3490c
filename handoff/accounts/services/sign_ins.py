"""Signing in and out: each try is an audit row of the installation; guessing is slowed and locks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.permissions import Permission
from handoff.accounts import queries
from handoff.accounts.definitions import FAILURES_ALLOWED, FAILURES_WITHIN, Factor
from handoff.accounts.models import FailedTry, User
from handoff.accounts.queries import (
    failures_in_a_row,
    is_locked,
    members_who_may,
    programs_of,
    sign_in_subject,
    site_actor,
    too_many_from,
    user_named,
)
from handoff.accounts.services import factors
from handoff.audit import services as audit
from handoff.core.wall import behind_wall
from handoff.notifications.services import queue

TOO_MANY_REQUESTS = 429


@dataclass(frozen=True)
class SignIn:
    """What came of a try: the user (and the factor that fitted), or the sentence to show with its status."""

    user: User | None = None
    factor: str = ""
    sentence: str = ""
    status: int = 200


def check_password(
    *, request: HttpRequest, username: str, password: str, address: str, at: datetime
) -> SignIn:
    """Check user name and password, and write down what came of it; a wrong try is kept, so nothing is raised.

    An address from which too much failed is turned away before anything is hashed. The password is hashed outside any
    transaction: on SQLite one would keep everybody else from writing meanwhile.
    """
    refused = turned_away(username, address, at)
    if refused is not None:
        return refused
    trying = FailedTry.objects.create(address=address, tried_at=at)
    user = authenticate(request, username=username, password=password)
    if not isinstance(user, User):
        fail(username=username, address=address, action="sign_in.failed", at=at)
        return SignIn(sentence=_("User name and password do not fit together. Check both and try again."))
    trying.delete()
    subject = sign_in_subject(user.username)
    audit.record(actor=site_actor(user, address), at=at, action="sign_in.password", subject=subject)
    return SignIn(user=user)


def check_again(*, user: User, password: str, code: str, address: str, at: datetime) -> SignIn:
    """Check password and code of somebody who is signed in, before a page that asks for a fresh proof."""
    refused = turned_away(user.username, address, at)
    if refused is not None:
        return refused
    if not user.check_password(password):
        fail(username=user.username, address=address, action="sign_in.failed", at=at)
        return SignIn(sentence=_("Password and code do not fit. Check both and try again."))
    return check_code(user=user, code=code, address=address, at=at)


def check_code(*, user: User, code: str, address: str, at: datetime) -> SignIn:
    """Check a one-time or recovery code; wrong ones count like wrong passwords."""
    refused = turned_away(user.username, address, at)
    if refused is not None:
        return refused
    factor = factors.code_fits(user=user, code=code, at=at)
    if not factor:
        fail(username=user.username, address=address, action="sign_in.factor_failed", at=at)
        return SignIn(
            sentence=_("This code does not fit, or was used before. Wait for the next one and try again.")
        )
    if factor == Factor.RECOVERY:
        audit.record(
            actor=site_actor(user, address), at=at, action="factor.recovery_used", subject=user.public_id
        )
    return SignIn(user=user, factor=factor)


def check_passkey(
    *, request: HttpRequest, user: User | None, credential: Any, address: str, at: datetime
) -> SignIn:
    """Check a passkey's answer; wrong ones lock the account that it claims to belong to."""
    username = user.username if user else "a passkey of nobody"
    refused = turned_away(username, address, at) if user else None
    if refused is None and user is None and too_many_from(address, at):
        refused = SignIn(sentence=slow_down(), status=TOO_MANY_REQUESTS)
    if refused is not None:
        return refused
    if user is not None and factors.passkey_fits(request, user, credential, at):
        return SignIn(user=user, factor=Factor.PASSKEY)
    if user is None:
        note_try(address=address, at=at)
        refuse(address, "sign_in.factor_failed", sign_in_subject(username), at)
    else:
        fail(username=username, address=address, action="sign_in.factor_failed", at=at)
    return SignIn(sentence=_("This passkey was not accepted. Try again, or use your password and a code."))


def note_try(*, address: str, at: datetime) -> None:
    """Count a failed try from an address."""
    FailedTry.objects.create(address=address, tried_at=at)


def turned_away(username: str, address: str, at: datetime) -> SignIn | None:
    """Refuse before anything is compared: too much failed from this address, or the name is locked."""
    if too_many_from(address, at):
        return SignIn(sentence=slow_down(), status=TOO_MANY_REQUESTS)
    if is_locked(username, at):
        refuse(address, "sign_in.refused", sign_in_subject(username), at)
        return SignIn(sentence=lock_sentence())
    return None


def slow_down() -> str:
    """Say kindly that an address has to wait."""
    return _(
        "Too many tries have failed from your network, so nothing is checked for a while. "
        "Please try again in 15 minutes."
    )


def lock_sentence() -> str:
    """Say what to do about a lock; the same words whether or not there is such an account."""
    if settings.SIGN_IN_LOCK == "wait":
        return _("There were too many wrong tries. Wait 15 minutes, or ask your program manager.")
    return _("This account is locked after five wrong tries. Your program manager can release it.")


@transaction.atomic
def fail(*, username: str, address: str, action: str, at: datetime) -> None:
    """Write a failed try down; the fifth within fifteen minutes locks the name and tells the managers."""
    subject = sign_in_subject(username)
    FailedTry.objects.filter(tried_at__lte=at - FAILURES_WITHIN).delete()
    if action != "sign_in.failed":
        FailedTry.objects.create(address=address, tried_at=at)
    refuse(address, action, subject, at)
    if failures_in_a_row(username, at) < FAILURES_ALLOWED or is_locked(username, at):
        return
    row = audit.record(
        actor=site_actor(None, address), at=at, action="sign_in.locked", subject=subject, outcome="refused"
    )
    user = user_named(username)
    if user is not None and user.is_active:
        tell_managers(user, row.number, at)


def tell_managers(user: User, occasion: int, at: datetime) -> None:
    """Send a notice that an account is locked to who can release it; whose it is stands only on the page."""
    for program in programs_of(user, at.date()):
        path = reverse("accounts:members", args=[program.slug])
        with behind_wall(program.pk):
            for manager in members_who_may(program, Permission.ACCOUNTS_MANAGE, at.date()).exclude(
                pk=user.pk
            ):
                queue(
                    program_id=program.pk,
                    user=manager,
                    kind="account_locked",
                    path=path,
                    key=str(occasion),
                    at=at,
                )


def refuse(address: str, action: str, subject: str, at: datetime) -> None:
    audit.record(actor=site_actor(None, address), at=at, action=action, subject=subject, outcome="refused")


@transaction.atomic
def done(*, user: User, factor: str, address: str, at: datetime) -> None:
    """Write down that somebody is in, and with what."""
    user.last_seen_at = at
    user.save(update_fields=["last_seen_at"])
    audit.record(
        actor=site_actor(user, address),
        at=at,
        action="sign_in.done",
        subject=sign_in_subject(user.username),
        details={"factor": factor},
    )


def proved(*, user: User, factor: str, address: str, at: datetime) -> None:
    """Write down that somebody has proved again who they are."""
    audit.record(
        actor=site_actor(user, address),
        at=at,
        action="sign_in.proved",
        subject=user.public_id,
        details={"factor": factor},
    )


@transaction.atomic
def sign_out(*, user: User, key: str, address: str, at: datetime) -> None:
    """Write down that somebody signed out, and take the session off their list."""
    queries.sessions_of(user).filter(session_key=key).delete()
    audit.record(actor=site_actor(user, address), at=at, action="sign_out.done", subject=user.public_id)
