"""Signing in with an agency's own provider: which account its answer is for, and what it proves (T15)."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.http import AppRequest
from handoff.accounts import queries
from handoff.accounts.definitions import CLOCK_SKEW, RECENT_SIGN_IN, Factor
from handoff.accounts.models import User
from handoff.accounts.services import sessions, sign_ins
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.redirects import safe_next_url
from handoff.core.refusals import Refused

Claims = dict[str, object]
"""What a provider says about the user, by the names of OpenID Connect."""


def complete_agency_sign_in(request: AppRequest, sociallogin: SocialLogin) -> HttpResponse:
    """Open a session for the account that the provider's verified answer is for, or return with a message."""
    claims = merge_claims(sociallogin)
    address = str(request.META.get("REMOTE_ADDR", ""))
    try:
        user = find_or_link_account(claims, address, request)
        refused = sign_ins.refuse_if_blocked(user.username, address, request.at)
        if refused is not None:
            raise Refused(refused.message)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:sign_in")
    next_url = safe_next_url(request, str(sociallogin.state.get("next") or ""))
    factor = Factor.AGENCY if asserts_two_factors(claims) else Factor.NONE
    signed_in_at = authenticated_at(claims)
    if request.user.is_authenticated and request.user.pk == user.pk and factor:
        if signed_in_at is None or not -CLOCK_SKEW <= request.at - signed_in_at <= RECENT_SIGN_IN:
            messages.error(
                request,
                _("Your agency didn't confirm your identity again. Use your sign-in code here instead."),
            )
            return redirect(f"{reverse('accounts:prove')}?{urlencode({'next': next_url})}")
        sessions.refresh_assurance(request)
        sign_ins.record_reauthentication(user=user, factor=factor, address=address, at=request.at)
        return redirect(next_url)
    sessions.open_session(request, user, mobile=sessions.is_mobile_browser(request), factor=factor)
    if factor:
        sessions.backdate_assurance(request, signed_in_at)
        sign_ins.record_sign_in(user=user, factor=factor, address=address, at=request.at)
    return redirect(next_url)


def refuse_agency_sign_in(request: AppRequest, *, record: bool) -> HttpResponse:
    """Show that the agency's provider signed no one in.

    A row is recorded only for an answer that a sign-in here was waiting for, and only so many from one IP address: what
    any site can make a browser request must not fill the trail.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if record and not queries.is_address_throttled(address, request.at):
        sign_ins.record_refusal(
            address, AuditAction.SIGN_IN_AGENCY_REFUSED, queries.sign_in_subject("agency"), request.at
        )
    messages.error(request, _("Your agency's sign-in didn't work. Try again."))
    return redirect("accounts:sign_in")


def merge_claims(sociallogin: SocialLogin) -> Claims:
    """The claims of the signed token, and the email address from the part that says it is verified.

    How and when the provider authenticated the user counts from the token only.
    """
    token, rest = (sociallogin.account.extra_data[part] for part in ("id_token", "userinfo"))
    mail: Claims = next((part for part in (token, rest) if part.get("email_verified") is True), {})
    return {**token, **{name: mail.get(name) for name in ("email", "email_verified")}}


def find_or_link_account(claims: Claims, address: str, request: AppRequest) -> User:
    """The existing account: linked by a manager, or by an email address that the provider itself has verified."""
    subject = str(claims.get("sub", ""))
    user = queries.find_agency_user(subject)
    if user is not None:
        return user
    no_account = Refused(
        _("Your agency recognized you, but you don't have an account here. Contact your program manager.")
    )
    email = str(claims.get("email", ""))
    allowed = email.rpartition("@")[2].casefold() in {each.casefold() for each in settings.OIDC_EMAIL_DOMAINS}
    found = (
        queries.users_with_email(email) if email and allowed and claims.get("email_verified") is True else []
    )
    if len(found) != 1 or found[0].oidc_subject or not subject:
        sign_ins.record_refusal(
            address,
            AuditAction.SIGN_IN_AGENCY_REFUSED,
            queries.sign_in_subject(f"agency {subject}"),
            request.at,
        )
        raise no_account
    with transaction.atomic():
        # Locked, so that two answers at once can't link one account to two subjects.
        user = User.objects.select_for_update().get(pk=found[0].pk)
        user.oidc_subject = subject
        user.save(update_fields=["oidc_subject"])
        audit.record(
            actor=queries.site_actor(user, address),
            at=request.at,
            action=AuditAction.ACCOUNT_AGENCY_LINKED,
            subject=user.public_id,
            reason="address verified by the provider",
        )
    return user


def authenticated_at(claims: Claims) -> datetime | None:
    """When the provider last authenticated the user, if it says so: its own session may be many hours old."""
    value = claims.get("auth_time")
    return datetime.fromtimestamp(value, tz=UTC) if isinstance(value, int) else None


def asserts_two_factors(claims: Claims) -> bool:
    """True if the token itself says that two factors were given, in the way that this installation trusts."""
    value = claims.get(settings.OIDC_MFA_CLAIM)
    words = value if isinstance(value, list) else str(value or "").split()
    return bool(set(words) & set(settings.OIDC_MFA_VALUES))
