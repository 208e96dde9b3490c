"""Data quality: how complete and plausible each item is, and the list to fix (D4)."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.audit.definitions import AuditLook
from handoff.core.actions import form_action
from handoff.measures.database.views import reading_of
from handoff.measures.models import SettledFinding
from handoff.measures.quality import presenters, queries, services
from handoff.measures.quality.forms import SettleForm
from handoff.measures.quality.rules import CHECK_BY_KEY, CHECKS, PARTS, Check, Part
from handoff.participants.views import person_or_404

ROWS_PER_PAGE = 50
LARGE = 2_000
"""With more people than this, the page shows one part of the items at a time."""


@requires_any(Permission.RECORDS_EXPORT)
def show_quality(request: ProgramRequest, program: str) -> HttpResponse:
    """Show each data item with how many rows it applies to, and what is still to fix. It names no participant.

    Of a large program, one part of the items at a time: all of them together take seconds to judge.
    """
    of = reading_of(request)
    people = queries.everyone(of)
    part = chosen_part(request.GET.get("part", "")) if len(people) > LARGE else None
    checks = CHECKS if part is None else [CHECK_BY_KEY[key] for key in part.checks]
    checked = queries.read_checked(of, checks, people=people, also=["worker"])
    audit.record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.QUALITY_LISTED,
        details={"count": len(checked.rows)},
    )
    context = {
        "people": len(checked.rows),
        "columns": presenters.item_columns(),
        "parts": presenters.part_links(request.program, part) if part else [],
        "part": part,
        "complete": presenters.item_rows(request.program, checked, checks, odd=False),
        "plausible": presenters.item_rows(request.program, checked, checks, odd=True),
        "worker_columns": presenters.worker_columns(),
        "workers": presenters.worker_rows(checked, checks),
    }
    return render(request, "measures/quality/quality.html", context)


def chosen_part(key: str) -> Part:
    """The items that the URL asks for; the first part where it names none."""
    return next((each for each in PARTS if each.key == key), PARTS[0])


@requires_any(Permission.RECORDS_EXPORT)
def list_findings(request: ProgramRequest, program: str, check_key: str) -> HttpResponse:
    """List whose row is still to fix for one item, and settle what was checked and stays as it is."""
    check = CHECK_BY_KEY.get(check_key)
    if check is None:
        raise Http404
    form = SettleForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: services.settle_finding(
            of=reading_of(request),
            check=check,
            person=person_or_404(request, form.cleaned_data["person"]),
            why=form.cleaned_data["why"],
        ),
        done=_("Settled. It counts again if the record changes."),
        to=("quality:findings", program, check_key),
    )
    if response is not None:
        return response
    context = {"label": _(check.label), "advice": _(check.advice), "form": form}
    return render(request, "measures/quality/findings.html", {**context, **findings_page(request, check)})


def findings_page(request: ProgramRequest, check: Check) -> dict[str, object]:
    """One page of the list to fix, everyone on it named in the audit row."""
    of = reading_of(request)
    checked = queries.read_checked(of, [check])
    page = Paginator(checked.open_findings(check), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    found = queries.people_by_id(list(page.object_list))
    people = [found[pk] for pk in page.object_list]
    workers = queries.workers_of_people(list(page.object_list), of)
    audit.record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.QUALITY_LISTED,
        details={"check": check.key, "count": len(people)},
        people=[each.public_id for each in people],
    )
    return {
        "page": page,
        "rows": presenters.finding_rows(request.program, check, people, checked, workers),
        "whys": SettledFinding.Why.choices,
    }
