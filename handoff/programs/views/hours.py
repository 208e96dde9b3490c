"""Pages for open hours, holidays and days off."""

from datetime import date, time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.programs import queries, services
from handoff.programs.forms.setup import DayForm, HoursForm


def initial_hours(request: ProgramRequest) -> dict[str, time]:
    """The open hours as initial values of `HoursForm`."""
    initial: dict[str, time] = {}
    for weekday, (opens, closes) in queries.weekly_hours(request.program).items():
        initial |= {f"opens_{weekday}": opens, f"closes_{weekday}": closes}
    return initial


@requires_any(Permission.PROGRAM_SETUP)
def edit_hours(request: ProgramRequest, program: str) -> HttpResponse:
    """Show and change the open hours of each weekday."""
    form = HoursForm(request.POST or None, initial=initial_hours(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.set_open_hours(
                actor=request.actor, program=request.program, hours=form.hours(), at=request.at
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Business hours saved."))
            return redirect("programs:hours", program)
    return render_hours(request, form, DayForm())


@requires_any(Permission.PROGRAM_SETUP)
@require_POST
def set_day(request: ProgramRequest, program: str) -> HttpResponse:
    """Close or open the program on one day."""
    form = DayForm(request.POST)
    if form.is_valid():
        try:
            services.set_day(
                actor=request.actor,
                program=request.program,
                day=form.cleaned_data["day"],
                name=form.cleaned_data["name"],
                is_open=form.cleaned_data["open"] == "yes",
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Day saved."))
            return redirect("programs:hours", program)
    return render_hours(request, HoursForm(initial=initial_hours(request)), form)


@requires_any(Permission.PROGRAM_SETUP)
@require_POST
def switch_day(request: ProgramRequest, program: str) -> HttpResponse:
    """Open the program on a listed holiday, or reset a day to the weekly hours."""
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        return redirect("programs:hours", program)
    listed = {each.day: each for each in queries.special_days(request.program, request.at)}
    try:
        if request.POST.get("do") == "open" and day in listed:
            services.set_day(
                actor=request.actor,
                program=request.program,
                day=day,
                name=listed[day].name,
                is_open=True,
                at=request.at,
            )
        else:
            services.clear_day(actor=request.actor, program=request.program, day=day, at=request.at)
        messages.success(request, _("Day saved."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("programs:hours", program)


def render_hours(request: ProgramRequest, form: HoursForm, day_form: DayForm) -> HttpResponse:
    context = {
        "form": form,
        "day_form": day_form,
        "days": queries.special_days(request.program, request.at),
        "is_open": queries.is_open(request.program, request.at),
        "next_opening": queries.next_opening(request.program, request.at),
    }
    return render(request, "programs/hours.html", context)
