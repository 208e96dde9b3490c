"""No response leaves without its audit row: refusals, and every page of participant data."""

import uuid
from collections.abc import Callable
from dataclasses import replace

from django.http import HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone

from handoff.access.actor import Actor
from handoff.access.decorators import access_rule_of
from handoff.access.http import AppRequest
from handoff.access.roles import PARTICIPANT_DATA
from handoff.audit.definitions import AuditAction, AuditLook
from handoff.audit.services import AuditNotWritten, reads_recorded, record, record_read
from handoff.core.tenancy import SITE

REFUSED = frozenset({403, 404})
PROGRAMS = "/p/"


def unavailable_response() -> HttpResponse:
    """The response when the audit row can't be written: never the page itself."""
    return HttpResponse(render_to_string("503_trouble.html"), status=503)


class AuditMiddleware:
    """Records what views don't: refusals, and a row for each page whose view recorded none.

    It runs just outside the middleware that finds program and actor. A refused request of a signed-in user under a
    program's URL is a row of the program if they are a member, else of the installation: one row in either case, for a
    record that isn't theirs and for one that doesn't exist.
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
        """Record who was refused what; of the URL only its route and its ids are kept."""
        if not request.user.is_authenticated:
            return
        record(
            actor=actor_of(request),
            at=getattr(request, "at", None) or timezone.now(),
            action=AuditAction.DENIED,
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
            action=AuditLook.PAGE_OPENED,
            subject=next(iter(public_ids(request).values()), ""),
            details={"route": route_name(request)},
        )


def actor_of(request: AppRequest) -> Actor:
    """The user's actor in the program; without one, the user in the installation's own chain."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is not None and actor.user_id is not None:
        return actor
    actor = Actor(user_id=request.user.pk, program_id=SITE, username=request.user.username, roles=frozenset())
    return replace(actor, address=str(request.META.get("REMOTE_ADDR", "")))


def route_name(request: AppRequest) -> str:
    """The URL's name, or '': what was typed into an unknown URL is never kept."""
    return request.resolver_match.view_name if request.resolver_match else ""


def public_ids(request: AppRequest) -> dict[str, str]:
    values: dict[str, object] = request.resolver_match.kwargs if request.resolver_match else {}
    return {name: str(value) for name, value in values.items() if isinstance(value, uuid.UUID)}
