"""Second factors: one-time codes, passkeys and recovery codes. allauth does the mathematics."""

import base64
from collections.abc import Iterable
from datetime import datetime
from typing import Any

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
from handoff.accounts.models import User
from handoff.accounts.rules.one_time_codes import code_for, counter_at, matching_counters, new_secret
from handoff.accounts.services import allauth_internals
from handoff.audit import services as audit
from handoff.core.refusals import Refused

MOST_PASSKEYS = 10


@transaction.atomic
def code_fits(*, user: User, code: str, at: datetime) -> str:
    """Return the kind of code that fits, or ''; each code is taken once, whichever process is asked."""
    typed = code.replace(" ", "").replace("-", "")
    rows = {
        each.type: each
        for each in Authenticator.objects.select_for_update().filter(
            user=user, type__in=[Factor.CODE, Factor.RECOVERY]
        )
    }
    if Factor.CODE in rows and one_time_code_fits(rows[Factor.CODE], typed, at):
        return Factor.CODE
    if Factor.RECOVERY in rows and rows[Factor.RECOVERY].wrap().validate_code(typed):
        return Factor.RECOVERY
    return ""


def one_time_code_fits(row: Authenticator, typed: str, at: datetime) -> bool:
    """Say whether a one-time code is right and newer than the last one used, and note it as used."""
    secret, last = get_adapter().decrypt(row.data["secret"]), row.data.get("last_counter", 0)
    for counter in matching_counters(secret, typed, at):
        if counter > last:
            row.data["last_counter"], row.last_used_at = counter, at
            row.save(update_fields=["data", "last_used_at"])
            return True
    return False


def training_code(user: User, at: datetime) -> str:
    """Return the code that fits now, in the training county only, for an account that is nowhere else."""
    row = queries.factors_of(user).filter(type=Factor.CODE).first()
    if not settings.DEMO or row is None or not queries.only_in_training(user):
        return ""
    counter = min(max(counter_at(at), row.data.get("last_counter", 0) + 1), counter_at(at) + 1)
    return code_for(get_adapter().decrypt(row.data["secret"]), counter)


def give_training_factors(users: Iterable[User]) -> None:
    """Set up a code for every account of the training county that has none; the second-factor page there shows it."""
    having = set(Authenticator.objects.filter(type=Factor.CODE).values_list("user_id", flat=True))
    Authenticator.objects.bulk_create(
        Authenticator(user=user, type=Factor.CODE.value, data={"secret": get_adapter().encrypt(new_secret())})
        for user in users
        if user.pk not in having
    )


def picture_of(user: User, secret: str) -> str:
    """Return the picture that an authenticator app reads, as a data address."""
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(user, secret))
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


@transaction.atomic
def add_code(*, actor: Actor, user: User, secret: str, code: str, at: datetime) -> None:
    """Set up an authenticator app, once its first code fits; an older one is replaced."""
    counters = matching_counters(secret, code, at)
    if not counters:
        raise Refused(
            _("This code does not fit. Check that the clock of your phone is right, and try again.")
        )
    Authenticator.objects.filter(user=user, type=Factor.CODE).delete()
    Authenticator.objects.create(
        user=user,
        type=Factor.CODE.value,
        data={"secret": get_adapter().encrypt(secret), "last_counter": max(counters)},
        created_at=at,
    )
    added(actor=actor, user=user, kind=Factor.CODE, at=at)


def added(*, actor: Actor, user: User, kind: str, at: datetime) -> None:
    """Write a new factor down, and make the recovery codes that come with the first one."""
    audit.record(
        actor=actor, at=at, action="factor.added", subject=user.public_id, details={"factor": str(kind)}
    )
    allauth_internals.create_recovery_codes(user)


def passkey_to_make(request: HttpRequest, user: User) -> dict[str, Any]:
    """Return what the browser needs to make a passkey that asks for finger, face or PIN; the challenge is kept."""
    with context.request_context(request):
        return dict(allauth_internals.begin_registration(user, passwordless=True))


def add_passkey(
    *, request: HttpRequest, actor: Actor, user: User, credential: Any, name: str, at: datetime
) -> None:
    """Keep a passkey whose answer to our challenge is right and which asked for finger, face or PIN."""
    if queries.factors_of(user).filter(type=Factor.PASSKEY).count() >= MOST_PASSKEYS:
        raise Refused(_("There are ten passkeys on this account. Remove one first."))
    with context.request_context(request):
        try:
            allauth_internals.parse_registration_response(credential)
            binding = allauth_internals.complete_registration(credential)
        except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise Refused(_("The passkey could not be made. Try again, or use a code instead.")) from error
    if not binding.is_user_verified():
        raise Refused(
            _("This passkey does not ask for a finger, a face or a PIN, so it cannot be used here.")
        )
    with transaction.atomic():
        allauth_internals.save_passkey(user, name or _("Passkey"), credential)
        added(actor=actor, user=user, kind=Factor.PASSKEY, at=at)


def passkey_to_ask(request: HttpRequest, user: User | None = None) -> dict[str, Any]:
    """Return what the browser needs to use a passkey; for one user, or for whoever it belongs to."""
    with context.request_context(request):
        return dict(allauth_internals.begin_authentication(user))


def passkey_owner(credential: Any) -> User | None:
    """Return whose passkey an answer claims to be; nothing is proved by it yet."""
    try:
        found = allauth_internals.extract_user_from_response(credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return found if isinstance(found, User) else None


def passkey_fits(request: HttpRequest, user: User, credential: Any, at: datetime) -> bool:
    """Say whether the answer to our challenge is right."""
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
    """Take one factor away; the last one stays, because nobody gets in without."""
    rows = list(Authenticator.objects.select_for_update().filter(user=user).exclude(type=Factor.RECOVERY))
    row = next((each for each in rows if each.pk == number), None)
    if row is None:
        raise Refused(_("This is no longer there."))
    if len(rows) == 1:
        raise Refused(_("This is your only second factor. Set up another one first."))
    row.delete()
    audit.record(
        actor=actor, at=at, action="factor.removed", subject=user.public_id, details={"factor": row.type}
    )


@transaction.atomic
def reset_factors(*, actor: Actor, user: User, on: Any, at: datetime) -> None:
    """Take every factor of somebody who lost their phone away; the next sign-in sets up new ones, open sessions end."""
    policies.check_can_change_account(actor, user, on)
    Authenticator.objects.filter(user=user).delete()
    audit.record(actor=actor, at=at, action="factor.reset", subject=user.public_id)
    end_sessions(actor=actor, user=user, at=at)


def unused_recovery_codes(user: User) -> list[str]:
    """Return the recovery codes the first time they are looked at, and none after that."""
    row = queries.factors_of(user).filter(type=Factor.RECOVERY).first()
    if row is None or row.wrap().did_view:
        return []
    codes = row.wrap()
    codes.mark_as_viewed()
    return [str(each) for each in codes.get_unused_codes()]


@transaction.atomic
def renew_recovery_codes(*, actor: Actor, user: User, at: datetime) -> None:
    """Make new recovery codes; the old ones are void."""
    User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user=user, type=Factor.RECOVERY).delete()
    allauth_internals.create_recovery_codes(user)
    audit.record(actor=actor, at=at, action="factor.recovery_renewed", subject=user.public_id)


@transaction.atomic
def end_sessions(*, actor: Actor, user: User, at: datetime, number: int = 0, but: str = "") -> int:
    """End the sessions of somebody, or one of them; each one's next request is a stranger's. Return how many ended."""
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
            action="session.revoked",
            subject=user.public_id,
            details={"sessions": ended},
        )
    return ended
