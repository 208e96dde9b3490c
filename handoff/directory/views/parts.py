"""Pages that add, change and remove a service's phones, places, hours and costs."""

import uuid
from collections.abc import Callable
from typing import TypeVar

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.actions import form_action, post_action
from handoff.core.forms import Form
from handoff.directory import queries, services
from handoff.directory.forms import CostForm, HoursForm, PhoneForm, PlaceForm
from handoff.directory.models import CostOption, Phone, Schedule, Service, ServiceAtLocation
from handoff.directory.views.listing import service_or_404

Part = TypeVar("Part", Phone, ServiceAtLocation, Schedule, CostOption)


def find_part(
    find: Callable[[Service, uuid.UUID], Part | None], service: Service, part_id: uuid.UUID | None
) -> Part | None:
    """The part that the URL names; None for a new one, 404 for one that the service doesn't have."""
    if part_id is None:
        return None
    part = find(service, part_id)
    if part is None:
        raise Http404
    return part


def edit_part(
    request: ProgramRequest,
    service: Service,
    part: Phone | ServiceAtLocation | Schedule | CostOption | None,
    form: Form,
    save: Callable[[], object],
    title: str,
) -> HttpResponse:
    """Show and handle the form of a part; its second button removes the part."""
    here = ("directory:service", request.program.slug, service.public_id)
    if part is not None and request.POST.get("do") == "remove":
        return post_action(
            request,
            lambda: services.remove_part(actor=request.actor, part=part, at=request.at),
            to=here,
            done=_("Removed from the service."),
        )
    response = form_action(request, form, save, done=_("Service saved."), to=here)
    if response is not None:
        return response
    context = {"form": form, "service": service, "title": title, "removable": part is not None}
    return render(request, "directory/edit_part.html", context)


@requires_any(Permission.DIRECTORY_EDIT)
def edit_phone(
    request: ProgramRequest, program: str, service_id: uuid.UUID, phone_id: uuid.UUID | None = None
) -> HttpResponse:
    service = service_or_404(request, service_id)
    phone = find_part(queries.find_phone, service, phone_id)
    form = PhoneForm(request.POST or None, initial=PhoneForm.initial_of(phone) if phone else None)

    def save() -> object:
        return services.save_phone(
            actor=request.actor, service=service, facts=form.facts(), phone=phone, at=request.at
        )

    title = _("Change a phone number") if phone else _("Add a phone number")
    return edit_part(request, service, phone, form, save, title)


@requires_any(Permission.DIRECTORY_EDIT)
def edit_place(
    request: ProgramRequest, program: str, service_id: uuid.UUID, place_id: uuid.UUID | None = None
) -> HttpResponse:
    service = service_or_404(request, service_id)
    place = find_part(queries.find_place, service, place_id)
    form = PlaceForm(request.POST or None, initial=PlaceForm.initial_of(place) if place else None)

    def save() -> object:
        return services.save_place(
            actor=request.actor, service=service, facts=form.facts(), place=place, at=request.at
        )

    return edit_part(request, service, place, form, save, _("Change a place") if place else _("Add a place"))


@requires_any(Permission.DIRECTORY_EDIT)
def edit_hours(
    request: ProgramRequest, program: str, service_id: uuid.UUID, hours_id: uuid.UUID | None = None
) -> HttpResponse:
    service = service_or_404(request, service_id)
    hours = find_part(queries.find_hours, service, hours_id)
    form = HoursForm(request.POST or None, initial=HoursForm.initial_of(hours) if hours else None)

    def save() -> object:
        return services.save_hours(
            actor=request.actor, service=service, facts=form.facts(), hours=hours, at=request.at
        )

    return edit_part(request, service, hours, form, save, _("Change hours") if hours else _("Add hours"))


@requires_any(Permission.DIRECTORY_EDIT)
def edit_cost(
    request: ProgramRequest, program: str, service_id: uuid.UUID, cost_id: uuid.UUID | None = None
) -> HttpResponse:
    service = service_or_404(request, service_id)
    cost = find_part(queries.find_cost, service, cost_id)
    form = CostForm(request.POST or None, initial=CostForm.initial_of(cost) if cost else None)

    def save() -> object:
        return services.save_cost(
            actor=request.actor, service=service, facts=form.facts(), cost=cost, at=request.at
        )

    return edit_part(request, service, cost, form, save, _("Change a cost") if cost else _("Add a cost"))
