"""What a session was opened with, when it was last in use, and when it is over: told by the server's own clock."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase

from handoff.access.http import AppRequest
from handoff.access.roles import RoleName
from handoff.accounts import queries
from handoff.accounts.definitions import (
    CLOCKS_DIFFER,
    HALF_OPEN,
    LONGEST_SESSION,
    SEEN_EVERY,
    Factor,
)
from handoff.accounts.models import User
from handoff.audit import services as audit

KEY = "sign_in"
BACKEND = "django.contrib.auth.backends.ModelBackend"
HAND_HELD = ("mobi", "android", "iphone", "ipad", "tablet", "toughbook", "silk")
"""What browsers on phones, tablets and the terminals in cars call themselves."""


@dataclass(frozen=True)
class Proof:
    """How a session stands: its moments, the factor given in this very session, and whether the device is carried."""

    opened_at: datetime
    seen_at: datetime
    proved_at: datetime
    factor: str
    mobile: bool

    @property
    def idle(self) -> timedelta:
        """Return how long the session may lie unused: shorter on what is carried about or shared."""
        return timedelta(minutes=settings.IDLE_MINUTES_MOBILE if self.mobile else settings.IDLE_MINUTES)

    def why_over(self, at: datetime) -> str:
        """Return why the session is over at an instant, or '' while it is not."""
        if at < self.seen_at - CLOCKS_DIFFER:
            return "clock"
        longest = LONGEST_SESSION if self.factor else HALF_OPEN
        if at >= self.opened_at + longest:
            return "long" if self.factor else "half"
        return "idle" if at >= self.seen_at + self.idle else ""


def proof_of(session: SessionBase) -> Proof | None:
    """Read the proof back; a session without one was opened by nothing that we know."""
    kept = session.get(KEY)
    if not isinstance(kept, dict):
        return None
    moments = {name: datetime.fromisoformat(kept[name]) for name in ("opened_at", "seen_at", "proved_at")}
    return Proof(factor=kept["factor"], mobile=kept["mobile"], **moments)


def keep(session: SessionBase, proof: Proof) -> None:
    """Write the proof into the session."""
    session[KEY] = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(proof).items()
    }


def is_hand_held(request: AppRequest) -> bool:
    """Say whether the browser calls itself one of a phone, a tablet or a terminal in a car."""
    words = request.META.get("HTTP_USER_AGENT", "").casefold()
    return request.META.get("HTTP_SEC_CH_UA_MOBILE") == "?1" or any(word in words for word in HAND_HELD)


def begin(request: AppRequest, user: User, *, mobile: bool, factor: str = Factor.NONE) -> None:
    """Open a session under a new key: with no factor yet, it opens nothing but the steps that ask for one."""
    login(request, user, backend=BACKEND)
    request.session.cycle_key()
    at = request.at
    proof = Proof(opened_at=at, seen_at=at, proved_at=at, factor=factor, mobile=mobile)
    keep(request.session, proof)
    request.session.save()
    request.proof, request.pending = proof, None if factor else user
    if factor:
        put_on_list(request, user)


def put_on_list(request: AppRequest, user: User) -> None:
    """Write the session down among the user's own, so that it can be seen and ended."""
    UserSession.objects.create(
        user=user,
        session_key=request.session.session_key,
        ip=request.META.get("REMOTE_ADDR") or "0.0.0.0",  # noqa: S104  # nosec B104
        user_agent=request.META.get("HTTP_USER_AGENT", "")[:200],
        created_at=request.at,
        last_seen_at=request.at,
        data={"mobile": request.proof.mobile, "factor": request.proof.factor},
    )


def prove_again(request: AppRequest) -> None:
    """Note that who sits there has just proved again who they are."""
    request.proof = replace(request.proof, proved_at=request.at)
    keep(request.session, request.proof)


def date_proof(request: AppRequest, moment: datetime | None) -> None:
    """Count the proof from when the agency asked; where it does not say, pages marked fresh ask again."""
    long_ago = request.at - LONGEST_SESSION
    request.proof = replace(request.proof, proved_at=min(moment or long_ago, request.at))
    keep(request.session, request.proof)


def enter(request: AppRequest) -> None:
    """Decide at the start of a request what the session is worth.

    A session that is over is emptied. One without a second factor is nobody's: `request.user` is a stranger, and only
    the steps of signing in look at `request.pending`.
    """
    request.proof, request.pending, request.ended = None, None, ""
    user = request.user
    if not user.is_authenticated:
        return
    proof = proof_of(request.session)
    request.ended = proof.why_over(request.at) if proof else "unknown"
    if proof is None or request.ended:
        end(request, user, request.ended)
        return
    request.proof = proof
    if next_steps(user, proof):
        request.pending, request.user = user, AnonymousUser()
    if request.at - proof.seen_at >= SEEN_EVERY:
        request.proof = replace(proof, seen_at=request.at)
        keep(request.session, request.proof)
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=request.at)


def end(request: AppRequest, user: User, why: str) -> None:
    """Empty this session and write down why."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    audit.record(
        actor=queries.site_actor(user, address),
        at=request.at,
        action="session.ended",
        subject=user.public_id,
        reason=why,
    )
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    logout(request)


def next_steps(user: User, proof: Proof) -> tuple[str, ...]:
    """Return the pages that stand between this session and everything else: the first is where to go, () is none."""
    if not proof.factor:
        if queries.factor_kinds(user):
            return ("accounts:second_factor",)
        if user.must_change_password:
            return ("accounts:change_password",)
        return ("accounts:set_up", "accounts:add_code", "accounts:add_passkey")
    if proof.factor not in {Factor.PASSKEY, Factor.AGENCY} and needs_passkey(user):
        if Factor.PASSKEY in queries.factor_kinds(user):
            return ("accounts:second_factor",)
        return ("accounts:add_passkey",)
    return ()


def needs_passkey(user: User) -> bool:
    """Say whether a setting asks this site administrator for a passkey."""
    return settings.ADMINISTRATORS_NEED_PASSKEY and queries.holds_role(user, RoleName.SITE_ADMINISTRATOR)


def words_for_device(agent: str) -> tuple[str, str]:
    """Return the system and the browser that a user agent names, or '' for what it does not."""
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


def anyone(request: AppRequest) -> Any:
    """Return who signs in at this moment or is signed in, or None."""
    return request.pending or (request.user if request.user.is_authenticated else None)
