"""Signing in and out, and one's own settings."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import i18n

from handoff.access.doors import public, signed_in
from handoff.access.http import AppRequest
from handoff.accounts import queries, services, sign_ins
from handoff.accounts.addresses import safe_next
from handoff.accounts.definitions import DEMO_PASSWORD, THEMES
from handoff.accounts.forms import PasswordForm, PreferencesForm, SignInForm
from handoff.accounts.models import User
from handoff.accounts.presenters import role_title
from handoff.core.refusals import Refused

YEAR_SECONDS = 365 * 24 * 60 * 60


def address_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


@public("everybody starts here before they are known")
def sign_in(request: AppRequest) -> HttpResponse:
    """Ask for user name and password."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(safe_next(request, wanted))
    form = SignInForm(request.POST or None, initial={"next": wanted})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        tried = sign_ins.sign_in(
            request=request,
            username=given["username"],
            password=given["password"],
            address=address_of(request),
            at=request.at,
        )
        if tried.user is not None:
            return welcome(request, tried.user, wanted)
        form.add_error(None, tried.sentence)
    logins = queries.demo_logins() if settings.DEMO else []
    shown = [(role_title(each.role), each.user.username, each.user.full_name) for each in logins]
    left = "signed-out" in request.GET
    context = {"form": form, "logins": shown, "demo_password": DEMO_PASSWORD, "left": left}
    return render(request, "accounts/sign_in.html", context)


def welcome(request: AppRequest, user: User, wanted: str) -> HttpResponse:
    """Start the session and go on, in the user's own language unless another was just chosen."""
    login(request, user)
    where = safe_next(request, wanted)
    response = redirect("accounts:change_password") if user.must_change_password else redirect(where)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        keep_language(response, user.language)
    if "theme" not in request.COOKIES:
        keep_theme(response, user.theme)
    return response


def keep_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
    )


def keep_theme(response: HttpResponse, theme: str) -> None:
    response.set_cookie(
        "theme",
        theme,
        max_age=YEAR_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@public("ends whatever session there is; a stranger has none")
def sign_out(request: AppRequest) -> HttpResponse:
    """End the session and have the browser forget what it holds."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if request.user.is_authenticated:
        sign_ins.sign_out(user=request.user, address=address_of(request), at=request.at)
    logout(request)
    response = HttpResponseRedirect(f"{redirect('accounts:sign_in').url}?signed-out")
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@signed_in("everybody may change how they read and their own password")
def own_settings(request: AppRequest) -> HttpResponse:
    """Show one's roles, and change language and colors."""
    user = request.user
    form = PreferencesForm(request.POST or None, initial={"language": user.language, "theme": user.theme})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        services.set_preferences(user=user, language=chosen["language"], theme=chosen["theme"])
        with translation.override(chosen["language"]):
            messages.success(request, _("Your settings are saved."))
        response = redirect("accounts:settings")
        keep_language(response, chosen["language"])
        keep_theme(response, chosen["theme"])
        return response
    held = queries.own_memberships(user, request.at.date())
    roles = [
        (each.program.name, role_title(each.role), each.agency.name if each.agency else "") for each in held
    ]
    return render(request, "accounts/settings.html", {"form": form, "roles": roles})


@signed_in("everybody may change how they read and their own password")
def change_password(request: AppRequest) -> HttpResponse:
    """Change one's own password; other sessions end."""
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_password(
                actor=queries.site_actor(request.user, address_of(request)),
                user=request.user,
                old=form.cleaned_data["old"],
                new=form.cleaned_data["new"],
                at=request.at,
            )
        except Refused as refusal:
            form.add_error("old", str(refusal))
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, _("Your password is changed."))
            return redirect("desk:start")
    return render(request, "accounts/change_password.html", {"form": form})


@public("reading in one's own language needs no account")
def set_language(request: AppRequest) -> HttpResponse:
    """Choose a language and return to the page."""
    response = i18n.set_language(request)
    language = request.POST.get("language", "")
    if request.method == "POST" and request.user.is_authenticated and language in dict(settings.LANGUAGES):
        services.set_preferences(user=request.user, language=language)
    return response


@public("reading at night needs no account")
def set_theme(request: AppRequest) -> HttpResponse:
    """Choose day or night colors and return to the page."""
    theme = request.POST.get("theme", "")
    response = HttpResponseRedirect(safe_next(request, request.POST.get("next", "")))
    if request.method == "POST" and theme in THEMES:
        keep_theme(response, theme)
        if request.user.is_authenticated:
            services.set_preferences(user=request.user, theme=theme)
    return response
