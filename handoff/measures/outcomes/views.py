"""Officer time beside the booking process, connections to care, and appointments kept (M8, M12)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from handoff.access.decorators import requires_all
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.audit.definitions import AuditLook
from handoff.core.actions import form_action
from handoff.measures.outcomes import presenters, queries, services
from handoff.measures.outcomes.forms import BookingForm
from handoff.measures.policies import EXACT
from handoff.measures.presenters.words import period_name
from handoff.measures.rules.periods import Period
from handoff.measures.views import chosen_of, period_context
from handoff.programs.queries import local_date


@requires_all(*EXACT)
def show_outcomes(request: ProgramRequest, program: str) -> HttpResponse:
    """The figures of a period, and the form for the program's own booking figure."""
    form = BookingForm(request.POST or None, today=local_date(request.program, request.at))
    response = form_action(
        request,
        form,
        lambda: services.record_booking_time(
            actor=request.actor, program=request.program, at=request.at, **form.cleaned_data
        ),
        done=_("Figure saved. Earlier periods keep the one they had."),
        to=("outcomes:show", program),
    )
    if response is not None:
        return response
    chosen = chosen_of(request)
    audit.record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.MEASURES_LISTED,
        details={"period": chosen.period.code, "measure": "outcomes"},
    )
    context = {
        **period_context(request, chosen),
        **figures(request, chosen.period),
        "form": form if request.actor.can(Permission.MEASURES_CLOSE) else None,
    }
    return render(request, "measures/outcomes/outcomes.html", context)


def figures(request: ProgramRequest, period: Period) -> dict[str, object]:
    times = queries.officer_times(request.program, period)
    found = queries.connections(request.program, period)
    states = queries.appointment_states(request.program, period)
    return {
        "period": period_name(period),
        "time_words": presenters.time_words(times, queries.booking_time(request.program, period)),
        "time_columns": presenters.time_columns(),
        "time_rows": presenters.time_rows(times),
        "bookings": queries.booking_times(request.program),
        "connection_words": presenters.connection_words(found),
        "connection_columns": presenters.connection_columns(),
        "connection_rows": presenters.connection_rows(found),
        "appointment_words": presenters.appointment_words(states),
        "appointment_columns": [_("Appointments"), _("Number")],
        "appointment_rows": presenters.appointment_rows(states),
    }
