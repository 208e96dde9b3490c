"""What happens when the server's clock stands before what is already written down (T10).

An ROI that ended last week is in force again by a clock set back a week. So nothing that depends on the time is
decided: who sits outside care is shown nothing, and nobody writes. The care side goes on reading, since people need
help also on such a day.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.http import HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse

from handoff.access.actor import Actor, clock_actor
from handoff.access.doors import Door
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.access.roles import Side
from handoff.accounts.queries import members_who_may
from handoff.audit.queries import clock_went_back, events
from handoff.audit.rules import CLOCK
from handoff.audit.services import AuditNotWritten, record
from handoff.notifications.services import queue
from handoff.programs.models import Program
from handoff.programs.queries import local_date

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class ClockMiddleware:
    """Stands inside the middleware that finds program and actor, before any view."""

    def __init__(self, get_response: Callable[[ProgramRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: ProgramRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: ProgramRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        actor: Actor | None = getattr(request, "actor", None)
        door: Door | None = getattr(view, "door", None)
        if actor is None or door is None or not door.permissions:
            return None
        if may_go_on(actor, request.method or ""):
            return None
        try:
            if not clock_went_back(actor.program_id, request.at):
                return None
            raise_alarm(request.program, request.at)
        except (AuditNotWritten, DatabaseError):
            return HttpResponse(render_to_string("503_trouble.html"), status=503)
        return HttpResponse(render_to_string("accounts/clock.html"), status=503)


def may_go_on(actor: Actor, method: str) -> bool:
    """Say whether a request is let through whatever the clock says: reading, by who is on no outside agency's side."""
    return method in READING and Side.LAW not in actor.sides


@transaction.atomic
def raise_alarm(program: Program, at: datetime) -> None:
    """Write down that the clock is wrong and tell who manages the program; once for each hour of that clock."""
    hour = at.strftime("%Y-%m-%dT%H")
    if events(program.pk).filter(subject=CLOCK, action="clock.behind", details__hour=hour).exists():
        return
    record(
        actor=clock_actor(program.pk),
        at=at,
        action="clock.behind",
        subject=CLOCK,
        outcome="refused",
        details={"hour": hour},
    )
    path = reverse("home:home", args=[program.slug])
    for user in members_who_may(program, Permission.AUDIT_READ, local_date(program, at)):
        queue(
            program_id=program.pk,
            user=user,
            kind="clock_behind",
            path=path,
            key=f"{program.pk}:{hour}",
            at=at,
        )
