"""Access rules: every view declares who may open it, and the middleware refuses a view that declares nothing.

Forbidden and unknown URLs return the same 404.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase

from handoff.access.actor import Actor
from handoff.access.permissions import Permission

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class AccessRule:
    """Who may open a view: holders of any (or all) of the permissions, or, without permissions, whom `reason` names."""

    permissions: frozenset[Permission] = frozenset()
    needs_all: bool = False
    signed_in: bool = True
    reason: str = ""

    def is_met_by(self, held: frozenset[Permission]) -> bool:
        """True if these permissions open the view; a view that needs none is open to every member."""
        if not self.permissions:
            return True
        return self.permissions <= held if self.needs_all else bool(self.permissions & held)

    def allows(self, actor: Actor) -> bool:
        """True if the actor may use the permissions now: those on participant data need the signed agreement."""
        return self.is_met_by(frozenset(each for each in self.permissions if actor.can(each)))


def requires_any(*permissions: Permission) -> Callable[[View], View]:
    """Open the view to actors who hold at least one of the permissions in the program that the URL names."""
    return _requires(AccessRule(permissions=frozenset(permissions)))


def requires_all(*permissions: Permission) -> Callable[[View], View]:
    """Open the view to actors who hold every one of the permissions in the program that the URL names."""
    return _requires(AccessRule(permissions=frozenset(permissions), needs_all=True))


def _requires(rule: AccessRule) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        # The middleware reads the outermost rule only, so a second one would be enforced without being seen.
        if hasattr(view, "access_rule"):
            raise TypeError(f"{view.__name__} has two access rules; name every permission in requires_all")

        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            actor: Actor | None = getattr(request, "actor", None)
            if actor is None or not rule.allows(actor):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.access_rule = rule  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def access_rule_of(view: object) -> AccessRule | None:
    """The rule of a view, or None for one that declares none, such as Django's view of static files."""
    rule = getattr(view, "access_rule", None)
    return rule if isinstance(rule, AccessRule) else None


def requires_recent_sign_in(view: View) -> View:
    """Ask for the password and second factor again, unless the user gave them some minutes ago.

    For exports and role grants (ASVS 7.5.3). The access middleware enforces it; put it above the access rule.
    """
    view.requires_recent_sign_in = True  # type: ignore[attr-defined]
    return view


def requires_sign_in_within(age: timedelta) -> Callable[[View], View]:
    """Ask for the password and two-step verification again only after a longer time, for what is done beside a person.

    A worker who signs a release with someone isn't stopped for a code in front of them, unless the sign-in is old.
    """

    def decorate(view: View) -> View:
        view.requires_recent_sign_in = True  # type: ignore[attr-defined]
        view.recent_sign_in = age  # type: ignore[attr-defined]
        return view

    return decorate


def requires_sign_in(reason: str) -> Callable[[View], View]:
    """Open the view to every signed-in user; under a program's URL, to every member of the program."""

    def decorate(view: View) -> View:
        view.access_rule = AccessRule(reason=reason)  # type: ignore[attr-defined]
        return view

    return decorate


def public(reason: str) -> Callable[[View], View]:
    """Open the view to everyone, signed in or not."""

    def decorate(view: View) -> View:
        view.access_rule = AccessRule(signed_in=False, reason=reason)  # type: ignore[attr-defined]
        return login_not_required(view)

    return decorate
