"""Signing in: password and second factor, a passkey alone, the agency's own provider, or an invitation."""

import json
import secrets

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handoff.access.decorators import public
from handoff.access.http import AppRequest
from handoff.accounts import queries
from handoff.accounts.adapters import PROVIDER, VerifiedOIDCAdapter
from handoff.accounts.definitions import DEMO_PASSWORD, Factor
from handoff.accounts.forms import CodeForm, NewPasswordForm, SignInForm
from handoff.accounts.models import User
from handoff.accounts.presenters import role_title
from handoff.accounts.services import factors, invitations, sessions, sign_ins
from handoff.accounts.services.agency import refuse_agency_sign_in
from handoff.accounts.views.own import set_language_cookie, set_theme_cookie
from handoff.accounts.views.steps import (
    complete_sign_in,
    ip_address_of,
    next_url,
    redirect_to_step,
    sign_in_step,
)
from handoff.accounts.wording import NOTICE_OF, SYSTEM_USE
from handoff.core.redirects import safe_next_url
from handoff.core.refusals import Refused


@public("everyone starts here before they are signed in")
def sign_in(request: AppRequest) -> HttpResponse:
    """Ask for user name and password, under the system-use notice."""
    wanted = next_url(request)
    if request.user.is_authenticated:
        return redirect(safe_next_url(request, wanted))
    form = SignInForm(request.POST or None, initial={"next": wanted})
    status = 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        result = sign_ins.check_password(
            request=request,
            username=data["username"],
            password=data["password"],
            address=ip_address_of(request),
            at=request.at,
        )
        if result.user is not None:
            mobile = data["mobile"] or sessions.is_mobile_browser(request)
            assurance = sessions.open_session(request, result.user, mobile=mobile)
            return redirect_to_step(request, sessions.pending_steps(result.user, assurance)[0])
        status = result.status
        form.add_error(None, result.message)
    return render(request, "accounts/sign_in.html", sign_in_context(request, form), status=status)


def sign_in_context(request: AppRequest, form: SignInForm) -> dict[str, object]:
    """What the sign-in page shows; only in training it lists accounts."""
    logins = queries.demo_logins() if settings.DEMO else []
    shown = [(role_title(each.role), each.user.username, each.user.full_name) for each in logins]
    return {
        "form": form,
        "logins": shown,
        "demo_password": DEMO_PASSWORD,
        "signed_out": "signed-out" in request.GET,
        "ended": request.GET.get("ended", ""),
        "notice": SYSTEM_USE,
        "notice_of": NOTICE_OF,
        "agency": settings.OIDC_LABEL if settings.OIDC_ISSUER else "",
        "next": next_url(request),
    }


@sign_in_step("users who gave a password give their second factor")
def second_factor(request: AppRequest) -> HttpResponse:
    """Ask for a code or a passkey, and complete the sign-in."""
    if request.pending is None:
        return redirect(safe_next_url(request, next_url(request)))
    user: User = request.pending
    kinds = queries.factor_kinds(user)
    only_passkey = bool(sessions.assurance_of(request).factor) or not kinds - {Factor.PASSKEY}
    form = CodeForm(request.POST if "code" in request.POST else None, initial={"next": next_url(request)})
    error, status = "", 200
    if request.method == "POST":
        result = check_factor(request, user, form, only_passkey=only_passkey)
        if result.user is not None:
            complete_sign_in(request, user, result.factor)
            return redirect_after_sign_in(request, user)
        error, status = result.message, result.status
    context = {
        "form": None if only_passkey else form,
        "error": error,
        "passkey": factors.begin_passkey_authentication(request, user) if Factor.PASSKEY in kinds else None,
        "training_code": factors.training_code(user, request.at),
        "next": next_url(request),
    }
    return render(request, "accounts/second_factor.html", context, status=status)


def check_factor(
    request: AppRequest, user: User, form: CodeForm, *, only_passkey: bool
) -> sign_ins.SignInResult:
    """Check the passkey or the code that was sent."""
    address, at = ip_address_of(request), request.at
    if "credential" in request.POST:
        credential = read_credential(request)
        return sign_ins.check_passkey(
            request=request, user=user, credential=credential, address=address, at=at
        )
    if only_passkey or not form.is_valid():
        return sign_ins.SignInResult()
    return sign_ins.check_code(user=user, code=form.cleaned_data["code"], address=address, at=at)


def read_credential(request: AppRequest) -> dict[str, object]:
    """The browser's answer, or {} for anything that isn't a JSON object."""
    text = request.POST.get("credential", "")
    # PostgreSQL's JSON can't be compared with a NUL, written either way.
    if "\0" in text or "\\u0000" in text:
        return {}
    try:
        sent = json.loads(text)
    except ValueError:
        return {}
    return sent if isinstance(sent, dict) else {}


@public("passkeys sign in without a user name")
def passkey_sign_in(request: AppRequest) -> HttpResponse:
    """Send a challenge to the browser, and sign in the user who answers it with finger, face or PIN."""
    if request.method != "POST":
        return JsonResponse(factors.begin_passkey_authentication(request))
    credential = read_credential(request)
    user = factors.passkey_owner(credential)
    result = sign_ins.check_passkey(
        request=request,
        user=user if user is not None and user.is_active else None,
        credential=credential,
        address=ip_address_of(request),
        at=request.at,
    )
    if result.user is None:
        messages.error(request, result.message)
        return redirect_to_step(request, "accounts:sign_in")
    complete_sign_in(request, result.user, result.factor)
    return redirect_after_sign_in(request, result.user)


def redirect_after_sign_in(request: AppRequest, user: User) -> HttpResponse:
    """Continue to the page the user was going to, in their own language unless another was just chosen."""
    response = redirect(safe_next_url(request, next_url(request)))
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        set_language_cookie(response, user.language)
    if settings.THEME_COOKIE_NAME not in request.COOKIES:
        set_theme_cookie(response, user.theme)
    return response


@public("ends the session, if there is one")
def sign_out(request: AppRequest) -> HttpResponse:
    """End the session and have the browser clear what it stores."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user = sessions.current_or_pending_user(request)
    if user is not None:
        sign_ins.sign_out(
            user=user, key=str(request.session.session_key), address=ip_address_of(request), at=request.at
        )
    logout(request)
    response = HttpResponseRedirect(f"{redirect('accounts:sign_in').url}?signed-out")
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@public("invited users have no password yet")
def show_invitation(request: AppRequest, token: str) -> HttpResponse:
    """Let the invited user choose their password; the second factor comes next."""
    found = queries.find_invitation(token, request.at)
    if found is None:
        if queries.is_address_throttled(ip_address_of(request), request.at):
            return render(request, "accounts/invitation.html", {"form": None}, status=429)
        sign_ins.record_failed_try(address=ip_address_of(request), at=request.at)
        return render(request, "accounts/invitation.html", {"form": None}, status=404)
    form = NewPasswordForm(request.POST or None, user=found.user)
    if request.method == "POST" and form.is_valid():
        try:
            user = invitations.accept_invitation(
                token=token,
                password=form.cleaned_data["new"],
                address=ip_address_of(request),
                at=request.at,
                language=get_language() or "",
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            assurance = sessions.open_session(request, user, mobile=sessions.is_mobile_browser(request))
            return redirect(sessions.pending_steps(user, assurance)[0])
    context = {"form": form, "notice": SYSTEM_USE, "invited": found.user}
    return render(request, "accounts/invitation.html", context)


@public("the agency's own provider authenticates them")
def start_agency_sign_in(request: AppRequest) -> HttpResponseBase:
    """Redirect to the agency's provider with state, PKCE and a nonce; with `again` the user must authenticate anew.

    Nothing else from the URL is passed on to the provider.
    """
    if not settings.OIDC_ISSUER:
        raise Http404
    nonce = secrets.token_urlsafe(32)
    asked = {"nonce": nonce, **({"prompt": "login", "max_age": "0"} if "again" in request.GET else {})}
    try:
        provider = get_adapter().get_provider(request, PROVIDER)
        return provider.redirect(  # type: ignore[no-any-return]
            request, AuthProcess.LOGIN, next_url=request.GET.get("next"), auth_params=asked, nonce=nonce
        )
    except (OSError, KeyError):
        messages.error(
            request, _("We can't reach your agency's sign-in right now. Use your password instead.")
        )
        return redirect("accounts:sign_in")


@public("the agency's own provider sends its answer here")
def finish_agency_sign_in(request: AppRequest, provider_id: str) -> HttpResponseBase:
    """Receive the provider's answer: `VerifiedOIDCAdapter` verifies it, `complete_agency_sign_in` picks the account."""
    if not settings.OIDC_ISSUER:
        raise Http404
    take = OAuth2CallbackView.adapter_view(VerifiedOIDCAdapter(request, provider_id))
    try:
        return take(request)  # type: ignore[no-any-return]
    except (OSError, KeyError):
        return refuse_agency_sign_in(request, record=False)
