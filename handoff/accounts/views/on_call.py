"""The on-call roster."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts.forms import ShiftForm
from handoff.accounts.presenters import roles_not_on_call_yet
from handoff.accounts.queries import users_with_permission
from handoff.core.actions import post_action
from handoff.core.refusals import Refused
from handoff.core.sorting import by_name
from handoff.programs import services
from handoff.programs.queries import coming_shifts, find_shift, local_date, on_call_shifts, roster_gaps


@requires_any(Permission.PROGRAM_SETUP)
def show_roster(request: ProgramRequest, program: str) -> HttpResponse:
    """Show who is on call now and next, and add shifts."""
    here = request.program
    today = local_date(here, request.at)
    people = users_with_permission(here, Permission.OUTREACH_DO, today).order_by(*by_name("full_name"))
    form = ShiftForm(request.POST or None, people=people, initial={"day": today})
    if request.method == "POST" and form.is_valid() and add_shifts(request, form):
        return redirect("accounts:on_call", program)
    context = {
        "form": form,
        "now": on_call_shifts(here, request.at),
        "waiting": roles_not_on_call_yet(here, today),
        "gaps": roster_gaps(here, request.at),
        "shifts": coming_shifts(here, request.at),
    }
    return render(request, "accounts/on_call.html", context)


def add_shifts(request: ProgramRequest, form: ShiftForm) -> bool:
    """Add the shifts of a valid form, or show on the form why not."""
    data = form.cleaned_data
    try:
        shifts = services.add_shift(
            actor=request.actor,
            program=request.program,
            user_id=data["person"].pk,
            name=data["person"].full_name,
            phone=data["phone"].e164,
            day=data["day"],
            starts=data["starts"],
            ends=data["ends"],
            days=data["days"],
            at=request.at,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    words = ngettext("%(count)d shift added.", "%(count)d shifts added.", len(shifts))
    messages.success(request, words % {"count": len(shifts)})
    return True


@requires_any(Permission.PROGRAM_SETUP)
@require_POST
def remove_shift(request: ProgramRequest, program: str) -> HttpResponse:
    shift = find_shift(request.program, request.POST.get("shift", ""))
    if shift is None:
        raise Http404
    return post_action(
        request,
        lambda: services.remove_shift(actor=request.actor, shift=shift, at=request.at),
        done=_("Shift removed."),
        to=("accounts:on_call", program),
    )
