"""The one place where an address meets a person: which program, which standing, which door."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from handoff.access.actor import public_actor
from handoff.access.doors import Door
from handoff.access.http import AppRequest, ProgramRequest
from handoff.access.roles import PARTICIPANT_DATA
from handoff.accounts.definitions import PROOF_FOR_A_FORM, PROOF_IS_FRESH, THEMES, Factor
from handoff.accounts.queries import actor_for
from handoff.accounts.services import sessions
from handoff.core.addresses import page_before
from handoff.core.wall import step_behind_wall
from handoff.programs.models import Program

UNDOORED_MODULES = ("django.views.static", "django.contrib.staticfiles")


def sent_to(name: str, request: AppRequest, **more: str) -> HttpResponseRedirect:
    """Send somebody to a page that leads back to where they were going; after a form, to the page it stood on."""
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': page_before(request), **more})}")


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Sends who is not signed in to sign in, and who is halfway to the step that is missing."""

    def handle_no_permission(self, request: AppRequest, view_func: Any) -> HttpResponseRedirect:  # type: ignore[override]
        """Say what is missing, and keep where they were going."""
        if request.pending is not None:
            return sent_to(sessions.next_steps(request.pending, request.proof)[0], request)
        more = {"ended": request.ended} if request.ended in {"idle", "long"} else {}
        return sent_to(str(settings.LOGIN_URL), request, **more)


class DoorMiddleware:
    """Freezes the moment, weighs the session, finds program and standing, and sees that every view has a door."""

    def __init__(self, get_response: Callable[[AppRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: AppRequest) -> HttpResponseBase:
        request.at = timezone.now()
        sessions.enter(request)
        user = sessions.anyone(request) or request.user
        chosen = request.COOKIES.get(
            settings.THEME_COOKIE_NAME, user.theme if user.is_authenticated else "day"
        )
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
        refused = None if slug is None else self.enter(request, door, slug)
        return refused or self.ask_again(request, view, door)

    def ask_again(
        self, request: ProgramRequest, view: Callable[..., Any], door: Door
    ) -> HttpResponseBase | None:
        """Ask for a new proof before a page marked fresh; what was typed on one half an hour long is taken."""
        if not getattr(view, "fresh", False) or not request.user.is_authenticated:
            return None
        if door.permissions and not any(request.actor.can(each) for each in door.permissions):
            return None
        age = request.at - request.proof.proved_at
        if age <= (PROOF_IS_FRESH if request.method in {"GET", "HEAD"} else PROOF_FOR_A_FORM):
            return None
        return sent_to("accounts:prove", request)

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
        by_password = door.signed_in and request.proof.factor != Factor.AGENCY
        if by_password and request.user.must_change_password:
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
