"""Pages to report a new charge, and to compare a report with the participants it may be about (J1, N18)."""

import uuid
from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.charges.models import NewCharge
from handoff.core.actions import form_action, post_action
from handoff.core.refusals import refusal_message
from handoff.core.submissions import submission_key
from handoff.programs.queries import local_date
from handoff.staffing.models import ChargeReport
from handoff.staffing.presenters import offense_choices
from handoff.staffing.reports import policies, presenters, queries, services
from handoff.staffing.reports.forms import CompareForm, ReportChargeForm
from handoff.staffing.services import charge_input_for


def bind_report_form(request: ProgramRequest) -> ReportChargeForm:
    today = local_date(request.program, request.at)
    return ReportChargeForm(
        request.POST or None,
        offenses=offense_choices(request.program, request.at),
        agencies=queries.arresting_agencies(request.program),
        officers=queries.arresting_officers(request.program, today),
        own_id=request.actor.user_id,
        own_agencies=request.actor.agencies_with(Permission.CHARGES_RECORD_NEW),
        today=today,
    )


def report_input(request: ProgramRequest, form: ReportChargeForm) -> services.ReportInput:
    today = local_date(request.program, request.at)
    return services.ReportInput(
        charge=charge_input_for(request.program, form.cleaned_data["offense"], today),
        how=form.cleaned_data["how"],
        incident_number=form.cleaned_data["incident_number"],
        occurred_on=form.cleaned_data["occurred_on"],
        agency=form.chosen_agency,
        officer_id=form.chosen_officer_id,
        immunity=form.cleaned_data["immunity"],
    )


@requires_any(Permission.CHARGES_RECORD_NEW)
def report_charge(request: ProgramRequest, program: str) -> HttpResponse:
    """Report a new charge. The answer is the same whether or not the person is a participant."""
    form = bind_report_form(request)
    response = form_action(
        request,
        form,
        lambda: services.report_if_participant(
            actor=request.actor,
            program=request.program,
            query=form.lookup_query(),
            report_input=report_input(request, form),
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Sent. If they're a participant, or may be one, the team has been notified."),
        to=("staffing:new_charges", program),
    )
    if response is not None:
        return response
    return render(request, "staffing/report_charge.html", {"form": form})


def report_or_404(request: ProgramRequest, report_id: uuid.UUID) -> ChargeReport:
    report = queries.find_report(request.program, report_id)
    if report is None or refusal_message(policies.check_can_compare_report, request.actor, report):
        raise Http404
    return report


def show_answered(request: ProgramRequest, report_id: uuid.UUID) -> HttpResponse | None:
    """Lead whoever has a page open that a colleague, or another tab, answered meanwhile to where that is undone."""
    dropped = comparable(request, queries.dropped_reports(request.program, request.at))
    if all(each.public_id != report_id for each in dropped):
        return None
    messages.info(
        request, _("This report was already answered with “none of them.” You can undo that below.")
    )
    return redirect("staffing:reports", request.program.slug)


def comparable(request: ProgramRequest, reports: Iterable[ChargeReport]) -> list[ChargeReport]:
    """Those of some reports that the user may compare."""
    return [
        each
        for each in reports
        if not refusal_message(policies.check_can_compare_report, request.actor, each)
    ]


def take_back_none(request: ProgramRequest) -> HttpResponse:
    return post_action(
        request,
        lambda: services.take_back_none(
            actor=request.actor,
            program=request.program,
            public_id=request.POST.get("report", ""),
            at=request.at,
        ),
        done=_("Undone. It waits to be compared again."),
        to=("staffing:reports", request.program.slug),
    )


@requires_any(Permission.PARTICIPANT_READ)
def list_reports(request: ProgramRequest, program: str) -> HttpResponse:
    """List the reports that may be about a participant, oldest first, and take "none of them" back for an hour."""
    if request.method == "POST":
        return take_back_none(request)
    reports = comparable(request, queries.waiting_reports(request.program))
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.CHARGE_REPORTS_LISTED,
        details={"count": len(reports)},
        people=[each.public_id for each in reports],
    )
    context = {
        "reports": reports,
        "likely": queries.count_likely(request.program) if reports else 0,
        "dropped": presenters.dropped_answers(
            comparable(request, queries.dropped_reports(request.program, request.at))
        ),
    }
    return render(request, "staffing/reports/list.html", context)


def log_comparison(
    request: ProgramRequest, report: ChargeReport, people: list[presenters.ComparedPerson]
) -> None:
    """One row a person: whoever reads the trail of a participant finds that their name was shown here."""
    for subject in (*(each.public_id for each in people), report.public_id):
        record_read(
            actor=request.actor, at=request.at, action=AuditLook.CHARGE_REPORT_OPENED, subject=subject
        )


def compared_people(report: ChargeReport) -> list[presenters.ComparedPerson]:
    """The participants that a report may be about, the likeliest first."""
    named, on = queries.named_person(report), report.occurred_on
    found = queries.match_report(report).candidates
    return [presenters.compared_person(each, named, on) for each in found]


def offered_dates(request: ProgramRequest, report: ChargeReport) -> list[str]:
    """The court dates that may be added with a report; none for those who write in no record."""
    if not request.actor.can(Permission.OUTREACH_DO):
        return []
    words = (presenters.court_date_words(each, request.at) for each in queries.reports_of_same_person(report))
    return list(dict.fromkeys(filter(None, words)))


def settled_words(charge: NewCharge | None, *, with_dates: bool) -> str:
    if charge is not None and with_dates:
        return _("Saved. The court date is on their record. The report itself was deleted.")
    if charge is not None:
        return _("Saved. The report itself was deleted.")
    return _("Saved: none of them. You can undo that below for an hour; then the report is deleted.")


@requires_any(Permission.PARTICIPANT_READ)
def compare_report(request: ProgramRequest, program: str, report_id: uuid.UUID) -> HttpResponse:
    """Show a report beside the participants it may be about, and record which of them it is about."""
    if (answered := show_answered(request, report_id)) is not None:
        return answered
    report = report_or_404(request, report_id)
    people = compared_people(report)
    dates = offered_dates(request, report)
    form = CompareForm(request.POST or None, choices=presenters.person_choices(people), court_dates=dates)
    response = form_action(
        request,
        form,
        lambda: services.settle_report(
            actor=request.actor,
            report=report,
            person=queries.chosen_person(request.program, form.cleaned_data["person"]),
            at=request.at,
            with_court_dates=form.cleaned_data.get("court_dates", False),
        ),
        done=lambda charge: settled_words(charge, with_dates=form.cleaned_data.get("court_dates", False)),
        to=lambda charge: (
            ("staffing:new_charge", program, charge.public_id) if charge else ("staffing:reports", program)
        ),
    )
    if response is not None:
        return response
    log_comparison(request, report, people)
    compared = {"columns": presenters.compared_columns(), "rows": presenters.compared_rows(report, people)}
    context = {"report": report, "charges": queries.reports_of_same_person(report), "form": form, **compared}
    context["court_dates"] = dates
    return render(request, "staffing/reports/compare.html", context)
