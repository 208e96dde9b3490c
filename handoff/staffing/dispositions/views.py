"""The page to record how a court closed a new charge (J5)."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.charges.dispositions import policies, services
from handoff.charges.models import NewCharge
from handoff.core.actions import form_action
from handoff.core.refusals import refusal_message
from handoff.programs.queries import local_date
from handoff.staffing import queries
from handoff.staffing.dispositions.forms import DispositionForm
from handoff.staffing.presenters import charge_timeline, dispositions_for, shown_name
from handoff.staffing.views import charge_or_404, record_charge_shown


@requires_any(Permission.NEW_CHARGE_DECIDE, Permission.RECORDS_CORRECT)
def record_disposition(request: ProgramRequest, program: str, charge_id: uuid.UUID) -> HttpResponse:
    """Show what is recorded, and record the disposition or another one."""
    charge = charge_or_404(request, charge_id)
    consent = queries.charge_decisions(request.actor, request.at, [charge.person_id])
    shown, today = dispositions_for(charge, request.actor, consent), local_date(request.program, request.at)
    form = DispositionForm(request.POST or None, current=shown[-1] if shown else None, today=today)
    response = form_action(
        request,
        form,
        lambda: services.record_disposition(
            actor=request.actor,
            charge=charge,
            decided=charge.decisions.exists(),
            wanted=form.disposition_input(),
            at=request.at,
        ),
        done=_("Disposition saved. An earlier one stays in the history."),
        to=("staffing:new_charge", program, charge.public_id),
    )
    return response or render_form(request, charge, form)


def render_form(request: ProgramRequest, charge: NewCharge, form: DispositionForm) -> HttpResponse:
    """Show the form, or why there is none, under what it is about."""
    consent = record_charge_shown(request, charge)
    decided = charge.decisions.exists()
    context = {
        "charge": charge,
        "form": form,
        "name": shown_name(charge.person, request.actor),
        "refusal": refusal_message(policies.check_can_record_disposition, request.actor, charge, decided),
        "timeline": charge_timeline(charge, request.actor, consent),
        "under_roi": not request.actor.on_care_side,
    }
    return render(request, "staffing/disposition.html", context)
