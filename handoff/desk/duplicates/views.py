"""Possible duplicates: the list to review, two records side by side, merging them, and separating them again (D6)."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.audit.definitions import AuditLook
from handoff.core.actions import post_action
from handoff.desk.duplicates import presenters
from handoff.participants.merging import queries, services
from handoff.participants.models import Person
from handoff.participants.views import person_or_404

PER_PAGE = 50


def pair_or_404(request: ProgramRequest, person_id: uuid.UUID, other_id: uuid.UUID) -> tuple[Person, Person]:
    other = queries.find_second_person(request.program.pk, other_id)
    person = person_or_404(request, person_id)
    if other is None or other.pk == person.pk:
        raise Http404
    return person, other


@requires_any(Permission.PARTICIPANT_READ)
@require_safe
def list_duplicates(request: ProgramRequest, program: str) -> HttpResponse:
    page = Paginator(queries.waiting_duplicates(request.program), PER_PAGE).get_page(request.GET.get("page"))
    shown = {person.public_id: None for pair in page for person in (pair.one, pair.other)}
    audit.record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.DUPLICATES_LISTED,
        details={"count": len(page)},
        people=shown,
    )
    context = {
        "page": page,
        "columns": presenters.duplicate_columns(),
        "rows": presenters.duplicate_rows(request.program, list(page.object_list)),
    }
    return render(request, "desk/duplicates/list.html", context)


@requires_any(Permission.PARTICIPANT_READ)
@require_safe
def compare(request: ProgramRequest, program: str, person_id: uuid.UUID, other_id: uuid.UUID) -> HttpResponse:
    """Show two records side by side. Both open only to someone who may open each of them (C8)."""
    person, other = pair_or_404(request, person_id, other_id)
    for shown in (person, other):
        audit.record_read(
            actor=request.actor, at=request.at, action=AuditLook.PERSON_OPENED, subject=shown.public_id
        )
    pair = queries.find_duplicate(person, other)
    context = {
        "person": person,
        "other": other,
        "pair": pair,
        "reasons": presenters.reasons_of(pair),
        "columns": presenters.comparison_columns(person, other),
        "rows": presenters.comparison_rows(person, other, request.program),
    }
    return render(request, "desk/duplicates/compare.html", context)


@requires_any(Permission.PARTICIPANT_READ)
@require_POST
def merge(request: ProgramRequest, program: str, person_id: uuid.UUID, other_id: uuid.UUID) -> HttpResponse:
    """Keep the first record, and merge the other into it."""
    kept, merged = pair_or_404(request, person_id, other_id)
    return post_action(
        request,
        lambda: services.merge_people(actor=request.actor, kept=kept, merged=merged, at=request.at),
        done=_("Merged. Everything from both records is here now. You can separate them again below."),
        to=("people:person", program, kept.public_id),
    )


@requires_any(Permission.PARTICIPANT_READ)
@require_POST
def mark_different(
    request: ProgramRequest, program: str, person_id: uuid.UUID, other_id: uuid.UUID
) -> HttpResponse:
    person, other = pair_or_404(request, person_id, other_id)
    return post_action(
        request,
        lambda: services.dismiss_duplicate(actor=request.actor, one=person, other=other, at=request.at),
        done=_("Recorded as two different people. We won't suggest them again."),
        to=("duplicates:list", program),
    )


@requires_any(Permission.PARTICIPANT_READ)
def separate(request: ProgramRequest, program: str, merge_id: uuid.UUID) -> HttpResponse:
    """Ask before separating; then open the record that stands on its own again."""
    found = queries.find_merge(request.program, merge_id)
    if found is None:
        raise Http404
    if request.method == "POST":
        return post_action(
            request,
            lambda: services.separate_people(actor=request.actor, merge=found, at=request.at),
            done=_("Separated. Each record has its own entries again."),
            to=("people:person", program, found.merged.public_id),
        )
    audit.record_read(
        actor=request.actor, at=request.at, action=AuditLook.PERSON_OPENED, subject=found.kept.public_id
    )
    if found.kept.merged_into_id:
        return redirect("people:person", program, found.kept.public_id)
    return render(request, "desk/duplicates/separate.html", {"merge": found})
