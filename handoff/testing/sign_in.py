"""Signing in for the tests: `client.force_login(user)` opens a session as a password and a second factor do.

The program itself is not changed and knows nothing of it: the tests write what a finished sign-in writes.
"""

from datetime import datetime
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import update_last_login
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.crypto import get_random_string

from handoff.accounts.definitions import Factor
from handoff.accounts.middleware import access as middleware
from handoff.accounts.models import User
from handoff.accounts.rules.one_time_codes import code_for, counter_at
from handoff.accounts.services.allauth_internals import create_recovery_codes
from handoff.accounts.services.sessions import KEY, SessionAssurance, store_assurance

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""The secret of every authenticator app in the tests."""

plain_login = Client._login


def fully_signed_in(at: datetime, factor: str = Factor.CODE, *, mobile: bool = False) -> SessionAssurance:
    return SessionAssurance(opened_at=at, seen_at=at, proved_at=at, factor=factor, mobile=mobile)


def login_with_second_factor(client: Client, user: User, backend: str | None = None) -> None:
    """Log in as Django's test client does, and write what giving a second factor writes."""
    at = middleware.timezone.now()
    seen = {"user": user, "ip": "127.0.0.1", "user_agent": "Test", "last_seen_at": at, "created_at": at}
    if settings.SESSION_COOKIE_NAME not in client.cookies:
        session = open_session(client, user, backend or settings.AUTHENTICATION_BACKENDS[0], at)
        UserSession.objects.create(session_key=session.session_key, **seen)
        return
    plain_login(client, user, backend)
    kept = client.session
    store_assurance(kept, fully_signed_in(at))
    kept.save()
    UserSession.objects.update_or_create(session_key=kept.session_key, defaults=seen)


def open_session(client: Client, user: User, backend: str, at: datetime) -> SessionStore:
    """Write at once what Django's `login` comes to with twelve statements for a browser that has no session."""
    session = SessionStore(get_random_string(32))
    session._session_cache = {  # type: ignore[attr-defined]
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: backend,
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    store_assurance(session, fully_signed_in(at))
    session.create_model_instance(dict(session.items())).save(force_insert=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    update_last_login(None, user)
    return session


def stamp_all(at: datetime) -> None:
    """Let every session have been opened just now: for tests that move the clock by days and mean something else."""
    for row in Session.objects.all():
        session: SessionBase = SessionStore(row.session_key)
        if KEY in session:
            store_assurance(
                session, fully_signed_in(at, session[KEY]["factor"], mobile=session[KEY]["mobile"])
            )
            session.save()
    UserSession.objects.update(created_at=at, last_seen_at=at)


def give_app(user: User) -> User:
    """Set up an authenticator app for a user whose recovery codes were shown."""
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(SECRET)}
    )
    create_recovery_codes(user).mark_as_viewed()
    return user


def code_at(at: datetime, secret: str = SECRET) -> str:
    """Return what the app shows at an instant."""
    return code_for(secret, counter_at(at))


def patch(monkeypatch: Any) -> None:
    monkeypatch.setattr(Client, "_login", login_with_second_factor)
