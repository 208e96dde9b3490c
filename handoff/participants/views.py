"""Finding the person that a URL names."""

import uuid

from django.http import Http404

from handoff.access.http import ProgramRequest
from handoff.participants.models import Person
from handoff.participants.queries import find_person


def person_or_404(request: ProgramRequest, public_id: uuid.UUID) -> Person:
    """The person in the request's program; someone of another program gets the same 404 as an unknown address."""
    person = people_of_request(request).get(public_id) or find_person(request.program.pk, public_id)
    if person is None:
        raise Http404
    return person


def people_of_request(request: ProgramRequest) -> dict[uuid.UUID, Person]:
    """The people whom the record gate has already let this request open, by the id in the URL."""
    people: dict[uuid.UUID, Person] = request.__dict__.setdefault("people", {})
    return people


def remember_person(request: ProgramRequest, public_id: uuid.UUID, person: Person) -> None:
    """Keep whom the record gate found for the view, which would read the same row again."""
    people_of_request(request)[public_id] = person
