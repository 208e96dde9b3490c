"""What the pages of signing in share. They need a password; all but the page that sets one up, a second step too."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from handoff.access.actor import Actor
from handoff.access.decorators import public
from handoff.access.http import AppRequest
from handoff.accounts import queries
from handoff.accounts.middleware.access import redirect_with_next
from handoff.accounts.models import User
from handoff.accounts.services import sessions, sign_ins
from handoff.core.redirects import safe_next_url

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def sign_in_step(reason: str) -> Callable[[View], View]:
    """Open a view to signed-in users, and to a user whose pending sign-in is at this step."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: AppRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if sessions.current_or_pending_user(request) is None:
                return redirect_with_next("accounts:sign_in", request)
            if request.pending is not None:
                steps = sessions.pending_steps(request.pending, sessions.assurance_of(request))
                here = request.resolver_match.view_name if request.resolver_match else ""
                if here not in steps:
                    return redirect_with_next(steps[0], request)
            return view(request, *args, **kwargs)

        return public(reason)(guarded)  # type: ignore[return-value]

    return decorate


def ip_address_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def next_url(request: HttpRequest) -> str:
    """The page in this application that the user was going to when they were asked to sign in, or ''."""
    url = str(request.POST.get("next", request.GET.get("next", "")))
    return safe_next_url(request, url) if url else ""


def complete_sign_in(request: AppRequest, user: User, factor: str) -> None:
    """Turn a pending session into one with a second factor, under a new key."""
    mobile = request.assurance.mobile if request.assurance else sessions.is_mobile_browser(request)
    sessions.open_session(request, user, mobile=mobile, factor=factor)
    sign_ins.record_sign_in(user=user, factor=factor, address=ip_address_of(request), at=request.at)


def own_actor(request: AppRequest) -> Actor:
    """The actor of a user in their own settings or in the middle of signing in."""
    return queries.site_actor(sessions.user_of(request), ip_address_of(request))


def redirect_to_step(request: HttpRequest, name: str) -> HttpResponse:
    """Redirect to another of these pages, keeping the page the user was going to."""
    page, url = reverse(name), next_url(request)
    return HttpResponseRedirect(f"{page}?{urlencode({'next': url})}" if url else page)
