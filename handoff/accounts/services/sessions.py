"""How a session was opened, when it was last used, and when it expires: by the server's own clock."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction

from handoff.access.http import AppRequest
from handoff.access.roles import RoleName
from handoff.accounts import queries
from handoff.accounts.definitions import (
    CLOCK_SKEW,
    LAST_SEEN_INTERVAL,
    MAX_SESSION_AGE,
    PENDING_SESSION,
    Factor,
)
from handoff.accounts.models import User
from handoff.accounts.services.typed import SESSION_KEY as TYPED_PAGES
from handoff.accounts.services.typed import kept_pages
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction

KEY = "sign_in"
ENDED_USER = "ended_user"
"""Whose session ended in this browser: a form that is sent before the next sign-in is kept for that account."""

SENT_BESIDE = 5 * 60
"""For how many seconds the key of a session that ended still says whose it was."""

BACKEND = "django.contrib.auth.backends.ModelBackend"
MOBILE_BROWSER_MARKS = ("mobi", "android", "iphone", "ipad", "tablet", "toughbook", "silk")
"""What browsers on phones, tablets and the terminals in cars call themselves."""


@dataclass(frozen=True)
class SessionAssurance:
    """A session's times, the factor given in this very session, and whether the device is mobile."""

    opened_at: datetime
    seen_at: datetime
    proved_at: datetime
    factor: str
    mobile: bool

    @property
    def idle_limit(self) -> timedelta:
        """How long the session may be idle: shorter on mobile and shared devices."""
        return timedelta(minutes=settings.IDLE_MINUTES_MOBILE if self.mobile else settings.IDLE_MINUTES)

    def seconds_left(self, at: datetime) -> int:
        """How many seconds the session lasts if nothing more is done in it."""
        return max(0, int((min(self.seen_at + self.idle_limit, self.last_end) - at).total_seconds()))

    def can_extend(self, at: datetime) -> bool:
        """False once the longest time of a session is nearer than its idle limit, so that use doesn't extend it."""
        return at + self.idle_limit < self.last_end

    @property
    def last_end(self) -> datetime:
        return self.opened_at + (MAX_SESSION_AGE if self.factor else PENDING_SESSION)

    def expiry_reason(self, at: datetime) -> str:
        """Why the session has expired at an instant, or '' while it has not."""
        # A clock that was set back would otherwise keep sessions open for as long as it was set back.
        if at < self.seen_at - CLOCK_SKEW:
            return "clock"
        if at >= self.last_end:
            return "long" if self.factor else "half"
        return "idle" if at >= self.seen_at + self.idle_limit else ""


def read_assurance(session: SessionBase) -> SessionAssurance | None:
    """The assurance stored in a session, or None for a session that we did not open."""
    stored = session.get(KEY)
    if not isinstance(stored, dict):
        return None
    moments = {name: datetime.fromisoformat(stored[name]) for name in ("opened_at", "seen_at", "proved_at")}
    return SessionAssurance(factor=stored["factor"], mobile=stored["mobile"], **moments)


def store_assurance(session: SessionBase, assurance: SessionAssurance) -> None:
    session[KEY] = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(assurance).items()
    }


def is_mobile_browser(request: AppRequest) -> bool:
    """True for browsers of phones, tablets and the terminals in patrol cars."""
    words = request.META.get("HTTP_USER_AGENT", "").casefold()
    return request.META.get("HTTP_SEC_CH_UA_MOBILE") == "?1" or any(
        word in words for word in MOBILE_BROWSER_MARKS
    )


def open_session(
    request: AppRequest, user: User, *, mobile: bool, factor: str = Factor.NONE
) -> SessionAssurance:
    """Open a session under a new key: without a factor it opens only the pages that ask for one."""
    login(request, user, backend=BACKEND)
    request.session.pop(ENDED_USER, None)
    # A key that someone else may have planted in this browser must not become the key of a signed-in session.
    request.session.cycle_key()
    at = request.at
    assurance = SessionAssurance(opened_at=at, seen_at=at, proved_at=at, factor=factor, mobile=mobile)
    store_assurance(request.session, assurance)
    request.session.save()
    request.assurance, request.pending = assurance, None if factor else user
    if factor:
        list_user_session(request, user, assurance)
        if pages := kept_pages(user, at):
            request.session[TYPED_PAGES] = pages
    return assurance


def list_user_session(request: AppRequest, user: User, assurance: SessionAssurance) -> None:
    """Add the session to the user's own list, so that they can see and end it."""
    UserSession.objects.create(
        user=user,
        session_key=request.session.session_key,
        ip=request.META.get("REMOTE_ADDR") or "0.0.0.0",  # noqa: S104
        user_agent=request.META.get("HTTP_USER_AGENT", "")[:200],
        created_at=request.at,
        last_seen_at=request.at,
        data={"mobile": assurance.mobile, "factor": assurance.factor},
    )


def refresh_assurance(request: AppRequest) -> None:
    """Note that the user has just confirmed their identity again."""
    request.assurance = replace(assurance_of(request), proved_at=request.at)
    store_assurance(request.session, request.assurance)


def backdate_assurance(request: AppRequest, signed_in_at: datetime | None) -> None:
    """Count the sign-in from when the agency asked; if it doesn't say, as too old for `requires_recent_sign_in`."""
    long_ago = request.at - MAX_SESSION_AGE
    request.assurance = replace(assurance_of(request), proved_at=min(signed_in_at or long_ago, request.at))
    store_assurance(request.session, request.assurance)


def load_session(request: AppRequest) -> None:
    """Check the session at the start of a request.

    An expired session is emptied. One without a second factor belongs to no one: `request.user` is anonymous, and only
    the pages of the sign-in steps look at `request.pending`.
    """
    request.assurance, request.pending, request.ended = None, None, ""
    request.form_refused = False
    user = request.user
    if not user.is_authenticated:
        return
    assurance = read_assurance(request.session)
    request.ended = assurance.expiry_reason(request.at) if assurance else "unknown"
    if assurance is None or request.ended:
        # Only a session that was open with both factors says whose form this is.
        ours = assurance is not None and not pending_steps(user, assurance)
        end_session(request, user, request.ended, keep_author=ours)
        return
    request.assurance = assurance
    if pending_steps(user, assurance):
        request.pending, request.user = user, AnonymousUser()
    # Once a minute at most: writing at every click would lock SQLite for everyone else.
    if request.at - assurance.seen_at >= LAST_SEEN_INTERVAL:
        request.assurance = replace(assurance, seen_at=request.at)
        store_assurance(request.session, request.assurance)
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=request.at)


def ended_user(request: AppRequest) -> User | None:
    """The user whose session ended in this browser and who hasn't signed in again."""
    pk = request.session.get(ENDED_USER)
    return User.objects.filter(pk=pk, is_active=True).first() if pk else None


def end_session(request: AppRequest, user: User, reason: str, *, keep_author: bool = False) -> None:
    """End this session and record why; with `keep_author` the one that begins in its place says whose it was.

    So does the old one's key, for some minutes: a form may be on its way beside a draft of it, both with the old
    cookie, and the later of the two would belong to no one.
    """
    key = request.session.session_key or ""
    with transaction.atomic():
        listed, _ = UserSession.objects.filter(session_key=key).delete()
        # Of two requests that find the same session too old, the one that takes it off the list writes the row.
        if listed or not keep_author:
            record_end(request, user, reason)
        logout(request)
        if keep_author:
            request.session[ENDED_USER] = user.pk
            until = request.session.get_expiry_date(expiry=SENT_BESIDE)
            Session.objects.save(key, {ENDED_USER: user.pk}, until)


def record_end(request: AppRequest, user: User, reason: str) -> None:
    """Write into the audit log that the session ended, and why."""
    audit.record(
        actor=queries.site_actor(user, str(request.META.get("REMOTE_ADDR", ""))),
        at=request.at,
        action=AuditAction.SESSION_ENDED,
        subject=user.public_id,
        reason=reason,
    )


def pending_steps(user: User, assurance: SessionAssurance) -> tuple[str, ...]:
    """The pages that the user must complete first: the first is where to go; () when signed in."""
    if not assurance.factor:
        if queries.factor_kinds(user):
            return ("accounts:second_factor",)
        if user.must_change_password:
            return ("accounts:change_password",)
        return ("accounts:set_up", "accounts:add_code", "accounts:add_passkey")
    if assurance.factor not in {Factor.PASSKEY, Factor.AGENCY} and needs_passkey(user):
        if Factor.PASSKEY in queries.factor_kinds(user):
            return ("accounts:second_factor",)
        return ("accounts:add_passkey",)
    return ()


def needs_passkey(user: User) -> bool:
    """True if a setting requires a passkey from this site administrator."""
    return settings.ADMINISTRATORS_NEED_PASSKEY and queries.has_role(user, RoleName.SITE_ADMINISTRATOR)


def device_description(agent: str) -> tuple[str, str]:
    """The system and the browser that a user agent names, '' for either one that is unknown."""
    systems = {
        "iPhone": "iPhone",
        "iPad": "iPad",
        "Android": "Android",
        "Windows": "Windows",
        "CrOS": "ChromeOS",
    }
    systems |= {"Mac OS": "macOS", "Linux": "Linux"}
    browsers = {"Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
    found = [next((name for mark, name in each.items() if mark in agent), "") for each in (systems, browsers)]
    return found[0], found[1]


def current_or_pending_user(request: AppRequest) -> User | None:
    """The user who is signed in, or who has given a password but no second factor yet; else None."""
    return request.pending or (request.user if request.user.is_authenticated else None)


def assurance_of(request: AppRequest) -> SessionAssurance:
    """The assurance of an open session; for requests whose user is signed in or pending."""
    assert request.assurance is not None
    return request.assurance


def user_of(request: AppRequest) -> User:
    """The signed-in or pending user; for views behind `sign_in_step` or `requires_sign_in`."""
    user = current_or_pending_user(request)
    assert user is not None
    return user
