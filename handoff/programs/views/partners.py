"""The organisations at the table."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.doors import requires
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.core.refusals import Refused
from handoff.documents.services import read_file
from handoff.programs import presenters, queries, services
from handoff.programs.forms.partners import AgencyForm, AgreementForm, ContactForm, ServiceForm
from handoff.programs.inputs import AgencyGiven
from handoff.programs.models import Agency

ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg"}


def agency_or_404(request: ProgramRequest, agency_id: uuid.UUID) -> Agency:
    """Return a partner of this program."""
    agency = queries.agency_of(request.program, agency_id)
    if agency is None:
        raise Http404
    return agency


@requires(Permission.AGENCIES_MANAGE)
def partners(request: ProgramRequest, program: str) -> HttpResponse:
    """List partners by kind, with how their agreements stand."""
    today = queries.local_date(request.program, request.at)
    groups = presenters.partners_by_kind(queries.all_agencies(request.program), today)
    return render(request, "programs/partners.html", {"groups": groups})


@requires(Permission.AGENCIES_MANAGE)
def add_partner(request: ProgramRequest, program: str) -> HttpResponse:
    """Add a partner."""
    form = AgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            agency = services.add_agency(
                actor=request.actor, program=request.program, given=form.given(), at=request.at
            )
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("The partner is added."))
            return redirect("programs:partner", program, agency.public_id)
    return render(request, "programs/edit_partner.html", {"form": form, "agency": None})


@requires(Permission.AGENCIES_MANAGE)
def edit_partner(request: ProgramRequest, program: str, agency_id: uuid.UUID) -> HttpResponse:
    """Change what is written down about a partner."""
    agency = agency_or_404(request, agency_id)
    first = {name: getattr(agency, name) for name in AgencyGiven.__dataclass_fields__}
    form = AgencyForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_agency(actor=request.actor, agency=agency, given=form.given(), at=request.at)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("The partner's details are saved."))
            return redirect("programs:partner", program, agency.public_id)
    return render(request, "programs/edit_partner.html", {"form": form, "agency": agency})


@requires(Permission.AGENCIES_MANAGE)
def partner(request: ProgramRequest, program: str, agency_id: uuid.UUID) -> HttpResponse:
    """Show one partner: contacts, services, agreements."""
    agency = agency_or_404(request, agency_id)
    today = queries.local_date(request.program, request.at)
    papers = sorted(agency.agreements.all(), key=lambda each: each.signed_on, reverse=True)
    context = {
        "agency": agency,
        "states": presenters.paper_states(agency, today),
        "agreements": [(each, presenters.agreement_state(each, today)) for each in papers],
    }
    return render(request, "programs/partner.html", context)


def adding(
    request: ProgramRequest, agency: Agency, form: Any, add: Callable[..., Any], title: str, done: str
) -> HttpResponse:
    """Take one form that adds something to a partner."""
    if request.method == "POST" and form.is_valid():
        try:
            add(actor=request.actor, agency=agency, at=request.at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("programs:partner", request.program.slug, agency.public_id)
    return render(request, "programs/add_to_partner.html", {"form": form, "agency": agency, "title": title})


@requires(Permission.AGENCIES_MANAGE)
def add_contact(request: ProgramRequest, program: str, agency_id: uuid.UUID) -> HttpResponse:
    """Add somebody to call."""
    agency, form = agency_or_404(request, agency_id), ContactForm(request.POST or None)

    def add(**who: Any) -> None:
        services.add_contact(**who, **form.given())

    return adding(request, agency, form, add, _("Add a contact"), _("The contact is added."))


@requires(Permission.AGENCIES_MANAGE)
def add_service(request: ProgramRequest, program: str, agency_id: uuid.UUID) -> HttpResponse:
    """Add something the partner offers."""
    agency, form = agency_or_404(request, agency_id), ServiceForm(request.POST or None)

    def add(**who: Any) -> None:
        services.add_service(**who, **form.given())

    return adding(request, agency, form, add, _("Add a service"), _("The service is added."))


@requires(Permission.AGENCIES_MANAGE)
def add_agreement(request: ProgramRequest, program: str, agency_id: uuid.UUID) -> HttpResponse:
    """Put a signed agreement on file."""
    agency, form = (
        agency_or_404(request, agency_id),
        AgreementForm(request.POST or None, request.FILES or None),
    )

    def add(**who: Any) -> None:
        services.add_agreement(**who, given=form.given())

    return adding(request, agency, form, add, _("Add an agreement"), _("The agreement is on file."))


@requires(Permission.AGENCIES_MANAGE)
@require_POST
def remove_from_partner(request: ProgramRequest, program: str, agency_id: uuid.UUID) -> HttpResponse:
    """Take a contact or a service away."""
    agency = agency_or_404(request, agency_id)
    contact = queries.contact_of(agency, request.POST.get("contact", ""))
    service = queries.service_of(agency, request.POST.get("service", ""))
    if contact is not None:
        services.remove_contact(actor=request.actor, contact=contact, at=request.at)
        messages.success(request, _("The contact is removed."))
    elif service is not None:
        services.remove_service(actor=request.actor, service=service, at=request.at)
        messages.success(request, _("The service is removed."))
    return redirect("programs:partner", program, agency.public_id)


@requires(Permission.AGENCIES_MANAGE)
def agreement_paper(
    request: ProgramRequest, program: str, agency_id: uuid.UUID, agreement_id: uuid.UUID
) -> HttpResponse:
    """Send the signed paper of an agreement, and write down who looked."""
    agreement = queries.agreement_of(agency_or_404(request, agency_id), agreement_id)
    if agreement is None or agreement.document is None:
        raise Http404
    try:
        content = read_file(agreement.document)
    except (Refused, FileNotFoundError) as error:
        raise Http404 from error
    audit.record_read(
        actor=request.actor, at=request.at, action="file.opened", subject=agreement.document.public_id
    )
    response = HttpResponse(content, content_type=agreement.document.media_type)
    ending = ENDINGS.get(agreement.document.media_type, "bin")
    response["Content-Disposition"] = f'attachment; filename="agreement.{ending}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
