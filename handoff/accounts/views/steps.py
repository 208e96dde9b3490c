"""The steps of signing in: pages for who has given a password and not yet a second factor, and for who is in."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from handoff.access.doors import public
from handoff.access.http import AppRequest
from handoff.accounts import queries
from handoff.accounts.middleware.access import sent_to
from handoff.accounts.models import User
from handoff.accounts.services import sessions, sign_ins
from handoff.core.addresses import safe_next

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def step(reason: str) -> Callable[[View], View]:
    """Open a view to who is signing in and is due at this very step, and to who is signed in."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: AppRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if sessions.anyone(request) is None:
                return sent_to("accounts:sign_in", request)
            if request.pending is not None:
                due = sessions.next_steps(request.pending, request.proof)
                here = request.resolver_match.view_name if request.resolver_match else ""
                if here not in due:
                    return sent_to(due[0], request)
            return view(request, *args, **kwargs)

        return public(reason)(guarded)  # type: ignore[return-value]

    return decorate


def address_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def wanted_of(request: HttpRequest) -> str:
    """Return where in this application somebody was going when they were asked to prove who they are, or ''."""
    wanted = str(request.POST.get("next", request.GET.get("next", "")))
    return safe_next(request, wanted) if wanted else ""


def let_in(request: AppRequest, user: User, factor: str) -> None:
    """Turn the session of who gave a second factor into one that opens their pages, under a new key."""
    mobile = request.proof.mobile if request.proof else sessions.is_hand_held(request)
    sessions.begin(request, user, mobile=mobile, factor=factor)
    sign_ins.done(user=user, factor=factor, address=address_of(request), at=request.at)


def own_actor(request: AppRequest) -> Any:
    """Return who acts in their own settings or is about to be let in."""
    return queries.site_actor(sessions.anyone(request), address_of(request))


def go_on(request: AppRequest, name: str) -> HttpResponse:
    """Go to another of these pages, keeping where somebody was going."""
    where, wanted = reverse(name), wanted_of(request)
    return HttpResponseRedirect(f"{where}?{urlencode({'next': wanted})}" if wanted else where)
