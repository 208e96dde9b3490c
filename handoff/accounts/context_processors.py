"""What every page's frame shows: program, role, menu, and the banner of the training county."""

from dataclasses import dataclass

from django.conf import settings

from handoff.access.http import AppRequest
from handoff.access.permissions import Permission
from handoff.access.roles import ROLES
from handoff.accounts.definitions import SESSION_WARNING
from handoff.accounts.services.phones import phone_box
from handoff.core.navigation import menu_items


@dataclass(frozen=True)
class SessionTimer:
    """When to warn that the session ends, in seconds from now."""

    seconds: int
    warning: int
    can_extend: bool


def session_timer(request: AppRequest) -> SessionTimer | None:
    """What the page needs to warn before the session ends; None where no one is signed in."""
    assurance = getattr(request, "assurance", None)
    if assurance is None or not request.user.is_authenticated:
        return None
    return SessionTimer(
        seconds=assurance.seconds_left(request.at),
        warning=int(SESSION_WARNING.total_seconds()),
        can_extend=assurance.can_extend(request.at),
    )


def page_context(request: AppRequest) -> dict[str, object]:
    program = getattr(request, "program", None)
    actor = getattr(request, "actor", None)
    demo = settings.DEMO or bool(program and program.is_demo)
    context: dict[str, object] = {
        "program": program,
        "actor": actor,
        "theme": getattr(request, "theme", "day"),
        "handoff_demo": demo,
        "session_timer": session_timer(request),
        "phone_box": None,
        "nav_items": [],
        "actor_roles": [],
    }
    if program is not None and actor is not None and actor.user_id is not None:
        context["actor_roles"] = [role.title for name, role in ROLES.items() if name in actor.roles]
        if actor.can(Permission.OUTREACH_DO) and request.user.is_authenticated:
            context["phone_box"] = phone_box(request.user, program)
        context["nav_items"] = menu_items(actor, program.slug, request.path)
    return context
