"""What happens when the server's clock is behind the audit log (T10).

A clock set back a week makes an ROI valid again that ended last week. So nothing that depends on the time is decided:
the law side is shown nothing, and no one writes. The care side can still read, since people need help on such a day
too.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, transaction
from django.http import HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse

from handoff.access.actor import Actor, system_actor
from handoff.access.decorators import access_rule_of
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.access.roles import OUTSIDE
from handoff.accounts.queries import users_with_permission
from handoff.audit.definitions import AuditAction
from handoff.audit.queries import events, is_clock_behind
from handoff.audit.rules import CLOCK
from handoff.audit.services import AuditNotWritten, record
from handoff.notifications.services import queue_notice
from handoff.programs.models import Program
from handoff.programs.queries import local_date

READ_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class ClockMiddleware:
    """Runs inside the middleware that finds program and actor, before any view."""

    def __init__(self, get_response: Callable[[ProgramRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: ProgramRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: ProgramRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        actor: Actor | None = getattr(request, "actor", None)
        rule = access_rule_of(view)
        if actor is None or rule is None or not rule.permissions:
            return None
        if is_allowed_regardless(actor, request.method or ""):
            return None
        try:
            if not is_clock_behind(actor.program_id, request.at):
                return None
            report_wrong_clock(request.program, request.at)
        except (AuditNotWritten, DatabaseError):
            return HttpResponse(render_to_string("503_trouble.html"), status=503)
        return HttpResponse(render_to_string("accounts/clock.html"), status=503)


def is_allowed_regardless(actor: Actor, method: str) -> bool:
    """True for a request that is allowed whatever the clock says: reading, by a user on no outside agency's side."""
    return method in READ_METHODS and not OUTSIDE & actor.sides


@transaction.atomic
def report_wrong_clock(program: Program, at: datetime) -> None:
    """Record that the clock is wrong and notify the program's managers; once for each hour of that clock."""
    hour = at.strftime("%Y-%m-%dT%H")
    if events(program.pk).filter(subject=CLOCK, action=AuditAction.CLOCK_BEHIND, details__hour=hour).exists():
        return
    record(
        actor=system_actor(program.pk),
        at=at,
        action=AuditAction.CLOCK_BEHIND,
        subject=CLOCK,
        outcome="refused",
        details={"hour": hour},
    )
    path = reverse("home:home", args=[program.slug])
    for user in users_with_permission(program, Permission.AUDIT_READ, local_date(program, at)):
        queue_notice(
            program_id=program.pk,
            user=user,
            kind="clock_behind",
            path=path,
            key=f"{program.pk}:{hour}",
            at=at,
        )
