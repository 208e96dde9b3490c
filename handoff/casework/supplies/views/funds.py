"""The program manager's funds: balances, entries, money received, and the ledger as a file (K8)."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_any, requires_recent_sign_in
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record, record_read
from handoff.casework.funds import queries, services
from handoff.casework.models import Fund
from handoff.casework.queries import names_of
from handoff.casework.supplies import presenters
from handoff.casework.supplies.forms import FundForm, ReceivedForm, ReverseForm
from handoff.core.actions import form_action, post_action
from handoff.core.submissions import submission_key
from handoff.core.text import dollars
from handoff.documents.engines.workbooks import EXCEL_TYPE, write_csv, write_workbook
from handoff.programs.queries import local_date

PER_PAGE = 40
FILE_KINDS = ("csv", "xlsx")

FundFormOfAnyKind = FundForm | ReceivedForm | ReverseForm


def fund_or_404(request: ProgramRequest, fund_id: uuid.UUID) -> Fund:
    fund = queries.find_fund(request.program, fund_id)
    if fund is None:
        raise Http404
    return fund


@requires_any(Permission.FUNDS_MANAGE)
@require_safe
def list_funds(request: ProgramRequest, program: str) -> HttpResponse:
    """Show each fund's balance, and help that no fund has paid for yet."""
    page = Paginator(queries.unpaid_help(request.program), PER_PAGE).get_page(request.GET.get("page"))
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.FUNDS_LISTED,
        details={"count": len(page)},
        people=[each.person.public_id for each in page],
    )
    rows = presenters.fund_rows(queries.funds_of(request.program))
    context = {
        "funds": [each for each in rows if each.fund.closed_at is None],
        "closed": [each for each in rows if each.fund.closed_at is not None],
        "page": page,
        "columns": presenters.unpaid_columns(),
        "unpaid": presenters.unpaid_rows(page.object_list, request.program),
    }
    return render(request, "casework/supplies/funds.html", context)


@requires_any(Permission.FUNDS_MANAGE)
@require_safe
def show_fund(request: ProgramRequest, program: str, fund_id: uuid.UUID) -> HttpResponse:
    """Show a fund's entries, newest first, with the balance after each. It names no participant."""
    fund = fund_or_404(request, fund_id)
    page = Paginator(queries.entries_of(fund), PER_PAGE).get_page(request.GET.get("page"))
    helped = {each.help_given.person.public_id for each in page if each.help_given is not None}
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.FUNDS_LISTED,
        details={"fund": str(fund.public_id), "count": len(page)},
        people=sorted(helped),
    )
    names = names_of(each.recorded_by_id for each in page)
    context = {
        "row": presenters.fund_row(fund),
        "page": page,
        "columns": presenters.entry_columns(),
        "rows": presenters.entry_rows(list(page.object_list), names, request.program),
        "kinds": FILE_KINDS,
    }
    return render(request, "casework/supplies/fund.html", context)


@requires_any(Permission.FUNDS_MANAGE)
def open_fund(request: ProgramRequest, program: str) -> HttpResponse:
    form = FundForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: services.open_fund(
            actor=request.actor, program=request.program, name=form.cleaned_data["name"], at=request.at
        ),
        done=_("Fund opened. Record the money it has received."),
        to=lambda fund: ("supplies:fund", program, fund.public_id),
    )
    return response or render_fund_form(request, form, _("Open a fund"))


@requires_any(Permission.FUNDS_MANAGE)
def receive_money(request: ProgramRequest, program: str, fund_id: uuid.UUID) -> HttpResponse:
    fund = fund_or_404(request, fund_id)
    form = ReceivedForm(request.POST or None, today=local_date(request.program, request.at))
    response = form_action(
        request,
        form,
        lambda: services.receive_money(
            actor=request.actor,
            fund=fund,
            cents=form.cents,
            received_on=form.cleaned_data["day"],
            words=form.cleaned_data["words"],
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Saved. The balance counts it now."),
        to=("supplies:fund", program, fund_id),
    )
    return response or render_fund_form(request, form, _("Record money received"), fund.name)


@requires_any(Permission.FUNDS_MANAGE)
def reverse_received(request: ProgramRequest, program: str, entry_id: uuid.UUID) -> HttpResponse:
    """Reverse an entry of money received that is wrong."""
    entry = queries.find_received(request.program, entry_id)
    if entry is None:
        raise Http404
    form = ReverseForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: services.reverse_received(
            actor=request.actor, entry=entry, reason=form.cleaned_data["reason"], at=request.at
        ),
        done=_("Reversed. Record the entry again if only a part of it was wrong."),
        to=("supplies:fund", program, entry.fund.public_id),
    )
    about = f"{entry.fund.name} · {dollars(entry.amount_cents)} · {entry.words}".rstrip(" ·")
    return response or render_fund_form(request, form, _("Reverse an entry"), about)


def render_fund_form(
    request: ProgramRequest, form: FundFormOfAnyKind, heading: str, about: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "about": about,
        "list_url": reverse("supplies:funds", args=[request.program.slug]),
        "list_name": _("Funds"),
    }
    return render(request, "casework/supplies/form.html", context)


@requires_any(Permission.FUNDS_MANAGE)
@require_POST
def close_fund(request: ProgramRequest, program: str, fund_id: uuid.UUID) -> HttpResponse:
    return answer_closed(request, fund_or_404(request, fund_id), closed=True)


@requires_any(Permission.FUNDS_MANAGE)
@require_POST
def reopen_fund(request: ProgramRequest, program: str, fund_id: uuid.UUID) -> HttpResponse:
    return answer_closed(request, fund_or_404(request, fund_id), closed=False)


def answer_closed(request: ProgramRequest, fund: Fund, *, closed: bool) -> HttpResponse:
    return post_action(
        request,
        lambda: services.set_fund_closed(actor=request.actor, fund=fund, closed=closed, at=request.at),
        done=_("Fund closed. Its entries stay.") if closed else _("Fund open again."),
        to=("supplies:fund", request.program.slug, fund.public_id),
    )


@requires_recent_sign_in
@requires_any(Permission.FUNDS_MANAGE)
@require_safe
def download_entries(request: ProgramRequest, program: str, fund_id: uuid.UUID, kind: str) -> HttpResponse:
    """Download all entries of a fund, oldest first, as Excel or CSV. The file names no participant."""
    if kind not in FILE_KINDS:
        raise Http404
    fund = fund_or_404(request, fund_id)
    entries = list(reversed(queries.entries_of(fund)))
    record(
        actor=request.actor,
        at=request.at,
        action=AuditLook.FUNDS_EXPORTED,
        details={"fund": str(fund.public_id), "rows": len(entries), "kind": kind},
    )
    sheet = presenters.ledger_sheet(fund, entries, names_of(each.recorded_by_id for each in entries))
    if kind == "csv":
        content, content_type = write_csv(sheet.columns, sheet.rows), "text/csv; charset=utf-8"
    else:
        content, content_type = write_workbook([sheet]), EXCEL_TYPE
    response = HttpResponse(content, content_type=content_type)
    name = presenters.file_name(fund, request.program, request.at, kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
