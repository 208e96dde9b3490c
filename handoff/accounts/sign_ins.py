"""Signing in and out: each try is an audit row of the installation, and a guessed-at user name waits."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from handoff.accounts.models import User
from handoff.accounts.queries import must_wait, sign_in_subject, site_actor
from handoff.audit import services as audit


@dataclass(frozen=True)
class SignIn:
    """What came of a try: the user, or the sentence to show."""

    user: User | None = None
    sentence: str = ""


def sign_in(*, request: HttpRequest, username: str, password: str, address: str, at: datetime) -> SignIn:
    """Check user name and password, and write down what came of it; a wrong try is kept, so nothing is raised.

    The password is hashed outside any transaction: on SQLite one would keep everybody else from writing meanwhile.
    """
    subject = sign_in_subject(username)
    if must_wait(username, at):
        refuse(address, "sign_in.waiting", subject, at)
        return SignIn(
            sentence=_("There were too many wrong passwords. Wait 15 minutes, or ask your program manager.")
        )
    user = authenticate(request, username=username, password=password)
    if not isinstance(user, User):
        refuse(address, "sign_in.failed", subject, at)
        return SignIn(sentence=_("User name and password do not fit together. Check both and try again."))
    with transaction.atomic():
        user.last_seen_at = at
        user.save(update_fields=["last_seen_at"])
        audit.record(actor=site_actor(user, address), at=at, action="sign_in.done", subject=subject)
    return SignIn(user=user)


def refuse(address: str, action: str, subject: str, at: datetime) -> None:
    audit.record(actor=site_actor(None, address), at=at, action=action, subject=subject, outcome="refused")


@transaction.atomic
def sign_out(*, user: User, address: str, at: datetime) -> None:
    """Write down that somebody signed out."""
    audit.record(actor=site_actor(user, address), at=at, action="sign_out.done", subject=user.public_id)
