"""Pages that add and change services and organizations."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.actions import form_action, post_action
from handoff.directory import queries, services
from handoff.directory.forms import AddServiceForm, NoteForm, OrganizationForm, ServiceForm
from handoff.directory.forms.entries import organization_initial, service_initial
from handoff.directory.views.listing import service_or_404


@requires_any(Permission.DIRECTORY_EDIT)
def add_service(request: ProgramRequest, program: str) -> HttpResponse:
    """Add a service, with its phone, address and usual hours."""
    form = AddServiceForm(request.POST or None, organizations=queries.organizations_of(request.program))
    response = form_action(
        request,
        form,
        lambda: services.add_service(
            actor=request.actor,
            program=request.program,
            organization=form.wanted_organization(),
            facts=form.service_facts(),
            phone=form.phone_facts(),
            place=form.place_facts(),
            hours=form.hours_facts(),
            at=request.at,
        ),
        done=_("Service added."),
        to=lambda service: ("directory:service", program, service.public_id),
    )
    if response is not None:
        return response
    return render(request, "directory/edit_service.html", {"form": form, "service": None})


@requires_any(Permission.DIRECTORY_EDIT)
def edit_service(request: ProgramRequest, program: str, service_id: uuid.UUID) -> HttpResponse:
    """Change what a service is and whether it is open."""
    service = service_or_404(request, service_id)
    form = ServiceForm(
        request.POST or None,
        initial=service_initial(service),
        organizations=queries.organizations_of(request.program),
        service=service,
    )
    response = form_action(
        request,
        form,
        lambda: services.change_service(
            actor=request.actor,
            service=service,
            organization=form.wanted_organization(),
            facts=form.service_facts(),
            at=request.at,
        ),
        done=_("Service saved."),
        to=("directory:service", program, service.public_id),
    )
    if response is not None:
        return response
    return render(request, "directory/edit_service.html", {"form": form, "service": service})


@requires_any(Permission.DIRECTORY_EDIT)
def edit_note(request: ProgramRequest, program: str, service_id: uuid.UUID) -> HttpResponse:
    """Change the program's own note on a service."""
    service = service_or_404(request, service_id)
    form = NoteForm(request.POST or None, initial={"note": service.note})
    response = form_action(
        request,
        form,
        lambda: services.set_note(
            actor=request.actor, service=service, note=form.cleaned_data["note"], at=request.at
        ),
        done=_("Note saved."),
        to=("directory:service", program, service.public_id),
    )
    if response is not None:
        return response
    context = {"form": form, "service": service, "title": _("Your program's note")}
    return render(request, "directory/edit_part.html", context)


@requires_any(Permission.DIRECTORY_EDIT)
@require_POST
def mark_checked(request: ProgramRequest, program: str, service_id: uuid.UUID) -> HttpResponse:
    """Record that the entry was checked today, and return to the page the button is on."""
    service = service_or_404(request, service_id)
    from_list = request.POST.get("from") == "check"
    return post_action(
        request,
        lambda: services.mark_checked(actor=request.actor, service=service, at=request.at),
        to=("directory:check", program) if from_list else ("directory:service", program, service.public_id),
        done=_("Checked today."),
    )


@requires_any(Permission.DIRECTORY_EDIT)
@require_POST
def mark_different(request: ProgramRequest, program: str, service_id: uuid.UUID) -> HttpResponse:
    """Keep that a service and another with nearly the same name aren't the same."""
    one = service_or_404(request, service_id)
    other = queries.find_service_by_text(request.program, request.POST.get("other", ""))
    if other is None:
        raise Http404
    return post_action(
        request,
        lambda: services.mark_different(actor=request.actor, one=one, other=other, at=request.at),
        to=("directory:check", program),
        done=_("Kept: they're two services. We won't ask again."),
    )


@requires_any(Permission.DIRECTORY_EDIT)
def edit_organization(request: ProgramRequest, program: str, organization_id: uuid.UUID) -> HttpResponse:
    """Change an organization, and list what it offers."""
    organization = queries.find_organization(request.program, organization_id)
    if organization is None:
        raise Http404
    form = OrganizationForm(
        request.POST or None,
        initial=organization_initial(organization),
        agencies=queries.answering_agencies(organization),
    )
    response = form_action(
        request,
        form,
        lambda: services.change_organization(
            actor=request.actor,
            organization=organization,
            facts=form.organization_facts(),
            agency=form.chosen_agency,
            at=request.at,
        ),
        done=_("Organization saved."),
        to=("directory:edit_organization", program, organization.public_id),
        field="name",
    )
    if response is not None:
        return response
    listed = queries.services_of_organization(organization)
    context = {"form": form, "organization": organization, "services": listed}
    return render(request, "directory/organization.html", context)
