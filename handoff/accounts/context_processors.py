"""What every page's frame shows: program, role, the way around, the banner of the training county."""

from typing import Any

from django.conf import settings

from handoff.access.http import AppRequest
from handoff.access.roles import ROLES
from handoff.core.navigation import items_for


def who_am_i(request: AppRequest) -> dict[str, Any]:
    """Give each template the program, the actor, the way around and the theme."""
    program = getattr(request, "program", None)
    actor = getattr(request, "actor", None)
    demo = settings.DEMO or bool(program and program.is_demo)
    context: dict[str, Any] = {
        "program": program,
        "actor": actor,
        "theme": getattr(request, "theme", "day"),
        "handoff_demo": demo,
        "nav_items": [],
        "actor_roles": [],
    }
    if program is not None and actor is not None and actor.user_id is not None:
        context["actor_roles"] = [role.title for name, role in ROLES.items() if name in actor.roles]
        context["nav_items"] = items_for(actor, program.slug, request.path)
    return context
