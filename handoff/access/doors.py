"""Doors: every view says who may open it. The middleware refuses a view that says nothing.

What somebody may not open does not exist for them: the same 404 as an address that was never there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseBase

from handoff.access.permissions import Permission

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Door:
    """What a view asks of its visitor: any one of the permissions, or the reason why it asks none."""

    permissions: frozenset[Permission] = frozenset()
    signed_in: bool = True
    reason: str = ""


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Open the view to who holds any one of the permissions in the program that the address names.

    Two doors in a row ask for one permission of each; the outer one is the one that the address shows.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = getattr(request, "actor", None)
            if actor is None or not any(actor.can(permission) for permission in permissions):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.door = Door(permissions=frozenset(permissions))  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def doors_of(view: Any) -> list[Door]:
    """Return every door of a view, the outer one first."""
    found: list[Door] = []
    while view is not None:
        own = vars(view).get("door") if hasattr(view, "__dict__") else None
        if isinstance(own, Door) and own not in found:
            found.append(own)
        view = getattr(view, "__wrapped__", None)
    return found


def fresh(view: View) -> View:
    """Ask who opens the view to prove again who they are, unless they did so some minutes ago.

    For exports, role grants and consent (ASVS 7.5.3). The sign-in middleware enforces it; put it above the door.
    """
    view.fresh = True  # type: ignore[attr-defined]
    return view


def signed_in(reason: str) -> Callable[[View], View]:
    """Open the view to everybody who is signed in (and, under a program's address, is a member of it)."""

    def decorate(view: View) -> View:
        view.door = Door(reason=reason)  # type: ignore[attr-defined]
        return view

    return decorate


def public(reason: str) -> Callable[[View], View]:
    """Open the view to the world."""

    def decorate(view: View) -> View:
        view.door = Door(signed_in=False, reason=reason)  # type: ignore[attr-defined]
        return login_not_required(view)

    return decorate
