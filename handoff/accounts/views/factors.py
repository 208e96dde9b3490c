"""One's own second factors and sessions, and proving again who one is."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.doors import fresh, signed_in
from handoff.access.http import AppRequest
from handoff.accounts import queries
from handoff.accounts.definitions import Factor
from handoff.accounts.forms import NewCodeForm, PasskeyForm, ProveForm
from handoff.accounts.rules import one_time_codes
from handoff.accounts.services import factors, sessions, sign_ins
from handoff.accounts.views.sign_in import credential_in
from handoff.accounts.views.steps import address_of, go_on, let_in, own_actor, step, wanted_of
from handoff.core.addresses import safe_next
from handoff.core.refusals import Refused

SECRET_KEY = "new_code"  # noqa: S105


@step("who has no second factor yet chooses one")
def set_up(request: AppRequest) -> HttpResponse:
    """Offer the kinds of second factor."""
    advised = queries.manages_accounts(sessions.anyone(request))
    return render(request, "accounts/set_up.html", {"next": wanted_of(request), "advised": advised})


@fresh
@step("an authenticator app is set up, at the first sign-in or later")
def add_code(request: AppRequest) -> HttpResponse:
    """Show the secret to an authenticator app, and take its first code as proof."""
    user = sessions.anyone(request)
    secret = request.session.setdefault(SECRET_KEY, one_time_codes.new_secret())
    form = NewCodeForm(request.POST or None, initial={"next": wanted_of(request)})
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
            return after_adding(request, Factor.CODE)
    groups = " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
    context = {"form": form, "secret": groups, "picture": factors.picture_of(user, secret)}
    return render(request, "accounts/add_code.html", context)


@fresh
@step("a passkey is made, at the first sign-in or later")
def add_passkey(request: AppRequest) -> HttpResponse:
    """Have the browser make a passkey, and keep it."""
    user = sessions.anyone(request)
    form = PasskeyForm(request.POST or None, initial={"next": wanted_of(request)})
    if request.method == "POST" and form.is_valid():
        try:
            factors.add_passkey(
                request=request,
                actor=own_actor(request),
                user=user,
                credential=credential_in(request),
                name=form.cleaned_data["name"],
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return after_adding(request, Factor.PASSKEY)
    context = {"form": form, "passkey": factors.passkey_to_make(request, user)}
    return render(request, "accounts/add_passkey.html", context)


def after_adding(request: AppRequest, factor: str) -> HttpResponse:
    """Let in who set up a factor to get in, and show the recovery codes that came with the first one."""
    if request.pending is not None:
        let_in(request, request.pending, factor)
    else:
        messages.success(request, _("The second factor is set up."))
    return go_on(request, "accounts:recovery_codes")


@fresh
@signed_in("everybody keeps their own recovery codes")
def recovery_codes(request: AppRequest) -> HttpResponse:
    """Show new recovery codes once; make others on request."""
    if request.method == "POST":
        factors.renew_recovery_codes(actor=own_actor(request), user=request.user, at=request.at)
        return go_on(request, "accounts:recovery_codes")
    codes = factors.unused_recovery_codes(request.user)
    asked = "again" in request.GET
    wanted = wanted_of(request)
    if not codes and not asked:
        return redirect(safe_next(request, wanted, otherwise=redirect("accounts:settings").url))
    context = {"codes": codes, "following": safe_next(request, wanted)}
    return render(request, "accounts/recovery_codes.html", context)


@fresh
@signed_in("everybody keeps their own second factors")
@require_POST
def remove_factor(request: AppRequest) -> HttpResponse:
    """Take one of one's own factors away."""
    sent = request.POST.get("factor", "")
    try:
        number = int(sent) if sent.isdecimal() else 0
        factors.remove_factor(actor=own_actor(request), user=request.user, number=number, at=request.at)
        messages.success(request, _("The second factor is taken away."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("accounts:settings")


@signed_in("everybody may end their own sessions elsewhere")
@require_POST
def end_session(request: AppRequest) -> HttpResponse:
    """End one of one's own sessions, or every other one."""
    sent = request.POST.get("session", "")
    ended = factors.end_sessions(
        actor=own_actor(request),
        user=request.user,
        at=request.at,
        number=int(sent) if sent.isdecimal() else 0,
        but=str(request.session.session_key),
    )
    messages.success(request, _("Signed out there.") if ended else _("There was nothing left to sign out."))
    return redirect("accounts:settings")


@signed_in("who is signed in proves it again before a page that asks for it")
def prove(request: AppRequest) -> HttpResponse:
    """Ask for password and code, or a passkey, and return to the page."""
    user = request.user
    kinds = queries.factor_kinds(user)
    form = ProveForm(
        request.POST if "password" in request.POST else None, initial={"next": wanted_of(request)}
    )
    trouble, status = "", 200
    if request.method == "POST":
        tried = proof_given(request, form)
        if tried.user is not None:
            sessions.prove_again(request)
            sign_ins.proved(user=user, factor=tried.factor, address=address_of(request), at=request.at)
            return redirect(safe_next(request, wanted_of(request)))
        trouble, status = tried.sentence, tried.status
    context = {
        "form": form if kinds - {Factor.PASSKEY} else None,
        "trouble": trouble,
        "passkey": factors.passkey_to_ask(request, user) if Factor.PASSKEY in kinds else None,
        "training_code": factors.training_code(user, request.at),
        "agency": request.proof.factor == Factor.AGENCY,
        "next": wanted_of(request),
    }
    return render(request, "accounts/prove.html", context, status=status)


def proof_given(request: AppRequest, form: ProveForm) -> sign_ins.SignIn:
    """Check the passkey, or password and code, that were sent."""
    where: dict[str, Any] = {"user": request.user, "address": address_of(request), "at": request.at}
    if "credential" in request.POST:
        return sign_ins.check_passkey(request=request, credential=credential_in(request), **where)
    if not form.is_valid():
        return sign_ins.SignIn()
    given = form.cleaned_data
    return sign_ins.check_again(password=given["password"], code=given["code"], **where)
