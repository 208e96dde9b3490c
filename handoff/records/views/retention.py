"""Retention rules, expired records, and the table for public-records requests."""

import uuid
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_any, requires_recent_sign_in
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission as P
from handoff.audit.definitions import AuditLook
from handoff.core.actions import post_action
from handoff.documents.engines.workbooks import write_csv
from handoff.programs.queries import local_date
from handoff.records import presenters
from handoff.records.forms import PeriodForm, RuleForm
from handoff.records.queries import registers
from handoff.records.queries import retention as queries
from handoff.records.services import retention as services
from handoff.records.views.common import log_view, show_or_act

RUNS_SHOWN = 20


@requires_any(P.RETENTION_RUN)
@require_safe
def show_retention(request: ProgramRequest, program: str) -> HttpResponse:
    """Show each rule and the records past it, oldest first, and the runs so far."""
    here = request.program
    due = sorted(queries.preview_run(here, request.at), key=lambda each: (each.oldest is None, each.oldest))
    inactive = queries.long_inactive_people(here, request.at)
    log_view(
        request,
        AuditLook.RETENTION_PREVIEWED,
        people=[each.public_id for each in inactive],
        kinds={each.rule.kind.value: each.count for each in due},
    )
    context = {
        "columns": presenters.due_columns(),
        "rows": [presenters.due_row(each, here) for each in due],
        "run_columns": presenters.columns_named(_("Day"), _("By"), _("Deleted"), _("Kept for a legal hold")),
        "runs": presenters.run_rows(queries.all_runs(here)[:RUNS_SHOWN]),
        "inactive": inactive,
        "waiting": presenters.waiting_rules(queries.rules_waiting(here), request.actor),
    }
    return render(request, "records/retention.html", context)


@requires_recent_sign_in
@requires_any(P.RETENTION_RUN)
def add_rule(request: ProgramRequest, program: str) -> HttpResponse:
    """Set how long a kind of record is kept."""
    form = RuleForm(request.POST or None, initial={"effective_on": local_date(request.program, request.at)})
    return show_or_act(
        request,
        form,
        lambda: services.set_retention_rule(
            actor=request.actor, program=request.program, at=request.at, **form.cleaned_data
        ),
        heading=_("Change a rule"),
        done=_("Rule proposed. Someone else must approve it before it counts."),
        to=("records:retention", program),
        law=True,
    )


@requires_recent_sign_in
@requires_any(P.RETENTION_RUN)
@require_POST
def approve_rule(request: ProgramRequest, program: str, rule_id: uuid.UUID) -> HttpResponse:
    """Approve a rule that someone else proposed."""
    rule = queries.find_rule(request.program, rule_id)
    if rule is None:
        raise Http404
    return post_action(
        request,
        lambda: services.approve_retention_rule(actor=request.actor, rule=rule, at=request.at),
        done=_("Rule approved."),
        to=("records:retention", program),
    )


@requires_recent_sign_in
@requires_any(P.RETENTION_RUN)
@require_POST
def run_retention(request: ProgramRequest, program: str) -> HttpResponse:
    """Remove expired records now."""
    return post_action(
        request,
        lambda: services.run_manually(actor=request.actor, program=request.program, at=request.at),
        done=_("Expired records were deleted."),
        to=("records:retention", program),
    )


def requested_period(request: ProgramRequest) -> tuple[PeriodForm, date, date]:
    """The period in the URL, or this year and the one before."""
    last = local_date(request.program, request.at)
    first = date(last.year - 1, 1, 1)
    form = PeriodForm(request.GET or None, initial={"first": first, "last": last})
    if form.is_bound and form.is_valid():
        return form, form.cleaned_data["first"], form.cleaned_data["last"]
    return form, first, last


@requires_any(P.LEGAL_REQUESTS_HANDLE)
@require_safe
def show_public_records(request: ProgramRequest, program: str) -> HttpResponse:
    """Show the table that may be given out: no diverted people, no small counts."""
    form, first, last = requested_period(request)
    table = registers.public_table(request.program, first, last, request.at)
    log_view(request, AuditLook.PUBLIC_RECORDS_OPENED, first=first.isoformat(), last=last.isoformat())
    context = {
        "form": form,
        "columns": presenters.public_columns(table),
        "rows": presenters.public_rows(table),
        "query": request.GET.urlencode(),
    }
    return render(request, "records/public.html", context)


@requires_recent_sign_in
@requires_any(P.LEGAL_REQUESTS_HANDLE)
@require_safe
def download_public_records(request: ProgramRequest, program: str) -> HttpResponse:
    """Send the same table as CSV. Its cells are quarters, pathways and counts: nothing that anyone typed."""
    _form, first, last = requested_period(request)
    table = registers.public_table(request.program, first, last, request.at)
    log_view(request, AuditLook.PUBLIC_RECORDS_EXPORTED, first=first.isoformat(), last=last.isoformat())
    note = _("People who were diverted or are in the program are left out. * = 10 or fewer, or hidden.")
    columns = [str(each.label) for each in presenters.public_columns(table)]
    content = write_csv(columns, [*presenters.public_rows(table), [note]])
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="referrals-by-quarter.csv"'
    return response
