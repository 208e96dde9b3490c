"""The roster and the participant's record, for the care team. The law side has no such page."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.doors import requires
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.core.refusals import Refused
from handoff.desk.people import presenters, queries
from handoff.desk.people.forms import ApproachForm, PeopleFilterForm, PersonForm, WayToReachForm
from handoff.enrollment.queries import roster
from handoff.participants import services
from handoff.participants.models import ContactPoint, Person

PEOPLE_ON_A_PAGE = 50


def person_or_404(request: ProgramRequest, person_id: uuid.UUID) -> Person:
    """Return a person of the request's program, or answer as for an address that does not exist."""
    person = queries.find_person(request.program, person_id)
    if person is None:
        raise Http404
    return person


@requires(Permission.PARTICIPANT_READ)
def people(request: ProgramRequest, program: str) -> HttpResponse:
    """List the participants; the filter lives in the address."""
    form = PeopleFilterForm(request.GET)
    form.is_valid()
    found = queries.participants(
        request.program, name=form.cleaned_data.get("name", ""), status=form.cleaned_data.get("status", "")
    )
    page = Paginator(found.values_list("pk", flat=True), PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    # Only those on the page are read: the status of everybody on the pages before it would be looked up too.
    enrollments = list(roster(request.program).filter(pk__in=list(page.object_list)))
    details = {"people": len(enrollments), "asked": queries.asked(form.cleaned_data)}
    audit.record_read(actor=request.actor, at=request.at, action="roster.opened", details=details)
    context = {
        "form": form,
        "page": page,
        "columns": presenters.roster_columns(),
        "rows": presenters.roster_rows(request.program, enrollments, request.at),
    }
    return render(request, "desk/people/people.html", context)


@requires(Permission.PARTICIPANT_READ)
def person(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Open one person's record (K1)."""
    found = person_or_404(request, person_id)
    audit.record_read(actor=request.actor, at=request.at, action="person.opened", subject=found.public_id)
    shown = presenters.person_record(found, request.program, request.actor, request.at)
    return render(request, "desk/people/person.html", {"record": shown, "person": found})


@requires(Permission.INTAKE_DO)
def correct(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Correct who the person is."""
    found = person_or_404(request, person_id)
    audit.record_read(actor=request.actor, at=request.at, action="person.opened", subject=found.public_id)
    form = PersonForm(request.POST or None, initial=PersonForm.of(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_person(actor=request.actor, person=found, given=form.given(), at=request.at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("people:person", program, found.public_id)
    return render(
        request, "desk/people/form.html", {"form": form, "person": found, "heading": _("Correct the details")}
    )


@requires(Permission.OUTREACH_DO)
def add_way_to_reach(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Add a phone, an address, a place or somebody who passes word on (K6)."""
    found = person_or_404(request, person_id)
    audit.record_read(actor=request.actor, at=request.at, action="person.opened", subject=found.public_id)
    form = WayToReachForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_contact_point(actor=request.actor, person=found, at=request.at, **form.given())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("people:person", program, found.public_id)
    return render(
        request,
        "desk/people/form.html",
        {"form": form, "person": found, "heading": _("Add a way to reach them")},
    )


@requires(Permission.OUTREACH_DO)
@require_POST
def mark_way_to_reach(
    request: ProgramRequest, program: str, person_id: uuid.UUID, point_id: uuid.UUID
) -> HttpResponse:
    """Say in one tap whether a way to reach somebody works."""
    found = person_or_404(request, person_id)
    point = found.contact_points.filter(public_id=point_id).first()
    works = request.POST.get("works", "")
    if point is None or works not in ContactPoint.Works.values:
        raise Http404
    services.mark_contact_point(actor=request.actor, point=point, works=works, at=request.at)
    return redirect("people:person", program, found.public_id)


@requires(Permission.OUTREACH_DO)
def write_approach(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """Write how the person wishes to be approached (K9)."""
    found = person_or_404(request, person_id)
    audit.record_read(actor=request.actor, at=request.at, action="person.opened", subject=found.public_id)
    newest = found.approach_notes.order_by("-written_at").first()
    form = ApproachForm(request.POST or None, initial={"text": newest.text if newest else ""})
    if request.method == "POST" and form.is_valid():
        try:
            services.write_approach_note(
                actor=request.actor, person=found, text=form.cleaned_data["text"], at=request.at
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("people:person", program, found.public_id)
    return render(
        request,
        "desk/people/form.html",
        {"form": form, "person": found, "heading": _("How to approach them")},
    )
