"""The steps of signing in: pages for who has given a password and not yet a second factor, and for who is in."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from handoff.access.decorators import public
from handoff.access.http import AppRequest
from handoff.accounts import queries
from handoff.accounts.middleware.access import redirect_with_next
from handoff.accounts.models import User
from handoff.accounts.services import sessions, sign_ins
from handoff.core.redirects import safe_next_url

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def sign_in_step(reason: str) -> Callable[[View], View]:
    """Open a view to who is signing in and is due at this very step, and to who is signed in."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: AppRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if sessions.current_or_pending_user(request) is None:
                return redirect_with_next("accounts:sign_in", request)
            if request.pending is not None:
                due = sessions.pending_steps(request.pending, request.assurance)
                here = request.resolver_match.view_name if request.resolver_match else ""
                if here not in due:
                    return redirect_with_next(due[0], request)
            return view(request, *args, **kwargs)

        return public(reason)(guarded)  # type: ignore[return-value]

    return decorate


def client_address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def next_url(request: HttpRequest) -> str:
    """Return where in this application somebody was going when they were asked to prove who they are, or ''."""
    wanted = str(request.POST.get("next", request.GET.get("next", "")))
    return safe_next_url(request, wanted) if wanted else ""


def complete_sign_in(request: AppRequest, user: User, factor: str) -> None:
    """Turn the session of who gave a second factor into one that opens their pages, under a new key."""
    mobile = request.assurance.mobile if request.assurance else sessions.is_mobile_browser(request)
    sessions.open_session(request, user, mobile=mobile, factor=factor)
    sign_ins.record_sign_in(user=user, factor=factor, address=client_address(request), at=request.at)


def own_actor(request: AppRequest) -> Any:
    """Return who acts in their own settings or is about to be let in."""
    return queries.site_actor(sessions.current_or_pending_user(request), client_address(request))


def redirect_to_step(request: AppRequest, name: str) -> HttpResponse:
    """Go to another of these pages, keeping where somebody was going."""
    where, wanted = reverse(name), next_url(request)
    return HttpResponseRedirect(f"{where}?{urlencode({'next': wanted})}" if wanted else where)
