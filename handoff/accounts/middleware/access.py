"""The one place where a request meets a person: which program, which roles, which access rule."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from handoff.access.actor import public_actor
from handoff.access.decorators import AccessRule, access_rule_of
from handoff.access.http import AppRequest, ProgramRequest
from handoff.accounts.definitions import RECENT_SIGN_IN, RECENT_SIGN_IN_FOR_FORMS, THEMES, Factor
from handoff.accounts.middleware.typed import keep_refused_form, offer_typed, settle_typed
from handoff.accounts.queries import PROGRAM, actor_for
from handoff.accounts.services import sessions
from handoff.core.instructions import instructions_context, use_instructions
from handoff.core.redirects import previous_page
from handoff.core.tenancy import enter_tenant
from handoff.core.typed import page_context
from handoff.programs.queries import current_instructions_of

EXEMPT_MODULES = ("django.views.static", "django.contrib.staticfiles")


View = Callable[..., HttpResponseBase]


def redirect_with_next(name: str, request: AppRequest, **query: str) -> HttpResponseRedirect:
    """Redirect to a page that leads back to this one; after a form, to the page that held it."""
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': previous_page(request), **query})}")


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Redirects visitors who aren't signed in to the sign-in page, and users halfway to the missing step."""

    def handle_no_permission(self, request: AppRequest, view_func: object) -> HttpResponseRedirect:  # type: ignore[override]
        """Redirect to what is missing, and remember the page that was asked for."""
        if request.pending is not None:
            return redirect_with_next(
                sessions.pending_steps(request.pending, sessions.assurance_of(request))[0], request
            )
        query = {"ended": request.ended} if request.ended in {"idle", "long"} else {}
        slug = request.resolver_match.kwargs.get("program") if request.resolver_match else None
        program = PROGRAM.first(slug) if slug else None
        query |= keep_refused_form(request, sessions.ended_user(request), program)
        return redirect_with_next(str(settings.LOGIN_URL), request, **query)


class ProgramAccessMiddleware:
    """Sets the moment, loads the session, finds program and actor, and enforces the access rule of the view."""

    def __init__(self, get_response: Callable[[AppRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: AppRequest) -> HttpResponseBase:
        request.at = request.typed_at = timezone.now()
        sessions.load_session(request)
        user = sessions.current_or_pending_user(request) or request.user
        chosen = request.COOKIES.get(
            settings.THEME_COOKIE_NAME, user.theme if user.is_authenticated else "day"
        )
        request.theme = chosen if chosen in THEMES else "day"
        with page_context(), instructions_context():
            response = self.get_response(request)
            settle_typed(request, response)
        return response

    def process_view(
        self, request: AppRequest, view: View, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponseBase | None:
        rule = access_rule_of(view)
        if rule is None:
            if view.__module__.startswith(EXEMPT_MODULES):
                return None
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} declares no access rule")
        if rule.signed_in and not request.user.is_authenticated:
            return None  # SignInRequiredMiddleware redirects to the sign-in page
        slug = kwargs.get("program")
        # From here on it is what its name says: the next lines set its program and its actor.
        in_program = cast("ProgramRequest", request)
        response = None if slug is None else self.enter_program(in_program, rule, str(slug))
        response = response or self.require_recent_sign_in(in_program, view, rule)
        if response is not None:
            request.form_refused = True
        elif slug is not None:
            offer_typed(in_program)
        return response

    def require_recent_sign_in(
        self, request: ProgramRequest, view: View, rule: AccessRule
    ) -> HttpResponseBase | None:
        """Redirect to the password page where the view needs a recent sign-in and the last one is too old.

        A form may be half an hour old, so that what was typed on it isn't lost.
        """
        if not getattr(view, "requires_recent_sign_in", False) or not request.user.is_authenticated:
            return None
        # An actor who may not open the page gets its 404, not a question that would show that the page exists.
        if rule.permissions and not rule.allows(request.actor):
            return None
        age = request.at - request.assurance.proved_at
        limit = getattr(view, "recent_sign_in", RECENT_SIGN_IN)
        if age <= (limit if request.method in {"GET", "HEAD"} else max(limit, RECENT_SIGN_IN_FOR_FORMS)):
            return None
        kept = keep_refused_form(request, request.user, getattr(request, "program", None))
        return redirect_with_next("accounts:prove", request, **kept)

    def enter_program(self, request: ProgramRequest, rule: AccessRule, slug: str) -> HttpResponseBase | None:
        """Put program and actor on the request; 404 for an unknown program and for users without a role in it."""
        program = PROGRAM.first(slug)
        if program is None:
            raise Http404
        # From here on the database shows rows of this program only, the actor's roles among them.
        enter_tenant(program.pk)
        request.program = program
        use_instructions(lambda: current_instructions_of(program, request.at))
        address = str(request.META.get("REMOTE_ADDR", ""))
        actor = None
        if request.user.is_authenticated:
            actor = actor_for(request.user, program, request.at, address)
        if actor is None:
            if rule.signed_in:
                raise Http404
            actor = public_actor(program.pk, address)
        request.actor = actor
        by_password = rule.signed_in and request.assurance.factor != Factor.AGENCY
        if by_password and request.user.must_change_password:
            return HttpResponseRedirect(reverse("accounts:change_password"))
        return self.require_agreement(request, rule)

    def require_agreement(self, request: ProgramRequest, rule: AccessRule) -> HttpResponseBase | None:
        """Redirect to the confidentiality agreement where only its signature is missing (C4)."""
        actor = request.actor
        if actor.agreement_signed or rule.allows(actor):
            return None
        if not rule.allows(replace(actor, agreement_signed=True)):
            return None
        url = reverse("accounts:sign_agreement", args=[request.program.slug])
        kept = keep_refused_form(request, request.user, request.program)
        return HttpResponseRedirect(f"{url}?{urlencode(kept)}")
