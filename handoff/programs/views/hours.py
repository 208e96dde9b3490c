"""Pages for open hours, holidays and days off."""

from datetime import date, time

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.actions import form_action, post_action
from handoff.programs import presenters, queries, services
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
    response = form_action(
        request,
        form,
        lambda: services.set_open_hours(
            actor=request.actor, program=request.program, hours=form.hours(), at=request.at
        ),
        done=_("Business hours saved."),
        to=("programs:hours", program),
    )
    if response is not None:
        return response
    return render_hours(request, form, DayForm())


@requires_any(Permission.PROGRAM_SETUP)
@require_POST
def set_day(request: ProgramRequest, program: str) -> HttpResponse:
    """Close or open the program on one day."""
    form = DayForm(request.POST)
    response = form_action(
        request,
        form,
        lambda: services.set_day(
            actor=request.actor,
            program=request.program,
            day=form.cleaned_data["day"],
            name=form.cleaned_data["name"],
            is_open=form.cleaned_data["open"] == "yes",
            at=request.at,
        ),
        done=_("Day saved."),
        to=("programs:hours", program),
    )
    if response is not None:
        return response
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
    actor, here, at = request.actor, request.program, request.at

    def save_day() -> object:
        if request.POST.get("do") == "open" and day in listed:
            name = listed[day].name
            return services.set_day(actor=actor, program=here, day=day, name=name, is_open=True, at=at)
        return services.clear_day(actor=actor, program=here, day=day, at=at)

    return post_action(request, save_day, done=_("Day saved."), to=("programs:hours", program))


def render_hours(request: ProgramRequest, form: HoursForm, day_form: DayForm) -> HttpResponse:
    context = {
        "form": form,
        "day_form": day_form,
        "days": presenters.shown_days(queries.special_days(request.program, request.at)),
        "is_open": queries.is_open(request.program, request.at),
        "zone": presenters.time_zone_name(request.program.time_zone),
        "next_opening": queries.next_opening(request.program, request.at),
    }
    return render(request, "programs/hours.html", context)
