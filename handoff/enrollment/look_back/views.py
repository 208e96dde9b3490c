"""What happened to a participant before and after their referral, as far as it was looked up (M12)."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_all
from handoff.access.http import ProgramRequest
from handoff.core.actions import form_action, post_action
from handoff.core.submissions import submission_key
from handoff.enrollment.look_back import presenters, queries, services
from handoff.enrollment.look_back.forms import LookBackForm
from handoff.enrollment.queries import referral_day
from handoff.enrollment.safety.policies import READING
from handoff.participants.views import person_or_404, record_opened
from handoff.programs.queries import local_date


@requires_all(*READING)
def list_looks(request: ProgramRequest, program: str, person_id: uuid.UUID) -> HttpResponse:
    """What was looked up about one person, and the form for more."""
    person = person_or_404(request, person_id)
    form = LookBackForm(request.POST or None, today=local_date(request.program, request.at))
    response = form_action(
        request,
        form,
        lambda: services.record_look_back(
            actor=request.actor, person=person, look=form.look(), key=submission_key(request), at=request.at
        ),
        done=_("Saved. It's counted once all the days are looked through."),
        to=("look_back:list", program, person.public_id),
    )
    if response is not None:
        return response
    record_opened(request, person)
    referred_on = referral_day(person, request.program)
    context = {
        "person": person,
        "form": form,
        "cards": presenters.look_cards(queries.look_backs_of(person)),
        "window": presenters.window_words(referred_on, queries.window_of(request.program, referred_on)),
    }
    return render(request, "enrollment/look_back.html", context)


@requires_all(*READING)
@require_POST
def remove_look(request: ProgramRequest, program: str, look_back_id: uuid.UUID) -> HttpResponse:
    """Remove an entry made by mistake."""
    found = queries.find_look_back(request.program, look_back_id)
    if found is None:
        raise Http404
    return post_action(
        request,
        lambda: services.remove_look_back(actor=request.actor, look_back=found, at=request.at),
        done=_("Removed. It counts nowhere."),
        to=("look_back:list", program, found.person.public_id),
    )
