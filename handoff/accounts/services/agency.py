"""Signing in with an agency's own provider: which account its answer stands for, and what it proves (T15)."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.http import AppRequest
from handoff.accounts import queries
from handoff.accounts.definitions import CLOCKS_DIFFER, PROOF_IS_FRESH, Factor
from handoff.accounts.models import User
from handoff.accounts.services import sessions, sign_ins
from handoff.audit import services as audit
from handoff.core.addresses import safe_next
from handoff.core.refusals import Refused


def answer_to(request: AppRequest, sociallogin: Any) -> HttpResponse:
    """Open a session for the account that the provider's checked answer stands for, or send back with a sentence."""
    claims = claims_of(sociallogin)
    address = str(request.META.get("REMOTE_ADDR", ""))
    try:
        user = account_for(claims, address, request)
        refused = sign_ins.turned_away(user.username, address, request.at)
        if refused is not None:
            raise Refused(refused.sentence)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:sign_in")
    wanted = safe_next(request, str(sociallogin.state.get("next") or ""))
    factor = Factor.AGENCY if proves_two_factors(claims) else Factor.NONE
    asked_at = proved_at(claims)
    if request.user.is_authenticated and request.user.pk == user.pk and factor:
        if asked_at is None or not -CLOCKS_DIFFER <= request.at - asked_at <= PROOF_IS_FRESH:
            messages.error(
                request, _("Your agency did not ask you again who you are. Use your code here instead.")
            )
            return redirect(f"{reverse('accounts:prove')}?{urlencode({'next': wanted})}")
        sessions.prove_again(request)
        sign_ins.proved(user=user, factor=factor, address=address, at=request.at)
        return redirect(wanted)
    sessions.begin(request, user, mobile=sessions.is_hand_held(request), factor=factor)
    if factor:
        sessions.date_proof(request, asked_at)
    if factor:
        sign_ins.done(user=user, factor=factor, address=address, at=request.at)
    return redirect(wanted)


def answer_to_error(request: AppRequest, *, note: bool) -> HttpResponse:
    """Say plainly that the agency's provider did not sign anybody in.

    Written down is an answer that somebody was waiting for here, and not without end from one address: what anybody can
    make a browser ask for fills no trail.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if note and not queries.too_many_from(address, request.at):
        sign_ins.refuse(address, "sign_in.agency_refused", queries.sign_in_subject("agency"), request.at)
    messages.error(request, _("Your agency's sign-in did not answer as it should. Please try again."))
    return redirect("accounts:sign_in")


def claims_of(sociallogin: Any) -> dict[str, Any]:
    """Return what the provider says: all of the signed token, and the mail address from where it is said verified.

    How and when the provider asked who somebody is counts from the token only.
    """
    token, rest = (sociallogin.account.extra_data[part] for part in ("id_token", "userinfo"))
    mail: dict[str, Any] = next((part for part in (token, rest) if part.get("email_verified") is True), {})
    return {**token, **{name: mail.get(name) for name in ("email", "email_verified")}}


def account_for(claims: dict[str, Any], address: str, request: AppRequest) -> User:
    """Return the existing account: linked by a manager, or by an address that the provider itself has verified."""
    subject = str(claims.get("sub", ""))
    user = queries.agency_user(subject)
    if user is not None:
        return user
    nobody = Refused(
        _("Your agency knows you, but there is no account for you here. Ask your program manager.")
    )
    email = str(claims.get("email", ""))
    allowed = email.rpartition("@")[2].casefold() in {each.casefold() for each in settings.OIDC_EMAIL_DOMAINS}
    found = (
        queries.users_with_email(email) if email and allowed and claims.get("email_verified") is True else []
    )
    if len(found) != 1 or found[0].oidc_subject or not subject:
        sign_ins.refuse(
            address, "sign_in.agency_refused", queries.sign_in_subject(f"agency {subject}"), request.at
        )
        raise nobody
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=found[0].pk)
        user.oidc_subject = subject
        user.save(update_fields=["oidc_subject"])
        audit.record(
            actor=queries.site_actor(user, address),
            at=request.at,
            action="account.agency_linked",
            subject=user.public_id,
            reason="address verified by the provider",
        )
    return user


def proved_at(claims: dict[str, Any]) -> datetime | None:
    """Return when the provider last asked who it is, if it says so: its own session may be many hours old."""
    said = claims.get("auth_time")
    return datetime.fromtimestamp(said, tz=UTC) if isinstance(said, int) else None


def proves_two_factors(claims: dict[str, Any]) -> bool:
    """Say whether the token itself says that two factors were given, in the way that this installation trusts."""
    said = claims.get(settings.OIDC_MFA_CLAIM)
    words = said if isinstance(said, list) else str(said or "").split()
    return bool(set(words) & set(settings.OIDC_MFA_VALUES))
