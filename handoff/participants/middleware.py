"""Every URL that leads to a person goes through the record gate, whichever app it belongs to."""

import uuid
from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from handoff.access.actor import Actor
from handoff.access.decorators import access_rule_of
from handoff.access.http import ProgramRequest
from handoff.accounts.middleware.typed import keep_refused_form
from handoff.audit.definitions import AuditAction
from handoff.audit.middleware import unavailable_response
from handoff.audit.services import AuditNotWritten, record
from handoff.participants.gate import (
    CARE_PERMISSIONS,
    ReasonNeeded,
    open_record,
    person_finder_for,
    remember_person,
)
from handoff.participants.queries import find_person
from handoff.participants.services import reopen_for_correction


class RecordGateMiddleware:
    """Asks for a reason before the view runs, so that no view can forget to (C8)."""

    def __init__(self, get_response: Callable[[ProgramRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: ProgramRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: ProgramRequest,
        view: Callable[..., object],
        args: tuple[object, ...],
        kwargs: dict[str, uuid.UUID],
    ) -> HttpResponseBase | None:
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None or not actor.on_care_side or not is_gated(view, actor):
            return None
        try:
            for name, value in kwargs.items():
                finder = person_finder_for(name)
                person = finder(actor.program_id, value) if finder else None
                if person is not None:
                    open_record(actor, person, request.at)
                    if finder is find_person:
                        remember_person(request, value, person)
        except ReasonNeeded as needed:
            if reopen_for_correction(actor=actor, person=needed.person, at=request.at) is not None:
                return self.process_view(request, view, args, kwargs)
            return self.ask_for_reason(request, needed)
        return None

    def process_exception(self, request: ProgramRequest, exception: Exception) -> HttpResponseBase | None:
        """Ask as well where the view itself raised `ReasonNeeded`."""
        return self.ask_for_reason(request, exception) if isinstance(exception, ReasonNeeded) else None

    def ask_for_reason(self, request: ProgramRequest, needed: ReasonNeeded) -> HttpResponseBase:
        """Redirect to the page that asks for a reason, after auditing that it was asked."""
        subject = needed.person.public_id
        # The audit row comes first: if it cannot be written, not even the question is shown.
        try:
            record(
                actor=request.actor,
                at=request.at,
                action=AuditAction.RECORD_REASON_ASKED,
                subject=subject,
                outcome="refused",
                details={"route": request.resolver_match.view_name if request.resolver_match else ""},
            )
        except AuditNotWritten:
            return unavailable_response()
        where = reverse("people:open", args=[request.program.slug, subject])
        # A form that was sent is not sent again after the reason: its page shows what was typed.
        request.form_refused = True
        following = keep_refused_form(request, request.user, request.program)
        return HttpResponseRedirect(f"{where}?{urlencode(following)}")


def is_gated(view: Callable[..., object], actor: Actor) -> bool:
    """True for a page of the care side that the actor may open; a page they may not open answers 404 by itself."""
    if getattr(view, "exempt_from_record_gate", False):
        return False
    rule = access_rule_of(view)
    return rule is not None and bool(rule.permissions & CARE_PERMISSIONS) and rule.allows(actor)
