"""The data collection plan: each source with who looks after it, and its reviews (D3)."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_all
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.actions import form_action, post_action
from handoff.measures.collection import policies, presenters, queries, services
from handoff.measures.collection.forms import ReviewForm, SourceForm
from handoff.measures.definitions.sources import SOURCE_BY_KEY
from handoff.measures.models import DataSource
from handoff.measures.policies import EXACT
from handoff.programs.queries import local_date

KEEPS = (*EXACT, Permission.MEASURES_CLOSE)
REVIEWS_SHOWN = 24


def source_or_404(request: ProgramRequest, source_id: uuid.UUID) -> DataSource:
    source = queries.find_source(request.program, source_id)
    if source is None:
        raise Http404
    return source


@requires_all(*EXACT)
@require_safe
def show_plan(request: ProgramRequest, program: str) -> HttpResponse:
    """Every source of the program's data. It names staff and no participant."""
    context = {
        "columns": presenters.plan_columns(),
        "rows": presenters.plan_rows(request.program, queries.planned_sources(request.program, request.at)),
        "unplanned": presenters.unplanned_rows(request.program, queries.unplanned_keys(request.program)),
        "may_keep": request.actor.can(Permission.MEASURES_CLOSE),
    }
    return render(request, "measures/collection/plan.html", context)


@requires_all(*EXACT)
@require_safe
def download_plan(request: ProgramRequest, program: str) -> HttpResponse:
    """The plan as PDF."""
    planned = queries.planned_sources(request.program, request.at)
    keys = queries.unplanned_keys(request.program)
    content = presenters.plan_pdf(request.program, planned, keys, request.at)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="data-plan-{program}.pdf"'
    return response


def source_form(request: ProgramRequest, source: DataSource | None, *, is_own: bool) -> SourceForm:
    return SourceForm(
        request.POST or None,
        staff=queries.staff_of(request.program, request.at),
        is_own=is_own,
        source=source,
        today=local_date(request.program, request.at),
    )


@requires_all(*KEEPS)
def add_source(request: ProgramRequest, program: str) -> HttpResponse:
    """Put a source of the handbook into the plan, or one of the program's own."""
    key = request.GET.get("source", "")
    if key and key not in SOURCE_BY_KEY:
        raise Http404
    form = source_form(request, None, is_own=not key)
    response = form_action(
        request,
        form,
        lambda: services.add_source(
            actor=request.actor, program=request.program, key=key, wanted=form.wanted, at=request.at
        ),
        done=_("Saved. Its review comes up on the home page of whoever looks after it."),
        to=("collection:plan", program),
    )
    known = SOURCE_BY_KEY.get(key)
    context = {
        "form": form,
        "title": _(known.name) if known else _("Another source"),
        "holds": _(known.holds) if known else "",
    }
    return response or render(request, "measures/collection/source_form.html", context)


@requires_all(*KEEPS)
def change_source(request: ProgramRequest, program: str, source_id: uuid.UUID) -> HttpResponse:
    """Change a source of the plan."""
    source = source_or_404(request, source_id)
    form = source_form(request, source, is_own=not source.key)
    response = form_action(
        request,
        form,
        lambda: services.change_source(actor=request.actor, source=source, wanted=form.wanted, at=request.at),
        done=_("Saved. Its review comes up on the home page of whoever looks after it."),
        to=("collection:source", program, source_id),
    )
    context = {
        "form": form,
        "title": presenters.name_of(source),
        "holds": presenters.holds_of(source) if source.key else "",
        "source": source,
    }
    return response or render(request, "measures/collection/source_form.html", context)


@requires_all(*EXACT)
def show_source(request: ProgramRequest, program: str, source_id: uuid.UUID) -> HttpResponse:
    """One source: its line of the plan, its data items, its reviews, and the form for the next one."""
    source = source_or_404(request, source_id)
    form = ReviewForm(request.POST or None, today=local_date(request.program, request.at))
    response = form_action(
        request,
        form,
        lambda: services.record_review(
            actor=request.actor, source=source, at=request.at, **form.cleaned_data
        ),
        done=_("Review recorded."),
        to=("collection:source", program, source_id),
    )
    if response is not None:
        return response
    context = {
        **source_context(request, source),
        "form": form if policies.can_review(request.actor, source) else None,
        "may_keep": request.actor.can(Permission.MEASURES_CLOSE),
    }
    return render(request, "measures/collection/source.html", context)


def source_context(request: ProgramRequest, source: DataSource) -> dict[str, object]:
    planned = queries.planned_sources(request.program, request.at)
    own = next(each for each in planned if each.source.pk == source.pk)
    reviews = list(source.reviews.order_by("-reviewed_on", "-pk")[:REVIEWS_SHOWN])
    finds = request.actor.can(Permission.RECORDS_EXPORT)
    return {
        "source": source,
        "title": presenters.name_of(source),
        "facts": presenters.fact_rows(request.program, own),
        "checks": presenters.check_links(request.program, source) if finds else [],
        "review_rows": presenters.review_rows(reviews, queries.reviewer_names(reviews)),
        "review_columns": [_("Day"), _("Recorded by"), _("What they found")],
    }


@requires_all(*KEEPS)
@require_POST
def end_source(request: ProgramRequest, program: str, source_id: uuid.UUID) -> HttpResponse:
    source = source_or_404(request, source_id)
    return post_action(
        request,
        lambda: services.end_source(actor=request.actor, source=source, at=request.at),
        done=_("Taken out of the plan. Its reviews stay on record."),
        to=("collection:plan", program),
    )
