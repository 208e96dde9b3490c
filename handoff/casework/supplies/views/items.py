"""The program's list of what it hands out."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.casework.models import SupplyItem
from handoff.casework.supplies import queries, services
from handoff.casework.supplies.forms import ItemForm
from handoff.core.actions import form_action, post_action
from handoff.core.text import dollars


def item_or_404(request: ProgramRequest, item_id: uuid.UUID) -> SupplyItem:
    item = queries.find_item(request.program, item_id)
    # A form that was open when a colleague changed the item keeps what was typed; there is no such page to open anew.
    if item is None or (item.retired_at is not None and request.method != "POST"):
        raise Http404
    return item


@requires_any(Permission.FUNDS_MANAGE)
@require_safe
def list_items(request: ProgramRequest, program: str) -> HttpResponse:
    items = [
        (each, "" if each.cost_cents is None else dollars(each.cost_cents))
        for each in queries.current_items(request.program)
    ]
    return render(request, "casework/supplies/items.html", {"items": items})


@requires_any(Permission.FUNDS_MANAGE)
def add_item(request: ProgramRequest, program: str) -> HttpResponse:
    return answer_item(request, None)


@requires_any(Permission.FUNDS_MANAGE)
def change_item(request: ProgramRequest, program: str, item_id: uuid.UUID) -> HttpResponse:
    return answer_item(request, item_or_404(request, item_id))


def answer_item(request: ProgramRequest, item: SupplyItem | None) -> HttpResponse:
    """Show the form of an item, or save it."""
    form = ItemForm(request.POST or None, item=item)
    response = form_action(
        request,
        form,
        lambda: services.save_item(
            actor=request.actor,
            program=request.program,
            item_input=form.item_input(),
            replaces=item,
            at=request.at,
        ),
        done=_("Saved. Workers can choose it now."),
        to=("supplies:items", request.program.slug),
    )
    context = {
        "form": form,
        "heading": _("Change an item") if item else _("Add an item"),
        "list_url": reverse("supplies:items", args=[request.program.slug]),
        "list_name": _("List of supplies"),
        "about": "",
    }
    return response or render(request, "casework/supplies/form.html", context)


@requires_any(Permission.FUNDS_MANAGE)
@require_POST
def retire_item(request: ProgramRequest, program: str, item_id: uuid.UUID) -> HttpResponse:
    item = item_or_404(request, item_id)
    return post_action(
        request,
        lambda: services.retire_item(actor=request.actor, item=item, at=request.at),
        done=_("Removed from the list. Help of this kind can still be recorded."),
        to=("supplies:items", program),
    )
