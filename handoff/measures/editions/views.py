"""Pages of the figures that a program shares: editions, their making, their files, and the public page (M9)."""

from typing import TypedDict
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import public, requires_any, requires_recent_sign_in
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.audit.definitions import AuditLook
from handoff.core.actions import post_action
from handoff.core.refusals import refusal_message
from handoff.documents.engines.workbooks import EXCEL_TYPE
from handoff.measures import queries
from handoff.measures.definitions.measure import Measure, Result
from handoff.measures.editions import policies, presenters, services
from handoff.measures.editions.queries import (
    editions,
    newest_of_each_period,
    period_of_edition,
    public_editions,
)
from handoff.measures.models import FiguresEdition
from handoff.measures.presenters.pages import ShownMeasure, definition_rows
from handoff.measures.presenters.plots import plot_trend
from handoff.measures.presenters.words import figure_words, period_name
from handoff.measures.rules.periods import Period, PeriodKind, period_of, periods_between, read_period
from handoff.programs.queries import local_date


def edition_or_404(request: ProgramRequest, edition_id: UUID) -> FiguresEdition:
    return get_object_or_404(editions(request.program), public_id=edition_id)


def log_view(request: ProgramRequest, **details: object) -> None:
    audit.record(
        actor=request.actor, at=request.at, action=AuditLook.FIGURES_LISTED, outcome="seen", details=details
    )


def periods_to_share(request: ProgramRequest) -> list[tuple[str, list[tuple[str, str]]]]:
    """The periods that are over and overlap none that was shared, by kind, the newest first."""
    today, began = local_date(request.program, request.at), queries.began_on(request.program)
    shared = services.shared_periods(editions(request.program))
    labels = {
        PeriodKind.MONTH: _("Months"),
        PeriodKind.QUARTER: _("Quarters"),
        PeriodKind.YEAR: _("Fiscal years"),
    }
    return [
        (
            labels[kind],
            [
                (each.code, period_name(each))
                for each in reversed(periods_between(began, today, kind))
                if each.last < today
                and refusal_message(policies.check_does_not_overlap, each, shared) is None
            ],
        )
        for kind in PeriodKind
    ]


@requires_any(Permission.FIGURES_READ)
@require_safe
def list_editions(request: ProgramRequest, program: str) -> HttpResponse:
    """The editions that were shared, and for who makes them the periods that could be."""
    found = editions(request.program)
    log_view(request)
    context = {
        "rows": presenters.edition_rows(found, program),
        "legend": presenters.legend(),
        "period_groups": periods_to_share(request) if request.actor.can(Permission.MEASURES_CLOSE) else [],
        "has_public": public_editions(request.program).exists(),
    }
    return render(request, "measures/editions/list.html", context)


@requires_any(Permission.MEASURES_CLOSE)
def make_edition(request: ProgramRequest, program: str) -> HttpResponse:
    """A period's figures as others would see them; sharing them makes an edition."""
    today = local_date(request.program, request.at)
    asked = request.POST.get("period") or request.GET.get("period") or period_of(today).previous.code
    period = read_period(asked)
    if period is None:
        raise Http404
    if request.method == "POST":
        return post_action(
            request,
            lambda: services.make_edition(
                actor=request.actor, program=request.program, period=period, at=request.at
            ),
            done=_("Shared. Evaluators and funders can read these figures now."),
            to=("editions:list", program),
        )
    return render(request, "measures/editions/make.html", make_context(request, period))


class MakePage(TypedDict):
    """What the page before sharing shows."""

    period: Period
    title: str
    refused: str
    shown: list[ShownMeasure]
    why_nothing: str
    legend: list[str]
    back: str


def make_context(request: ProgramRequest, period: Period) -> MakePage:
    here = request.program
    context = MakePage(
        period=period,
        title=_("Share figures: %(period)s") % {"period": period_name(period)},
        refused=refusal_message(
            services.check_can_prepare, actor=request.actor, program=here, period=period, at=request.at
        )
        or "",
        shown=[],
        why_nothing="",
        legend=presenters.legend(),
        back="",
    )
    if not context["refused"]:
        prepared = services.prepare_edition(here, period, request.at)
        shown = prepared.shown
        log_view(request, period=period.code)
        context["refused"] = (
            refusal_message(policies.check_has_changed, prepared.is_same)
            or refusal_message(policies.check_is_protected, prepared.suppression.exposed)
            or ""
        )
        context["shown"] = presenters.present_edition(shown, presenters.names_of(here), here.slug, period)
        context["why_nothing"] = presenters.nothing_shown_words(shown)
    return context


@requires_any(Permission.FIGURES_READ)
@require_safe
def show_edition(request: ProgramRequest, program: str, edition_id: UUID) -> HttpResponse:
    """All figures of one edition."""
    edition = edition_or_404(request, edition_id)
    counted = services.results_of(edition)
    log_view(request, edition=edition.number)
    names = presenters.names_of(request.program)
    context = {
        "edition": edition,
        "title": presenters.edition_title(edition),
        "state": presenters.shared_words(edition),
        "shown": presenters.present_edition(counted, names, program, period_of_edition(edition), edition),
        "why_nothing": presenters.nothing_shown_words(counted),
        "legend": presenters.legend(),
        "can_publish": request.actor.can(Permission.PROGRAM_SETUP),
    }
    return render(request, "measures/editions/show.html", context)


@requires_any(Permission.FIGURES_READ)
@require_safe
def show_measure(request: ProgramRequest, program: str, edition_id: UUID, measure: str) -> HttpResponse:
    """One measure of an edition: definition, all tables, and the same figure in the other periods shared."""
    edition = edition_or_404(request, edition_id)
    found = result_or_404(edition, measure)
    log_view(request, edition=edition.number, measure=measure)
    period, names = period_of_edition(edition), presenters.names_of(request.program)
    others = [
        (each, presenters.find_result(services.results_of(each), measure))
        for each in newest_of_each_period(editions(request.program))
        if period_of_edition(each).kind is period.kind
    ]
    trend = [result for _each, pair in others if pair for result in [pair[1]]]
    shown = presenters.present_edition([found], names, program, period, edition)[0]
    context = {
        "edition": edition,
        "title": presenters.edition_title(edition),
        "shown": shown,
        "headline": figure_words(found[1].headline),
        "definition": definition_rows(found[0]),
        "trend": plot_trend(found[0], list(reversed(trend)), period.next) if len(trend) > 1 else None,
        "trend_rows": [(period_name(each.period), figure_words(each.headline)) for each in trend],
        "trend_columns": [_("Period"), _("Figure")],
        "legend": presenters.legend(),
    }
    return render(request, "measures/editions/measure.html", context)


def result_or_404(edition: FiguresEdition, key: str) -> tuple[Measure, Result]:
    found = presenters.find_result(services.results_of(edition), key)
    if found is None:
        raise Http404
    return found


@requires_recent_sign_in
@requires_any(Permission.FIGURES_READ)
@require_safe
def download_edition(request: ProgramRequest, program: str, edition_id: UUID, kind: str) -> HttpResponse:
    """An edition as Excel or PDF."""
    edition = edition_or_404(request, edition_id)
    if kind not in {"xlsx", "pdf"}:
        raise Http404
    audit.record(
        actor=request.actor,
        at=request.at,
        action=AuditLook.FIGURES_EXPORTED,
        subject=edition.public_id,
        outcome="seen",
        details={"edition": edition.number, "kind": kind},
    )
    content = presenters.edition_file(edition, services.results_of(edition), kind)
    response = HttpResponse(content, content_type=EXCEL_TYPE if kind == "xlsx" else "application/pdf")
    name = f"figures-{program}-{edition.period}-{edition.number}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@requires_any(Permission.PROGRAM_SETUP)
@require_POST
def publish_edition(request: ProgramRequest, program: str, edition_id: UUID) -> HttpResponse:
    edition = edition_or_404(request, edition_id)
    return post_action(
        request,
        lambda: services.publish_edition(actor=request.actor, edition=edition, at=request.at),
        done=_("Anyone can read this edition now."),
        to=("editions:show", program, edition_id),
    )


@requires_any(Permission.PROGRAM_SETUP)
@require_POST
def withdraw_edition(request: ProgramRequest, program: str, edition_id: UUID) -> HttpResponse:
    edition = edition_or_404(request, edition_id)
    return post_action(
        request,
        lambda: services.withdraw_edition(actor=request.actor, edition=edition, at=request.at),
        done=_("Removed from the public page. Evaluators and funders can still read it."),
        to=("editions:show", program, edition_id),
    )


@public("the program manager put these figures here, with small counts hidden")
@require_safe
def show_public_page(request: ProgramRequest, program: str) -> HttpResponse:
    """The newest public figures of each period; not found until the program manager publishes some."""
    offered = newest_of_each_period(public_editions(request.program))
    asked = request.GET.get("edition", "")
    edition = next(
        (each for each in offered if str(each.public_id) == asked), offered[0] if offered else None
    )
    if edition is None:
        raise Http404
    page = presenters.present_public_page(request.program, edition, services.results_of(edition))
    return render(request, "measures/editions/public.html", {"page": page, "legend": presenters.legend()})
