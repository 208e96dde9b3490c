"""The one place where an address meets a person: which program, which standing, which door."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from handoff.access.actor import public_actor
from handoff.access.doors import Door
from handoff.access.http import AppRequest, ProgramRequest
from handoff.access.roles import PARTICIPANT_DATA
from handoff.accounts.definitions import THEMES
from handoff.accounts.queries import actor_for
from handoff.core.wall import step_behind_wall
from handoff.programs.models import Program

UNDOORED_MODULES = ("django.views.static", "django.contrib.staticfiles")


class DoorMiddleware:
    """Freezes the moment, finds the program and the visitor's standing in it, and sees that every view has a door."""

    def __init__(self, get_response: Callable[[AppRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: AppRequest) -> HttpResponseBase:
        request.at = timezone.now()
        user = request.user
        chosen = request.COOKIES.get("theme", user.theme if user.is_authenticated else "day")
        request.theme = chosen if chosen in THEMES else "day"
        return self.get_response(request)

    def process_view(
        self, request: ProgramRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        door: Door | None = getattr(view, "door", None)
        if door is None:
            if view.__module__.startswith(UNDOORED_MODULES):
                return None
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} declares no door")
        if door.signed_in and not request.user.is_authenticated:
            return None
        slug = kwargs.get("program")
        if slug is None:
            return None
        return self.enter(request, door, slug)

    def enter(self, request: ProgramRequest, door: Door, slug: str) -> HttpResponseBase | None:
        """Put program and actor on the request, or answer as for an address that does not exist."""
        program = Program.objects.filter(slug=slug).first()
        if program is None:
            raise Http404
        step_behind_wall(program.pk)
        request.program = program
        address = str(request.META.get("REMOTE_ADDR", ""))
        actor = None
        if request.user.is_authenticated:
            actor = actor_for(request.user, program, request.at, address)
        if actor is None:
            if door.signed_in:
                raise Http404
            actor = public_actor(program.pk, address)
        request.actor = actor
        if door.signed_in and request.user.must_change_password:
            return HttpResponseRedirect(reverse("accounts:change_password"))
        return self.ask_for_agreement(request, door)

    def ask_for_agreement(self, request: ProgramRequest, door: Door) -> HttpResponseBase | None:
        """Send who may otherwise enter to sign the confidentiality agreement first (C4)."""
        actor = request.actor
        wanted = door.permissions & actor.permissions
        if actor.agreement_signed or not wanted or not wanted <= PARTICIPANT_DATA:
            return None
        where = reverse("accounts:sign_agreement", args=[request.program.slug])
        following = "?" + urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
        return HttpResponseRedirect(f"{where}{following}")
