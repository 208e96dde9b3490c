"""What every page's frame shows: program, role, menu, and the banner of the training county."""

from django.conf import settings

from handoff.access.http import AppRequest
from handoff.access.roles import ROLES
from handoff.core.navigation import menu_items


def page_context(request: AppRequest) -> dict[str, object]:
    program = getattr(request, "program", None)
    actor = getattr(request, "actor", None)
    demo = settings.DEMO or bool(program and program.is_demo)
    context: dict[str, object] = {
        "program": program,
        "actor": actor,
        "theme": getattr(request, "theme", "day"),
        "handoff_demo": demo,
        "nav_items": [],
        "actor_roles": [],
    }
    if program is not None and actor is not None and actor.user_id is not None:
        context["actor_roles"] = [role.title for name, role in ROLES.items() if name in actor.roles]
        context["nav_items"] = menu_items(actor, program.slug, request.path)
    return context
