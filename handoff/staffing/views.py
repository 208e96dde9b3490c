"""Pages for new charges: the list, the report, the team's recommendations, the DA's decision (handbook 5d)."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.charges.models import NewCharge
from handoff.core.actions import form_action
from handoff.core.refusals import refusal_message
from handoff.core.submissions import submission_key
from handoff.programs.queries import local_date
from handoff.staffing import policies, queries, services
from handoff.staffing.forms import DecisionForm, RecommendationForm, ReportChargeForm
from handoff.staffing.presenters import charge_columns, charge_rows, charge_timeline, offense_choices

MAX_LISTED = 200


def charge_or_404(request: ProgramRequest, charge_id: uuid.UUID) -> NewCharge:
    charge = queries.find_charge(request.program, request.actor, charge_id, request.at)
    if charge is None:
        raise Http404
    return charge


@requires_any(*queries.CHARGE_READERS)
def list_new_charges(request: ProgramRequest, program: str) -> HttpResponse:
    """List the new charges; those without a decision come first."""
    consent = queries.charge_decisions(request.actor, request.at)
    charges = list(queries.charges_for(request.program, request.actor, request.at, consent)[:MAX_LISTED])
    services.record_list_disclosures(
        actor=request.actor, charges_shown=charges, decisions=consent, at=request.at
    )
    # Sorted here and not in the query, so that the newest charges are listed, decided or not.
    charges.sort(key=lambda charge: getattr(charge, "outcome", None) is not None)
    audit.record_read(
        actor=request.actor,
        at=request.at,
        action=AuditAction.NEW_CHARGES_OPENED,
        details={"charges": len(charges)},
    )
    context = {
        "columns": charge_columns(),
        "rows": charge_rows(charges, request.program),
        "may_report_charge": request.actor.can(Permission.CHARGES_RECORD_NEW),
        "under_roi": not request.actor.on_care_side,
    }
    return render(request, "staffing/new_charges.html", context)


@requires_any(Permission.CHARGES_RECORD_NEW)
def report_charge(request: ProgramRequest, program: str) -> HttpResponse:
    """Report a new charge. The answer is the same whether or not the person is a participant."""
    choices = offense_choices(request.program, request.at)
    today = local_date(request.program, request.at)
    form = ReportChargeForm(request.POST or None, offenses=choices, today=today)
    response = form_action(
        request,
        form,
        lambda: services.report_if_participant(
            actor=request.actor,
            program=request.program,
            query=form.lookup_query(),
            charge=services.charge_input_for(request.program, form.cleaned_data["offense"], today),
            how=form.cleaned_data["how"],
            incident_number=form.cleaned_data["incident_number"],
            occurred_on=form.cleaned_data["occurred_on"],
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Sent. If they're a participant, the team has been notified."),
        to=("staffing:new_charges", program),
    )
    if response is not None:
        return response
    return render(request, "staffing/report_charge.html", {"form": form})


@requires_any(*queries.CHARGE_READERS)
def show_new_charge(request: ProgramRequest, program: str, charge_id: uuid.UUID) -> HttpResponse:
    return render_charge(request, charge_or_404(request, charge_id), RecommendationForm(), DecisionForm())


@requires_any(*queries.CHARGE_READERS)
def record_recommendation(request: ProgramRequest, program: str, charge_id: uuid.UUID) -> HttpResponse:
    charge = charge_or_404(request, charge_id)
    form = RecommendationForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: services.record_recommendation(
            actor=request.actor, charge=charge, at=request.at, **form.cleaned_data
        ),
        done=_("Recommendation saved."),
        to=("staffing:new_charge", program, charge.public_id),
    )
    if response is not None:
        return response
    return render_charge(request, charge, form, DecisionForm())


@requires_any(Permission.NEW_CHARGE_DECIDE)
def decide_charge(request: ProgramRequest, program: str, charge_id: uuid.UUID) -> HttpResponse:
    charge = charge_or_404(request, charge_id)
    form = DecisionForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: services.decide_new_charge(
            actor=request.actor, charge=charge, at=request.at, **form.cleaned_data
        ),
        done=_("Decision saved. The team has been notified."),
        to=("staffing:new_charge", program, charge.public_id),
    )
    if response is not None:
        return response
    return render_charge(request, charge, RecommendationForm(), form)


def render_charge(
    request: ProgramRequest,
    charge: NewCharge,
    recommendation_form: RecommendationForm,
    decision_form: DecisionForm,
) -> HttpResponse:
    """Show one charge with both forms, each only where it would not be refused outright."""
    consent = queries.charge_decisions(request.actor, request.at, [charge.person_id])
    services.record_charge_disclosures(actor=request.actor, charge=charge, decisions=consent, at=request.at)
    audit.record_read(
        actor=request.actor, at=request.at, action=AuditAction.NEW_CHARGE_OPENED, subject=charge.public_id
    )
    context = {
        "charge": charge,
        "timeline": charge_timeline(charge, request.actor, consent),
        "under_roi": not request.actor.on_care_side,
        "recommendation_form": recommendation_form,
        "recommendation_refusal": refusal_message(
            policies.check_can_record_recommendation, request.actor, charge, "no_view"
        ),
        "decision_form": decision_form,
        "decision_refusal": refusal_message(
            policies.check_can_decide_new_charge, request.actor, charge, "dismiss"
        ),
    }
    return render(request, "staffing/new_charge.html", context)
