"""New charges: bringing one, hearing the team, deciding (handbook 5d)."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.charges.models import NewCharge
from handoff.core.refusals import Refused, refusal_message
from handoff.staffing import policies, queries, services
from handoff.staffing.forms import BringChargeForm, DecideForm, ViewForm
from handoff.staffing.presenters import charge_columns, charge_rows, offense_choices, said_of

READERS = (Permission.CHARGES_RECORD_NEW, Permission.CHARGES_REVIEW, Permission.NEW_CHARGE_DECIDE)


def charge_or_404(request: ProgramRequest, charge_id: uuid.UUID) -> NewCharge:
    """Return a new charge the actor may read, or answer as for an address that does not exist."""
    charge = queries.find_charge(request.program, request.actor, charge_id, request.at)
    if charge is None:
        raise Http404
    return charge


@requires_any(*READERS)
def new_charges(request: ProgramRequest, program: str) -> HttpResponse:
    """List the new charges, those that wait for a decision first."""
    shared = queries.charge_decisions(request.actor, request.at)
    charges = list(queries.charges_for(request.program, request.actor, request.at, shared)[:200])
    services.register_listed(actor=request.actor, charges_shown=charges, decisions=shared, at=request.at)
    charges.sort(key=lambda charge: getattr(charge, "outcome", None) is not None)
    audit.record_read(
        actor=request.actor, at=request.at, action="new_charges.opened", details={"charges": len(charges)}
    )
    context = {
        "columns": charge_columns(),
        "rows": charge_rows(charges, request.program),
        "may_bring": request.actor.can(Permission.CHARGES_RECORD_NEW),
        "under_roi": not request.actor.on_care_side,
    }
    return render(request, "staffing/new_charges.html", context)


@requires_any(Permission.CHARGES_RECORD_NEW)
def bring(request: ProgramRequest, program: str) -> HttpResponse:
    """Bring a new charge to the team. The answer is the same whether or not the person is a participant."""
    choices = offense_choices(request.program, request.at)
    today = request.at.date()
    form = BringChargeForm(
        request.POST or None, offenses=choices, today=today, initial={"occurred_on": today}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.bring_if_participant(
                actor=request.actor,
                program=request.program,
                query=form.query(),
                charge=services.charge_named(request.program, form.cleaned_data["offense"], today),
                how=form.cleaned_data["how"],
                incident_number=form.cleaned_data["incident_number"],
                occurred_on=form.cleaned_data["occurred_on"],
                key=request.POST.get("submission_key", "") or str(uuid.uuid4()),
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you. If this is a participant, the team has been told."))
            return redirect("staffing:new_charges", program)
    return render(request, "staffing/bring.html", {"form": form})


@requires_any(*READERS)
def new_charge(request: ProgramRequest, program: str, charge_id: uuid.UUID) -> HttpResponse:
    """Show one new charge, what the team says, and what the actor may do."""
    return show_charge(request, charge_or_404(request, charge_id), ViewForm(), DecideForm())


@requires_any(*READERS)
def give_view(request: ProgramRequest, program: str, charge_id: uuid.UUID) -> HttpResponse:
    """Say what one would do with the charge."""
    charge = charge_or_404(request, charge_id)
    form = ViewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.give_view(actor=request.actor, charge=charge, at=request.at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your view is with the DA."))
            return redirect("staffing:new_charge", program, charge.public_id)
    return show_charge(request, charge, form, DecideForm())


@requires_any(Permission.NEW_CHARGE_DECIDE)
def decide(request: ProgramRequest, program: str, charge_id: uuid.UUID) -> HttpResponse:
    """Record the DA's decision."""
    charge = charge_or_404(request, charge_id)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.decide_new_charge(actor=request.actor, charge=charge, at=request.at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The decision is recorded and the team has been told."))
            return redirect("staffing:new_charge", program, charge.public_id)
    return show_charge(request, charge, ViewForm(), form)


def show_charge(
    request: ProgramRequest, charge: NewCharge, view_form: ViewForm, decide_form: DecideForm
) -> HttpResponse:
    """Show one charge with both forms, each only where it would not be refused outright."""
    shared = queries.charge_decisions(request.actor, request.at, [charge.person_id])
    services.register_opened(actor=request.actor, charge=charge, decisions=shared, at=request.at)
    said = said_of(charge, request.actor, shared)
    audit.record_read(
        actor=request.actor, at=request.at, action="new_charge.opened", subject=charge.public_id
    )
    context = {
        "charge": charge,
        "said": said,
        "under_roi": not request.actor.on_care_side,
        "view_form": view_form,
        "view_refused": refusal_message(policies.check_can_give_view, request.actor, charge, "no_view"),
        "decide_form": decide_form,
        "decide_refused": refusal_message(
            policies.check_can_decide_new_charge, request.actor, charge, "dismiss"
        ),
    }
    return render(request, "staffing/new_charge.html", context)
