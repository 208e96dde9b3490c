"""A user's own settings."""

from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import i18n

from handoff.access.decorators import public, requires_sign_in
from handoff.access.http import AppRequest, SignedInRequest
from handoff.accounts import queries, services
from handoff.accounts.definitions import THEMES, Factor
from handoff.accounts.forms import PasswordForm, PreferencesForm
from handoff.accounts.models import User
from handoff.accounts.presenters import role_title
from handoff.accounts.services import factors, sessions, sign_ins
from handoff.accounts.views.steps import ip_address_of, next_url, sign_in_step
from handoff.core.redirects import safe_next_url
from handoff.core.refusals import Refused

YEAR_SECONDS = 365 * 24 * 60 * 60


def set_language_cookie(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def set_theme_cookie(response: HttpResponse, theme: str) -> None:
    response.set_cookie(
        settings.THEME_COOKIE_NAME,
        theme,
        max_age=YEAR_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@requires_sign_in("users may change their own language, colors and password")
def own_settings(request: SignedInRequest) -> HttpResponse:
    """Show the user's roles, and change language and colors."""
    user = request.user
    form = PreferencesForm(request.POST or None, initial={"language": user.language, "theme": user.theme})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        services.set_preferences(user=user, language=chosen["language"], theme=chosen["theme"])
        with translation.override(chosen["language"]):
            messages.success(request, _("Settings saved."))
        response = redirect("accounts:settings")
        set_language_cookie(response, chosen["language"])
        set_theme_cookie(response, chosen["theme"])
        return response
    held = queries.own_memberships(user, request.at)
    roles = [
        (each.program.name, role_title(each.role), each.agency.name if each.agency else "") for each in held
    ]
    context = {
        "form": form,
        "roles": roles,
        "factors": [row for row in queries.factors_of(user) if row.type != Factor.RECOVERY],
        "sessions": session_rows(request),
        "programs": queries.programs_with_role(user, request.at),
    }
    return render(request, "accounts/settings.html", context)


@dataclass(frozen=True)
class SessionRow:
    """One open session as listed: the device, and whether it is the one of this request."""

    row: UserSession
    device: str
    this: bool


def session_rows(request: SignedInRequest) -> list[SessionRow]:
    """The user's open sessions, the last used first."""
    return [
        SessionRow(
            row=row,
            device=" · ".join(word for word in sessions.device_description(row.user_agent) if word),
            this=row.session_key == request.session.session_key,
        )
        for row in queries.sessions_of(request.user)
    ]


@sign_in_step("users change a first password before anything else, and their own at any time")
def change_password(request: AppRequest) -> HttpResponse:
    """Change the user's own password; other sessions end."""
    user = sessions.user_of(request)
    form = PasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        address, old = ip_address_of(request), form.cleaned_data["old"]
        checked = sign_ins.check_own_password(user=user, password=old, address=address, at=request.at)
        try:
            if checked.user is None:
                raise Refused(checked.message)
            services.change_password(
                actor=queries.site_actor(user, address),
                user=user,
                old=old,
                new=form.cleaned_data["new"],
                at=request.at,
            )
        except Refused as refusal:
            form.add_error("old", str(refusal))
        else:
            keep_signed_in(request, user)
            messages.success(request, _("Password changed."))
            return redirect(safe_next_url(request, next_url(request)))
    context = {"form": form, "first": user.must_change_password, "next": next_url(request)}
    return render(request, "accounts/change_password.html", context)


def keep_signed_in(request: AppRequest, user: User) -> None:
    """Give this session a new key under the new password, and end the others."""
    before = str(request.session.session_key)
    request.session.cycle_key()
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    request.session.save()
    queries.sessions_of(user).filter(session_key=before).update(session_key=request.session.session_key)
    factors.end_sessions(
        actor=queries.site_actor(user, ip_address_of(request)),
        user=user,
        at=request.at,
        but=str(request.session.session_key),
    )


@public("choosing a language needs no account")
def set_language(request: AppRequest) -> HttpResponse:
    """Choose a language and return to the page."""
    response = i18n.set_language(request)
    language = request.POST.get("language", "")
    if request.method == "POST" and request.user.is_authenticated and language in dict(settings.LANGUAGES):
        services.set_preferences(user=request.user, language=language)
    return response


@public("choosing night colors needs no account")
def set_theme(request: AppRequest) -> HttpResponse:
    """Choose day or night colors and return to the page."""
    theme = request.POST.get("theme", "")
    response = HttpResponseRedirect(safe_next_url(request, request.POST.get("next", "")))
    if request.method == "POST" and theme in THEMES:
        set_theme_cookie(response, theme)
        if request.user.is_authenticated:
            services.set_preferences(user=request.user, theme=theme)
    return response
