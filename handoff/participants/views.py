"""Finding the person that a URL names, and recording that someone opened their record."""

import uuid

from django.http import Http404

from handoff.access.http import ProgramRequest
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.participants.gate import people_of_request
from handoff.participants.models import Person
from handoff.participants.queries import find_person


def person_or_404(request: ProgramRequest, public_id: uuid.UUID) -> Person:
    """The person in the request's program; someone of another program gets the same 404 as an unknown address."""
    person = people_of_request(request).get(public_id) or find_person(request.program.pk, public_id)
    if person is None:
        raise Http404
    return person


def record_opened(request: ProgramRequest, person: Person) -> None:
    """Record that the user of a request opened a person's record, before anything of it is shown (C5)."""
    record_read(actor=request.actor, at=request.at, action=AuditLook.PERSON_OPENED, subject=person.public_id)
