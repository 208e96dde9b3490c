"""Second factors: one-time codes, passkeys and recovery codes, with allauth's cryptography."""

import base64
from collections.abc import Iterable
from datetime import date, datetime

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.accounts import policies, queries
from handoff.accounts.definitions import Factor
from handoff.accounts.models import CredentialIssue, User
from handoff.accounts.rules.one_time_codes import code_for, counter_at, matching_counters, new_secret
from handoff.accounts.services import allauth_internals
from handoff.accounts.services.second_person import notify_of_change, record_issue
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import Refused

MAX_PASSKEYS = 10


@transaction.atomic
def verify_code(*, user: User, code: str, at: datetime) -> str:
    """The kind of code that matched, or ''; each code is accepted once, even by concurrent requests."""
    typed = code.replace(" ", "").replace("-", "")
    rows = {
        each.type: each
        for each in Authenticator.objects.select_for_update().filter(
            user=user, type__in=[Factor.CODE, Factor.RECOVERY]
        )
    }
    if Factor.CODE in rows and verify_one_time_code(rows[Factor.CODE], typed, at):
        return Factor.CODE
    if Factor.RECOVERY in rows and rows[Factor.RECOVERY].wrap().validate_code(typed):
        return Factor.RECOVERY
    return ""


def verify_one_time_code(row: Authenticator, typed: str, at: datetime) -> bool:
    """True if a one-time code is right and newer than the last one used, which it then becomes."""
    secret, last = get_adapter().decrypt(row.data["secret"]), row.data.get("last_counter", 0)
    for counter in matching_counters(secret, typed, at):
        if counter > last:
            row.data["last_counter"], row.last_used_at = counter, at
            row.save(update_fields=["data", "last_used_at"])
            return True
    return False


def training_code(user: User, at: datetime) -> str:
    """The code that is valid now, only for accounts that belong to nothing but the training county."""
    row = queries.factors_of(user).filter(type=Factor.CODE).first()
    if not settings.DEMO or row is None or not queries.is_training_only(user):
        return ""
    counter = min(max(counter_at(at), row.data.get("last_counter", 0) + 1), counter_at(at) + 1)
    return code_for(get_adapter().decrypt(row.data["secret"]), counter)


def set_up_training_factors(users: Iterable[User]) -> None:
    """Set up a code for every account of the training county that has none."""
    having = set(Authenticator.objects.filter(type=Factor.CODE).values_list("user_id", flat=True))
    Authenticator.objects.bulk_create(
        Authenticator(user=user, type=Factor.CODE.value, data={"secret": get_adapter().encrypt(new_secret())})
        for user in users
        if user.pk not in having
    )


def qr_code_data_url(user: User, secret: str) -> str:
    """The QR code that an authenticator app reads, as a data URL."""
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(user, secret))
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


@transaction.atomic
def add_code(*, actor: Actor, user: User, secret: str, code: str, at: datetime) -> None:
    """Set up an authenticator app, once its first code is right; an older one is replaced."""
    counters = matching_counters(secret, code, at)
    if not counters:
        raise Refused(_("That code isn't right. Check that your phone's clock is correct, then try again."))
    Authenticator.objects.filter(user=user, type=Factor.CODE).delete()
    Authenticator.objects.create(
        user=user,
        type=Factor.CODE.value,
        data={"secret": get_adapter().encrypt(secret), "last_counter": max(counters)},
        created_at=at,
    )
    record_added_factor(actor=actor, user=user, kind=Factor.CODE, at=at)


def record_added_factor(*, actor: Actor, user: User, kind: str, at: datetime) -> None:
    """Record a new factor, and create the recovery codes that come with the first one."""
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.FACTOR_ADDED,
        subject=user.public_id,
        details={"factor": str(kind)},
    )
    allauth_internals.create_recovery_codes(user)


def begin_passkey_registration(request: HttpRequest, user: User) -> dict[str, object]:
    """The options with which the browser makes a passkey that checks finger, face or PIN; stores the challenge."""
    with context.request_context(request):
        return dict(allauth_internals.begin_registration(user, passwordless=True))


def add_passkey(
    *, request: HttpRequest, actor: Actor, user: User, credential: dict[str, object], name: str, at: datetime
) -> None:
    """Store a passkey that answers our challenge and checked finger, face or PIN."""
    if queries.factors_of(user).filter(type=Factor.PASSKEY).count() >= MAX_PASSKEYS:
        raise Refused(_("This account already has 10 passkeys. Remove one first."))
    with context.request_context(request):
        try:
            allauth_internals.parse_registration_response(credential)
            # Registration began with user verification required, so this also refuses a passkey that checks no one.
            allauth_internals.complete_registration(credential)
        except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise Refused(_("We couldn't create the passkey. Try again, or use a code instead.")) from error
    with transaction.atomic():
        allauth_internals.save_passkey(user, name or _("Passkey"), credential)
        record_added_factor(actor=actor, user=user, kind=Factor.PASSKEY, at=at)


def begin_passkey_authentication(request: HttpRequest, user: User | None = None) -> dict[str, object]:
    """The options with which the browser uses a passkey of one user, or of anyone."""
    with context.request_context(request):
        return dict(allauth_internals.begin_authentication(user))


def passkey_owner(credential: dict[str, object]) -> User | None:
    """The user whose passkey an answer claims to be; not verified yet."""
    try:
        found = allauth_internals.extract_user_from_response(credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return found if isinstance(found, User) else None


def verify_passkey(request: HttpRequest, user: User, credential: dict[str, object], at: datetime) -> bool:
    """True if the passkey answers our challenge."""
    with context.request_context(request):
        try:
            allauth_internals.parse_authentication_response(credential)
            row = allauth_internals.complete_authentication(user, credential)
        except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
            return False
    row.last_used_at = at
    row.save(update_fields=["last_used_at"])
    return True


@transaction.atomic
def remove_factor(*, actor: Actor, user: User, number: int, at: datetime) -> None:
    """Remove one of the user's second factors; the last one stays, because no one gets in without."""
    # Locked, so that two requests at once can't remove the last two factors.
    rows = list(Authenticator.objects.select_for_update().filter(user=user).exclude(type=Factor.RECOVERY))
    row = next((each for each in rows if each.pk == number), None)
    if row is None:
        raise Refused(_("That item was already removed."))
    if len(rows) == 1:
        raise Refused(_("This is your only two-step verification method. Set up another one first."))
    row.delete()
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.FACTOR_REMOVED,
        subject=user.public_id,
        details={"factor": row.type},
    )


@transaction.atomic
def reset_factors(*, actor: Actor, user: User, on: date, at: datetime) -> None:
    """Remove every factor of a user who lost their phone; the next sign-in sets up new ones, open sessions end."""
    policies.check_can_change_account(actor, user, on)
    Authenticator.objects.filter(user=user).delete()
    record_issue(actor=actor, user=user, what=CredentialIssue.What.FACTORS, at=at)
    notify_of_change(actor=actor, user=user, kind="account_reset", key=at.isoformat(), at=at)
    audit.record(actor=actor, at=at, action=AuditAction.FACTOR_RESET, subject=user.public_id)
    end_sessions(actor=actor, user=user, at=at)


def reveal_recovery_codes(user: User) -> list[str]:
    """The recovery codes the first time they are viewed, and none after that."""
    row = queries.factors_of(user).filter(type=Factor.RECOVERY).first()
    if row is None or row.wrap().did_view:
        return []
    codes = row.wrap()
    codes.mark_as_viewed()
    return [str(each) for each in codes.get_unused_codes()]


@transaction.atomic
def renew_recovery_codes(*, actor: Actor, user: User, at: datetime) -> None:
    """Create new recovery codes; the old ones are void."""
    User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user=user, type=Factor.RECOVERY).delete()
    allauth_internals.create_recovery_codes(user)
    audit.record(actor=actor, at=at, action=AuditAction.FACTOR_RECOVERY_RENEWED, subject=user.public_id)


@transaction.atomic
def end_sessions(*, actor: Actor, user: User, at: datetime, number: int = 0, but: str = "") -> int:
    """End all of a user's sessions, or one, except `but`; return how many ended."""
    rows = queries.sessions_of(user).exclude(session_key=but)
    if number:
        rows = rows.filter(pk=number)
    ended = 0
    for row in rows:
        row.end()
        ended += 1
    if ended:
        audit.record(
            actor=actor,
            at=at,
            action=AuditAction.SESSION_REVOKED,
            subject=user.public_id,
            details={"sessions": ended},
        )
    return ended
