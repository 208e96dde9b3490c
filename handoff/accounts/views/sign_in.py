"""Signing in: password and second factor, a passkey alone, the agency's own provider, or an invitation."""

import json
import secrets
from typing import Any

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
from django.utils.translation import gettext as _

from handoff.access.doors import public
from handoff.access.http import AppRequest
from handoff.accounts import queries
from handoff.accounts.adapters import PROVIDER, CheckedAnswer
from handoff.accounts.definitions import DEMO_PASSWORD, Factor
from handoff.accounts.forms import ChosenPasswordForm, CodeForm, SignInForm
from handoff.accounts.models import User
from handoff.accounts.presenters import role_title
from handoff.accounts.services import factors, invitations, sessions, sign_ins
from handoff.accounts.services.agency import answer_to_error
from handoff.accounts.views.own import keep_language, keep_theme
from handoff.accounts.views.steps import address_of, go_on, let_in, step, wanted_of
from handoff.accounts.wording import NOTICE_OF, SYSTEM_USE
from handoff.core.addresses import safe_next
from handoff.core.refusals import Refused


@public("everybody starts here before they are known")
def sign_in(request: AppRequest) -> HttpResponse:
    """Ask for user name and password, under the system-use notice."""
    wanted = wanted_of(request)
    if request.user.is_authenticated:
        return redirect(safe_next(request, wanted))
    form = SignInForm(request.POST or None, initial={"next": wanted})
    status = 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        tried = sign_ins.check_password(
            request=request,
            username=given["username"],
            password=given["password"],
            address=address_of(request),
            at=request.at,
        )
        if tried.user is not None:
            mobile = given["mobile"] or sessions.is_hand_held(request)
            sessions.begin(request, tried.user, mobile=mobile)
            return go_on(request, sessions.next_steps(tried.user, request.proof)[0])
        status = tried.status
        form.add_error(None, tried.sentence)
    return render(request, "accounts/sign_in.html", sign_in_page(request, form), status=status)


def sign_in_page(request: AppRequest, form: SignInForm) -> dict[str, Any]:
    """Return what the sign-in page shows; the training county's accounts only there."""
    logins = queries.demo_logins() if settings.DEMO else []
    shown = [(role_title(each.role), each.user.username, each.user.full_name) for each in logins]
    return {
        "form": form,
        "logins": shown,
        "demo_password": DEMO_PASSWORD,
        "left": "signed-out" in request.GET,
        "ended": request.GET.get("ended", ""),
        "notice": SYSTEM_USE,
        "notice_of": NOTICE_OF,
        "agency": settings.OIDC_LABEL if settings.OIDC_ISSUER else "",
        "next": wanted_of(request),
    }


@step("who has given a password gives the second factor")
def second_factor(request: AppRequest) -> HttpResponse:
    """Ask for a code or a passkey, and let in who gives it."""
    if request.pending is None:
        return redirect(safe_next(request, wanted_of(request)))
    user: User = request.pending
    kinds = queries.factor_kinds(user)
    only_passkey = bool(request.proof.factor) or not kinds - {Factor.PASSKEY}
    form = CodeForm(request.POST if "code" in request.POST else None, initial={"next": wanted_of(request)})
    trouble, status = "", 200
    if request.method == "POST":
        tried = factor_given(request, user, form, only_passkey=only_passkey)
        if tried.user is not None:
            let_in(request, user, tried.factor)
            return welcome(request, user)
        trouble, status = tried.sentence, tried.status
    context = {
        "form": None if only_passkey else form,
        "trouble": trouble,
        "passkey": factors.passkey_to_ask(request, user) if Factor.PASSKEY in kinds else None,
        "training_code": factors.training_code(user, request.at),
        "next": wanted_of(request),
    }
    return render(request, "accounts/second_factor.html", context, status=status)


def factor_given(request: AppRequest, user: User, form: CodeForm, *, only_passkey: bool) -> sign_ins.SignIn:
    """Check the passkey or the code that was sent."""
    where: dict[str, Any] = {"address": address_of(request), "at": request.at}
    if "credential" in request.POST:
        return sign_ins.check_passkey(request=request, user=user, credential=credential_in(request), **where)
    if only_passkey or not form.is_valid():
        return sign_ins.SignIn()
    return sign_ins.check_code(user=user, code=form.cleaned_data["code"], **where)


def credential_in(request: AppRequest) -> Any:
    """Return the browser's answer as it was sent, or nothing."""
    try:
        sent = json.loads(request.POST.get("credential", ""))
    except ValueError:
        return {}
    return sent if isinstance(sent, dict) else {}


@public("a passkey needs no user name")
def passkey_sign_in(request: AppRequest) -> HttpResponse:
    """Give the browser a challenge, and let in who answers it with finger, face or PIN."""
    if request.method != "POST":
        return JsonResponse(factors.passkey_to_ask(request))
    credential = credential_in(request)
    user = factors.passkey_owner(credential)
    tried = sign_ins.check_passkey(
        request=request,
        user=user if user is not None and user.is_active else None,
        credential=credential,
        address=address_of(request),
        at=request.at,
    )
    if tried.user is None:
        messages.error(request, tried.sentence)
        return go_on(request, "accounts:sign_in")
    let_in(request, tried.user, tried.factor)
    return welcome(request, tried.user)


def welcome(request: AppRequest, user: User) -> HttpResponse:
    """Go on to where somebody was going, in their own language unless another was just chosen."""
    response = redirect(safe_next(request, wanted_of(request)))
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        keep_language(response, user.language)
    if settings.THEME_COOKIE_NAME not in request.COOKIES:
        keep_theme(response, user.theme)
    return response


@public("ends whatever session there is; a stranger has none")
def sign_out(request: AppRequest) -> HttpResponse:
    """End the session and have the browser forget what it holds."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user = sessions.anyone(request)
    if user is not None:
        sign_ins.sign_out(
            user=user, key=str(request.session.session_key), address=address_of(request), at=request.at
        )
    logout(request)
    response = HttpResponseRedirect(f"{redirect('accounts:sign_in').url}?signed-out")
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@public("who is invited has no password yet")
def invitation(request: AppRequest, token: str) -> HttpResponse:
    """Let the invited choose their password; the second factor comes next."""
    found = queries.invitation_for(token, request.at)
    if found is None:
        if queries.too_many_from(address_of(request), request.at):
            return render(request, "accounts/invitation.html", {"form": None}, status=429)
        sign_ins.note_try(address=address_of(request), at=request.at)
        return render(request, "accounts/invitation.html", {"form": None}, status=404)
    form = ChosenPasswordForm(request.POST or None, user=found.user)
    if request.method == "POST" and form.is_valid():
        try:
            user = invitations.accept(
                token=token, password=form.cleaned_data["new"], address=address_of(request), at=request.at
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            sessions.begin(request, user, mobile=sessions.is_hand_held(request))
            return redirect(sessions.next_steps(user, request.proof)[0])
    context = {"form": form, "notice": SYSTEM_USE, "invited": found.user}
    return render(request, "accounts/invitation.html", context)


@public("the agency's own provider asks who they are")
def agency_start(request: AppRequest) -> HttpResponseBase:
    """Send somebody to the agency's provider, with state, PKCE and a nonce; with `again` they prove anew who they are.

    Nothing else that the address holds is passed on to the provider.
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
        messages.error(request, _("Your agency's sign-in cannot be reached now. Use your password instead."))
        return redirect("accounts:sign_in")


@public("the agency's own provider sends its answer here")
def agency_back(request: AppRequest, provider_id: str) -> HttpResponseBase:
    """Take the provider's answer: `CheckedAnswer` says whether it stands, `agency.answer_to` whom it signs in."""
    if not settings.OIDC_ISSUER:
        raise Http404
    take = OAuth2CallbackView.adapter_view(CheckedAnswer(request, provider_id))
    try:
        return take(request)  # type: ignore[no-any-return]
    except (OSError, KeyError):
        return answer_to_error(request, note=False)
