"""Pages for new charges: the list, the report, the team's recommendations, the DA's decision (handbook 5d)."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.audit.definitions import AuditLook
from handoff.charges.models import NewCharge
from handoff.core.actions import form_action
from handoff.core.refusals import refusal_message
from handoff.staffing import policies, presenters, queries, services
from handoff.staffing.forms import ChangeDecisionForm, DecisionForm, RecommendationForm
from handoff.staffing.presenters import (
    charge_columns,
    charge_rows,
    charge_timeline,
    shown_name,
)

MAX_LISTED = 200


def may_compare(request: ProgramRequest) -> bool:
    return request.actor.on_care_side and request.actor.can(Permission.CHARGES_REVIEW)


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
        action=AuditLook.NEW_CHARGES_OPENED,
        details={"charges": len(charges)},
        people=[each.person.public_id for each in charges],
    )
    context = {
        "columns": charge_columns(),
        "rows": charge_rows(charges, request.program, request.actor, request.at),
        "may_report_charge": request.actor.can(Permission.CHARGES_RECORD_NEW),
        "under_roi": not request.actor.on_care_side,
        "to_compare": queries.count_reports(request.program) if may_compare(request) else 0,
    }
    return render(request, "staffing/new_charges.html", context)


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


@requires_any(Permission.NEW_CHARGE_DECIDE)
def change_decision(request: ProgramRequest, program: str, charge_id: uuid.UUID) -> HttpResponse:
    """Change a decision on purpose: the current one is shown, another one needs a reason (N6)."""
    charge = charge_or_404(request, charge_id)
    # An undecided charge has nothing to change; its own page has the form to decide.
    if not charge.decisions.exists():
        return redirect("staffing:new_charge", program, charge.public_id)
    form = ChangeDecisionForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: services.change_decision(
            actor=request.actor, charge=charge, at=request.at, **form.cleaned_data
        ),
        done=_("Decision changed. The earlier one stays in the history, and the team has been notified."),
        to=("staffing:new_charge", program, charge.public_id),
    )
    if response is not None:
        return response
    consent = record_charge_shown(request, charge)
    context = {
        "charge": charge,
        "form": form,
        "name": shown_name(charge.person, request.actor),
        "timeline": charge_timeline(charge, request.actor, consent),
    }
    return render(request, "staffing/change_decision.html", context)


def record_charge_shown(request: ProgramRequest, charge: NewCharge) -> queries.ConsentDecisions:
    """Log that a charge is shown, in the audit log and, for a partner's user, in the disclosure log."""
    consent = queries.charge_decisions(request.actor, request.at, [charge.person_id])
    services.record_charge_disclosures(actor=request.actor, charge=charge, decisions=consent, at=request.at)
    audit.record_read(
        actor=request.actor, at=request.at, action=AuditLook.NEW_CHARGE_OPENED, subject=charge.public_id
    )
    return consent


def render_charge(
    request: ProgramRequest,
    charge: NewCharge,
    recommendation_form: RecommendationForm,
    decision_form: DecisionForm,
) -> HttpResponse:
    """Show one charge with both forms, each only where it would not be refused outright."""
    consent = record_charge_shown(request, charge)
    context = {
        "charge": charge,
        "name": shown_name(charge.person, request.actor),
        "decided": charge.decisions.exists(),
        "may_decide": request.actor.can(Permission.NEW_CHARGE_DECIDE),
        "hidden_from": presenters.hidden_from(charge, request.actor, request.at),
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
