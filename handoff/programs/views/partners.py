"""Pages for partner organizations."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.actions import form_action
from handoff.core.forms import Form
from handoff.documents.views import send_file
from handoff.programs import presenters, queries, services
from handoff.programs.forms.partners import AgencyForm, AgreementForm, ContactForm, ServiceForm
from handoff.programs.inputs import AgencyInput
from handoff.programs.models import Agency


def agency_or_404(request: ProgramRequest, agency_id: uuid.UUID) -> Agency:
    agency = queries.find_agency(request.program, agency_id)
    if agency is None:
        raise Http404
    return agency


@requires_any(Permission.AGENCIES_MANAGE)
def list_partners(request: ProgramRequest, program: str) -> HttpResponse:
    """List partners by kind, with the state of their agreements."""
    today = queries.local_date(request.program, request.at)
    groups = presenters.partners_by_kind(queries.all_agencies(request.program), today)
    return render(request, "programs/partners.html", {"groups": groups})


@requires_any(Permission.AGENCIES_MANAGE)
def add_partner(request: ProgramRequest, program: str) -> HttpResponse:
    form = AgencyForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: services.add_agency(
            actor=request.actor, program=request.program, agency_input=form.agency_input(), at=request.at
        ),
        done=_("Partner added."),
        to=lambda agency: ("programs:partner", program, agency.public_id),
        field="name",
    )
    if response is not None:
        return response
    return render(request, "programs/edit_partner.html", {"form": form, "agency": None})


@requires_any(Permission.AGENCIES_MANAGE)
def edit_partner(request: ProgramRequest, program: str, agency_id: uuid.UUID) -> HttpResponse:
    """Change the details of a partner."""
    agency = agency_or_404(request, agency_id)
    first = {name: getattr(agency, name) for name in AgencyInput.__dataclass_fields__}
    form = AgencyForm(request.POST or None, initial=first)
    response = form_action(
        request,
        form,
        lambda: services.change_agency(
            actor=request.actor, agency=agency, agency_input=form.agency_input(), at=request.at
        ),
        done=_("Partner details saved."),
        to=("programs:partner", program, agency.public_id),
        field="name",
    )
    if response is not None:
        return response
    return render(request, "programs/edit_partner.html", {"form": form, "agency": agency})


@requires_any(Permission.AGENCIES_MANAGE)
def show_partner(request: ProgramRequest, program: str, agency_id: uuid.UUID) -> HttpResponse:
    """Show one partner: contacts, services, agreements."""
    agency = agency_or_404(request, agency_id)
    today = queries.local_date(request.program, request.at)
    agreements = sorted(agency.agreements.all(), key=lambda each: each.signed_on, reverse=True)
    context = {
        "agency": agency,
        "states": presenters.agreement_states(agency, today),
        "agreements": [(each, presenters.agreement_state(each, today)) for each in agreements],
    }
    return render(request, "programs/partner.html", context)


def add_to_partner(
    request: ProgramRequest, agency: Agency, form: Form, add: Callable[[], object], title: str, done: str
) -> HttpResponse:
    """Show and handle a form that adds something to a partner; `add` is called once it is valid."""
    response = form_action(
        request,
        form,
        add,
        done=done,
        to=("programs:partner", request.program.slug, agency.public_id),
    )
    if response is not None:
        return response
    return render(request, "programs/add_to_partner.html", {"form": form, "agency": agency, "title": title})


@requires_any(Permission.AGENCIES_MANAGE)
def add_contact(request: ProgramRequest, program: str, agency_id: uuid.UUID) -> HttpResponse:
    agency, form = agency_or_404(request, agency_id), ContactForm(request.POST or None)

    def add() -> None:
        services.add_contact(actor=request.actor, agency=agency, at=request.at, **form.contact_fields())

    return add_to_partner(request, agency, form, add, _("Add a contact"), _("Contact added."))


@requires_any(Permission.AGENCIES_MANAGE)
def add_service(request: ProgramRequest, program: str, agency_id: uuid.UUID) -> HttpResponse:
    agency, form = agency_or_404(request, agency_id), ServiceForm(request.POST or None)

    def add() -> None:
        services.add_service(actor=request.actor, agency=agency, at=request.at, **form.service_fields())

    return add_to_partner(request, agency, form, add, _("Add a service"), _("Service added."))


@requires_any(Permission.AGENCIES_MANAGE)
def add_agreement(request: ProgramRequest, program: str, agency_id: uuid.UUID) -> HttpResponse:
    agency, form = (
        agency_or_404(request, agency_id),
        AgreementForm(request.POST or None, request.FILES or None),
    )

    def add() -> None:
        services.add_agreement(
            actor=request.actor, agency=agency, at=request.at, agreement_input=form.agreement_input()
        )

    return add_to_partner(request, agency, form, add, _("Add an agreement"), _("Agreement added."))


@requires_any(Permission.AGENCIES_MANAGE)
@require_POST
def remove_from_partner(request: ProgramRequest, program: str, agency_id: uuid.UUID) -> HttpResponse:
    agency = agency_or_404(request, agency_id)
    contact = queries.find_contact(agency, request.POST.get("contact", ""))
    service = queries.find_service(agency, request.POST.get("service", ""))
    if contact is not None:
        services.remove_contact(actor=request.actor, contact=contact, at=request.at)
        messages.success(request, _("Contact removed."))
    elif service is not None:
        services.remove_service(actor=request.actor, service=service, at=request.at)
        messages.success(request, _("Service removed."))
    return redirect("programs:partner", program, agency.public_id)


@requires_any(Permission.AGENCIES_MANAGE)
def download_agreement(
    request: ProgramRequest, program: str, agency_id: uuid.UUID, agreement_id: uuid.UUID
) -> HttpResponse:
    """Send the signed paper of an agreement; the download is audited."""
    agreement = queries.find_agreement(agency_or_404(request, agency_id), agreement_id)
    if agreement is None or agreement.document is None:
        raise Http404
    return send_file(request, agreement.document, name="agreement")
