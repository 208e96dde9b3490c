"""A user's own second factors and sessions, and confirming their identity again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_recent_sign_in, requires_sign_in
from handoff.access.http import AppRequest, SignedInRequest
from handoff.accounts import queries
from handoff.accounts.definitions import Factor
from handoff.accounts.forms import NewCodeForm, PasskeyForm, ReauthenticateForm
from handoff.accounts.rules import one_time_codes
from handoff.accounts.services import factors, sessions, sign_ins
from handoff.accounts.views.sign_in import read_credential
from handoff.accounts.views.steps import (
    complete_sign_in,
    ip_address_of,
    next_url,
    own_actor,
    redirect_to_step,
    sign_in_step,
)
from handoff.core.actions import post_action
from handoff.core.redirects import safe_next_url
from handoff.core.refusals import Refused

SECRET_KEY = "new_code"  # noqa: S105


@sign_in_step("users without a second factor choose one")
def choose_factor(request: AppRequest) -> HttpResponse:
    """Offer the kinds of second factor."""
    advised = queries.manages_accounts(sessions.user_of(request))
    return render(request, "accounts/set_up.html", {"next": next_url(request), "advised": advised})


@requires_recent_sign_in
@sign_in_step("users set up an authenticator app, at the first sign-in or later")
def add_code(request: AppRequest) -> HttpResponse:
    """Show the secret to an authenticator app, and require its first code."""
    user = sessions.user_of(request)
    secret = request.session.setdefault(SECRET_KEY, one_time_codes.new_secret())
    form = NewCodeForm(request.POST or None, initial={"next": next_url(request)})
    if request.method == "POST" and form.is_valid():
        try:
            factors.add_code(
                actor=own_actor(request),
                user=user,
                secret=secret,
                code=form.cleaned_data["code"],
                at=request.at,
            )
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            del request.session[SECRET_KEY]
            return finish_adding_factor(request, Factor.CODE)
    groups = " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
    context = {"form": form, "secret": groups, "picture": factors.qr_code_data_url(user, secret)}
    return render(request, "accounts/add_code.html", context)


@requires_recent_sign_in
@sign_in_step("users set up a passkey, at the first sign-in or later")
def add_passkey(request: AppRequest) -> HttpResponse:
    """Have the browser make a passkey, and store it."""
    user = sessions.user_of(request)
    form = PasskeyForm(request.POST or None, initial={"next": next_url(request)})
    if request.method == "POST" and form.is_valid():
        try:
            factors.add_passkey(
                request=request,
                actor=own_actor(request),
                user=user,
                credential=read_credential(request),
                name=form.cleaned_data["name"],
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return finish_adding_factor(request, Factor.PASSKEY)
    context = {"form": form, "passkey": factors.begin_passkey_registration(request, user)}
    return render(request, "accounts/add_passkey.html", context)


def finish_adding_factor(request: AppRequest, factor: str) -> HttpResponse:
    """Complete the sign-in of a user who needed a factor for it, then show the recovery codes."""
    if request.pending is not None:
        complete_sign_in(request, request.pending, factor)
    else:
        messages.success(request, _("Two-step verification is set up."))
    return redirect_to_step(request, "accounts:recovery_codes")


@requires_recent_sign_in
@requires_sign_in("users manage their own recovery codes")
def recovery_codes(request: SignedInRequest) -> HttpResponse:
    """Show new recovery codes once; create others on request."""
    if request.method == "POST":
        factors.renew_recovery_codes(actor=own_actor(request), user=request.user, at=request.at)
        return redirect_to_step(request, "accounts:recovery_codes")
    codes = factors.reveal_recovery_codes(request.user)
    asked = "again" in request.GET
    wanted = next_url(request)
    if not codes and not asked:
        return redirect(safe_next_url(request, wanted, default=redirect("accounts:settings").url))
    context = {"codes": codes, "following": safe_next_url(request, wanted)}
    return render(request, "accounts/recovery_codes.html", context)


@requires_recent_sign_in
@requires_sign_in("users manage their own second factors")
@require_POST
def remove_factor(request: SignedInRequest) -> HttpResponse:
    """Remove one of the signed-in user's own second factors."""
    sent = request.POST.get("factor", "")
    number = int(sent) if sent.isdecimal() else 0
    return post_action(
        request,
        lambda: factors.remove_factor(
            actor=own_actor(request), user=request.user, number=number, at=request.at
        ),
        done=_("Sign-in method removed."),
        to=("accounts:settings",),
    )


@requires_sign_in("users may end their own sessions elsewhere")
@require_POST
def end_session(request: SignedInRequest) -> HttpResponse:
    """End one of the user's own sessions, or every other one."""
    sent = request.POST.get("session", "")
    ended = factors.end_sessions(
        actor=own_actor(request),
        user=request.user,
        at=request.at,
        number=int(sent) if sent.isdecimal() else 0,
        but=str(request.session.session_key),
    )
    messages.success(
        request, _("That device was signed out.") if ended else _("There were no other sessions to sign out.")
    )
    return redirect("accounts:settings")


@requires_sign_in("users sign in again before a page that requires it")
def reauthenticate(request: SignedInRequest) -> HttpResponse:
    """Ask for password and code, or a passkey, and return to the page."""
    user = request.user
    kinds = queries.factor_kinds(user)
    form = ReauthenticateForm(
        request.POST if "password" in request.POST else None, initial={"next": next_url(request)}
    )
    error, status = "", 200
    if request.method == "POST":
        result = check_reauthentication(request, form)
        if result.user is not None:
            sessions.refresh_assurance(request)
            sign_ins.record_reauthentication(
                user=user, factor=result.factor, address=ip_address_of(request), at=request.at
            )
            return redirect(safe_next_url(request, next_url(request)))
        error, status = result.message, result.status
    context = {
        "form": form if kinds - {Factor.PASSKEY} else None,
        "error": error,
        "passkey": factors.begin_passkey_authentication(request, user) if Factor.PASSKEY in kinds else None,
        "training_code": factors.training_code(user, request.at),
        "agency": request.assurance.factor == Factor.AGENCY,
        "next": next_url(request),
    }
    return render(request, "accounts/prove.html", context, status=status)


def check_reauthentication(request: SignedInRequest, form: ReauthenticateForm) -> sign_ins.SignInResult:
    """Check the passkey, or the password and code, that were sent."""
    user, address, at = request.user, ip_address_of(request), request.at
    if "credential" in request.POST:
        credential = read_credential(request)
        return sign_ins.check_passkey(
            request=request, user=user, credential=credential, address=address, at=at
        )
    if not form.is_valid():
        return sign_ins.SignInResult()
    password, code = form.cleaned_data["password"], form.cleaned_data["code"]
    return sign_ins.reauthenticate(user=user, password=password, code=code, address=address, at=at)
