"""Pages of the measures: all of a period, one with its records, closed months with their files, head counts."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_all, requires_any, requires_recent_sign_in
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.audit.definitions import AuditLook
from handoff.charges.queries import all_offenses
from handoff.core.actions import form_action, post_action
from handoff.core.refusals import refusal_message
from handoff.documents.engines.workbooks import EXCEL_TYPE
from handoff.measures import policies, queries, services
from handoff.measures.definitions.demographics import DEMOGRAPHICS
from handoff.measures.definitions.measure import ALL, Line, Measure, Result, Table
from handoff.measures.forms import HeadCountForm
from handoff.measures.models import MonthClosing
from handoff.measures.policies import EXACT
from handoff.measures.presenters import pages, records
from handoff.measures.presenters.plots import plot_trend
from handoff.measures.presenters.words import Names, figure_words, finding, offense_names, period_name
from handoff.measures.queries.groups import ages_of_referred
from handoff.measures.readers.counties import read_ages
from handoff.measures.rules.periods import (
    Period,
    PeriodKind,
    period_of,
    periods_between,
    read_month,
    read_period,
)
from handoff.measures.surveys.presenters import SurveyFindings, present_findings
from handoff.measures.surveys.queries import closed_in
from handoff.programs.queries import local_date
from handoff.programs.services import record_head_count
from handoff.referrals.models import Pathway

TREND_PERIODS = 12


def names_of(request: ProgramRequest) -> Names:
    return Names(queries.agency_names(request.program), offense_names(list(all_offenses(request.program))))


def chosen_of(request: ProgramRequest) -> pages.Chosen:
    """What the URL narrows the page to; this month, all kinds and all agencies where it says nothing that fits."""
    today = local_date(request.program, request.at)
    pathway, agency = request.GET.get("pathway", ""), request.GET.get("agency", "")
    return pages.Chosen(
        request.program.slug,
        read_period(request.GET.get("period", "")) or period_of(today),
        pathway if pathway in Pathway.values else "",
        int(agency) if agency in queries.agency_names(request.program) else None,
    )


def counted_for(
    request: ProgramRequest, chosen: pages.Chosen, periods: Sequence[Period], measures: Iterable[Measure]
) -> list[list[tuple[Measure, Result]]]:
    """Measures of some periods, of what the page is narrowed to."""
    return services.count_periods(
        request.program, periods, measures, request.at, pathway=chosen.pathway, agency=chosen.agency
    )


def log_view(request: ProgramRequest, **details: object) -> None:
    audit.record_read(actor=request.actor, at=request.at, action=AuditLook.MEASURES_LISTED, details=details)


def filter_context(request: ProgramRequest, chosen: pages.Chosen) -> dict[str, object]:
    """What the selects above the figures offer: periods, kinds of referrals, and the agencies that referred."""
    return {
        **period_context(request, chosen),
        "pathways": Pathway.choices,
        "agencies": sorted(queries.agency_names(request.program).items(), key=lambda each: each[1]),
    }


def period_context(request: ProgramRequest, chosen: pages.Chosen) -> dict[str, object]:
    """What is offered above figures counted by period alone: every one since the program began, the newest first."""
    began, today = queries.began_on(request.program), local_date(request.program, request.at)
    offered = [
        (kind, [(each.code, period_name(each)) for each in reversed(periods_between(began, today, kind))])
        for kind in PeriodKind
    ]
    labels = {
        PeriodKind.MONTH: _("Months"),
        PeriodKind.QUARTER: _("Quarters"),
        PeriodKind.YEAR: _("Fiscal years"),
    }
    return {
        "chosen": chosen,
        "period": period_name(chosen.period),
        "period_groups": [(labels[kind], choices) for kind, choices in offered],
        "notes": pages.period_notes(chosen.period, began, today),
    }


@requires_all(*EXACT)
@require_safe
def list_measures(request: ProgramRequest, program: str) -> HttpResponse:
    """All measures of a period, each with its figure."""
    chosen = chosen_of(request)
    log_view(request, period=chosen.period.code)
    readable = [
        each for each in queries.measures_of(request.program) if policies.may_read_exact(request.actor, each)
    ]
    (counted,) = counted_for(request, chosen, [chosen.period], readable)
    rows = [
        {
            "measure": measure,
            "title": _(measure.title),
            "url": chosen.url("show", measure.key),
            "figure": figure_words(result.headline),
            "finding": finding(measure, result),
        }
        for measure, result in counted
    ]
    context = {**filter_context(request, chosen), "rows": rows}
    return render(request, "measures/list.html", context)


@requires_all(*EXACT)
@require_safe
def show_measure(request: ProgramRequest, program: str, measure: str) -> HttpResponse:
    """One measure: figure, definition, plots, trend and tables."""
    found, chosen = measure_or_404(request, measure), chosen_of(request)
    log_view(request, period=chosen.period.code, measure=found.key)
    began, today = queries.began_on(request.program), local_date(request.program, request.at)
    counted = counted_for(request, chosen, last_periods(chosen.period, began), [found])
    trend = [result for results in counted for _measure, result in results]
    names, result = names_of(request), trend[-1]
    context = {
        **filter_context(request, chosen),
        "shown": pages.present_measure(found, result, names, chosen),
        "headline": figure_words(result.headline),
        "headline_url": chosen.url("records", found.key),
        "definition": pages.definition_rows(found),
        "trend": plot_trend(found, trend, period_of(today, chosen.period.kind)),
        "trend_rows": [(period_name(each.period), figure_words(each.headline)) for each in reversed(trend)],
        "trend_columns": [_("Period"), _("Figure")],
        "show_url": chosen.url("show", found.key),
        "jurisdiction": jurisdiction(request, chosen) if found is DEMOGRAPHICS else [],
    }
    return render(request, "measures/show.html", context)


def jurisdiction(request: ProgramRequest, chosen: pages.Chosen) -> list[str]:
    """What the groups of people are compared with, and the ages of those referred."""
    facts = ages_of_referred(request.program, chosen.period, request.at, chosen.pathway, chosen.agency)
    ages = read_ages().get(queries.county_of(request.program))
    return pages.jurisdiction_words(facts, chosen.period, ages)


def measure_or_404(request: ProgramRequest, key: str) -> Measure:
    found = next((each for each in queries.measures_of(request.program) if each.key == key), None)
    if found is None or not policies.may_read_exact(request.actor, found):
        raise Http404
    return found


def last_periods(period: Period, began: date) -> list[Period]:
    """The period and those before it, at most twelve, none from before the program began."""
    shown = [period]
    while len(shown) < TREND_PERIODS and shown[0].previous.last >= began:
        shown.insert(0, shown[0].previous)
    return shown


@requires_all(*EXACT)
@require_safe
def list_records(request: ProgramRequest, program: str, measure: str) -> HttpResponse:
    """The referrals or people behind one figure; each is named in the audit log."""
    found, chosen = measure_or_404(request, measure), chosen_of(request)
    facts = queries.load_facts(request.program, chosen.period.last, request.at)
    result = found.count(facts.only(pathway=chosen.pathway, agency=chosen.agency), chosen.period)
    table, line = line_or_404(found, result, request.GET.get("table", ""), request.GET.get("line", ALL))
    listed = records.list_records(request.program, table, line)
    audit.record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.MEASURE_RECORDS_LISTED,
        details={"period": chosen.period.code, "measure": found.key, "line": line.code},
        people=listed.people,
    )
    context = {
        "title": _(found.title),
        "back": chosen.url("show", found.key),
        "about": f"{period_name(chosen.period)} · {records.line_title(table, line, names_of(request))}",
        "listed": listed,
        "count": line.count,
    }
    return render(request, "measures/records.html", context)


def line_or_404(measure: Measure, result: Result, key: str, code: str) -> tuple[Table, Line]:
    """The line that the URL names; without a name the headline itself."""
    headline = Table("", measure.unit, (result.headline,))
    for table in (headline, *result.tables):
        for line in table.lines:
            if (table.key, line.code) == (key, code):
                return table, line
    raise Http404


@requires_all(*EXACT)
@require_safe
def list_months(request: ProgramRequest, program: str) -> HttpResponse:
    """All months since the program began, with whether they are closed."""
    today = local_date(request.program, request.at)
    months = periods_between(queries.began_on(request.program), today)
    log_view(request, months=len(months))
    rows = pages.month_rows(months, queries.closings(request.program), program, period_of(today))
    return render(request, "measures/months.html", {"rows": rows})


@requires_all(*EXACT)
@require_safe
def show_month(request: ProgramRequest, program: str, month: str) -> HttpResponse:
    """The monthly summary: as closed, or as counted now."""
    found = month_or_404(month)
    log_view(request, month=found.code)
    return render(request, "measures/month.html", month_context(request, found))


@requires_all(*EXACT)
@require_safe
def list_late_entries(request: ProgramRequest, program: str, month: str) -> HttpResponse:
    """What reads differently since a month was closed, counted now; an open month has nothing to differ from."""
    found = month_or_404(month)
    log_view(request, month=found.code)
    revisions = queries.closings_of(request.program, found)
    closing = chosen_revision(request, revisions)
    if closing is None:
        return redirect("measures:month", program, found.code)
    facts, names = queries.load_facts(request.program, found.last, request.at), names_of(request)
    every_change = services.changes_since(closing, facts)
    changes = [each for each in every_change if policies.may_read_exact(request.actor, each.measure)]
    numbers = records.referral_numbers(request.program, changes)
    context = {
        "month": found,
        "title": _("Late entries: %(month)s") % {"month": period_name(found)},
        "closing": closing,
        "state": records.closing_words(closing, queries.closers(revisions), request.program),
        "changes": pages.present_changes(changes, names, numbers),
        "refused": close_refused(request, found, facts.began_on, changed=bool(every_change)),
    }
    return render(request, "measures/late_entries.html", context)


def month_or_404(code: str) -> Period:
    month = read_month(code)
    if month is None:
        raise Http404
    return month


class MonthPage(records.MonthContext):
    """What the page of a month shows."""

    month: Period
    closing: MonthClosing | None
    revisions: list[MonthClosing]
    entered_since: int
    surveys: list[SurveyFindings]
    refused: str


def month_context(request: ProgramRequest, month: Period) -> MonthPage:
    """A closed month is read from what was stored, without counting (ADR 0081)."""
    here, names, began_on = request.program, names_of(request), queries.began_on(request.program)
    revisions = queries.closings_of(here, month)
    closing = chosen_revision(request, revisions)
    counted = readable_results(request, closing, month)
    rounds = closed_in(here, month)
    chosen = pages.Chosen(here.slug, month)
    return {
        "month": month,
        "title": _("Monthly summary: %(month)s") % {"month": period_name(month)},
        "counted": counted,
        "shown": [
            pages.present_measure(each, result, names, chosen, linked=closing is None)
            for each, result in counted
        ],
        "names": names,
        "notes": pages.period_notes(month, began_on, local_date(here, request.at)),
        "closing": closing,
        "revisions": revisions,
        "state": records.closing_words(closing, queries.closers(revisions), here),
        "entered_since": queries.entered_since(closing) if closing else 0,
        "rounds": rounds,
        "surveys": [present_findings(each) for each in rounds],
        "refused": close_refused(request, month, began_on, changed=True),
    }


def readable_results(
    request: ProgramRequest, closing: MonthClosing | None, month: Period
) -> list[tuple[Measure, Result]]:
    """A month's figures as closed, or as counted now, without those whose exact figures aren't for the reader."""
    if closing is not None:
        everything = services.closed_results(closing)
    else:
        measures = queries.measures_of(request.program)
        (everything,) = services.count_periods(request.program, [month], measures, request.at)
    return [each for each in everything if policies.may_read_exact(request.actor, each[0])]


def chosen_revision(request: ProgramRequest, revisions: list[MonthClosing]) -> MonthClosing | None:
    """The revision that the URL names, or the newest; None while the month is open."""
    asked = request.GET.get("revision", "")
    return next(
        (each for each in revisions if str(each.number) == asked), revisions[0] if revisions else None
    )


def close_refused(request: ProgramRequest, month: Period, began_on: date | None, *, changed: bool) -> str:
    """Why the month can't be closed now; '' where it can."""
    check, today = policies.check_can_close_month, local_date(request.program, request.at)
    refusal = refusal_message(check, request.actor, request.program.pk, month, today, began_on)
    return refusal or refusal_message(policies.check_has_changed, changed) or ""


@requires_any(Permission.MEASURES_CLOSE)
@require_POST
def close_month(request: ProgramRequest, program: str, month: str) -> HttpResponse:
    found = month_or_404(month)
    return post_action(
        request,
        lambda: services.close_month(
            actor=request.actor, program=request.program, month=found, at=request.at
        ),
        done=_("Month closed. Later entries don't change these figures."),
        to=("measures:month", program, found.code),
    )


@requires_recent_sign_in
@requires_all(*EXACT)
@require_safe
def download_month(request: ProgramRequest, program: str, month: str, kind: str) -> HttpResponse:
    """The monthly summary as Excel or PDF, with the figures of its page."""
    found = month_or_404(month)
    if kind not in {"xlsx", "pdf"}:
        raise Http404
    context = month_context(request, found)
    audit.record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.MEASURES_EXPORTED,
        details={"month": found.code, "kind": kind},
    )
    content = records.month_file(request.program, context, kind)
    response = HttpResponse(content, content_type=EXCEL_TYPE if kind == "xlsx" else "application/pdf")
    response["Content-Disposition"] = f'attachment; filename="measures-{program}-{found.code}.{kind}"'
    return response


@requires_any(Permission.HEAD_COUNTS_KEEP)
def keep_head_counts(request: ProgramRequest, program: str) -> HttpResponse:
    """How many officers each agency has over time; an agency's leadership sees and keeps its own."""
    agencies = queries.agencies_kept_by(request.program, request.actor)
    form = HeadCountForm(
        request.POST or None, agencies=agencies, today=local_date(request.program, request.at)
    )
    response = form_action(
        request,
        form,
        lambda: record_head_count(
            actor=request.actor,
            agency=form.chosen,
            counted_on=form.cleaned_data["counted_on"],
            officers=form.cleaned_data["officers"],
            at=request.at,
        ),
        done=_("Head count saved."),
        to=("measures:head_counts", program),
    )
    if response is not None:
        return response
    context = {
        "form": form,
        "rows": records.head_count_rows(agencies),
        "columns": records.head_count_columns(),
    }
    return render(request, "measures/head_counts.html", context)
