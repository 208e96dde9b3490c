"""No answer leaves without its row: what was refused, and each page of participant data that was shown."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone

from handoff.access.actor import Actor
from handoff.access.decorators import access_rule_of
from handoff.access.http import AppRequest
from handoff.access.roles import PARTICIPANT_DATA
from handoff.audit.services import AuditNotWritten, reads_recorded, record, record_read

SITE = 0
REFUSED = frozenset({403, 404})
PROGRAMS = "/p/"


def unavailable_response() -> HttpResponse:
    """Return what is shown when the audit row cannot be written: never the page."""
    return HttpResponse(render_to_string("503_trouble.html"), status=503)


class AuditMiddleware:
    """Writes what views do not: refusals, and a look for each page that a view forgot to write one for.

    It stands just outside the middleware that finds program and actor. A refused request of somebody signed in under a
    program's address is a row of the program where they are a member of it, else of the installation: one row in
    either case, for a record that is not theirs and for one that never was.
    """

    def __init__(self, get_response: Callable[[AppRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: AppRequest) -> HttpResponseBase:
        reads_recorded.set(0)
        response = self.get_response(request)
        try:
            if response.status_code in REFUSED and request.path.startswith(PROGRAMS):
                self.record_refusal(request)
            elif response.status_code == 200 and reads_recorded.get() == 0:
                self.record_page_opened(request)
        except AuditNotWritten:
            return unavailable_response()
        return response

    def process_exception(self, request: AppRequest, exception: Exception) -> HttpResponseBase | None:
        """Answer 503 where a view could not write its row."""
        return unavailable_response() if isinstance(exception, AuditNotWritten) else None

    def record_refusal(self, request: AppRequest) -> None:
        """Write down who was refused what; of the address only its route and its ids are kept."""
        if not request.user.is_authenticated:
            return
        record(
            actor=actor_of(request),
            at=getattr(request, "at", None) or timezone.now(),
            action="denied",
            subject=next(iter(public_ids(request).values()), ""),
            outcome="refused",
            details={"route": route_name(request), "method": request.method, "ids": public_ids(request)},
        )

    def record_page_opened(self, request: AppRequest) -> None:
        """Record that a page of participant data was opened, where its view did not record it."""
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None or request.resolver_match is None:
            return
        rule = access_rule_of(request.resolver_match.func)
        if rule is None or not rule.permissions & PARTICIPANT_DATA:
            return
        record_read(
            actor=actor,
            at=request.at,
            action="page.opened",
            subject=next(iter(public_ids(request).values()), ""),
            details={"route": route_name(request)},
        )


def actor_of(request: AppRequest) -> Actor:
    """Return the visitor's standing in the program; without one, the user in the installation's own chain."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is not None and actor.user_id is not None:
        return actor
    nobody = Actor(
        user_id=request.user.pk, program_id=SITE, username=request.user.username, roles=frozenset()
    )
    return replace(nobody, address=str(request.META.get("REMOTE_ADDR", "")))


def route_name(request: AppRequest) -> str:
    """Return the name of the address; nothing of what was typed where there is no such address."""
    return request.resolver_match.view_name if request.resolver_match else ""


def public_ids(request: AppRequest) -> dict[str, str]:
    """Return the public ids in the address."""
    given: dict[str, Any] = request.resolver_match.kwargs if request.resolver_match else {}
    return {name: str(value) for name, value in given.items() if isinstance(value, uuid.UUID)}
