"""Pages of an agency that participants are referred to: what it is asked, and its answers (P8)."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.casework.needs.presenters import answer_entries
from handoff.casework.providers import presenters, services
from handoff.casework.providers.forms import AnswerForm
from handoff.casework.queries import names_of
from handoff.core.actions import form_action
from handoff.core.submissions import submission_key
from handoff.programs.queries import local_date, time_zone_of


@requires_any(Permission.SERVICES_ANSWER)
@require_safe
def list_asked(request: ProgramRequest, program: str) -> HttpResponse:
    """What the user's agency is asked, and what it answered about people it is no longer shown."""
    asked, earlier = services.open_list(actor=request.actor, at=request.at)
    cards = presenters.asked_cards(asked)
    context = {
        "waiting": [each for each in reversed(cards) if each.asked.is_open and not each.asked.is_answered],
        "answered": [each for each in cards if each.asked.is_answered and each.asked.is_open],
        "ended": [each for each in cards if not each.asked.is_open],
        "earlier": presenters.own_answers(earlier, request.program),
        "scope": presenters.general_scope_sentences(),
    }
    return render(request, "casework/providers/list.html", context)


@requires_any(Permission.SERVICES_ANSWER)
def show_asked(request: ProgramRequest, program: str, service_referral_id: uuid.UUID) -> HttpResponse:
    """One referral and the form to answer it. Without a live ROI there is no such page, and nothing to answer."""
    asked = services.open_referral(actor=request.actor, public_id=service_referral_id, at=request.at)
    if asked is None:
        raise Http404
    zone, today = time_zone_of(request.program), local_date(request.program, request.at)
    form = AnswerForm(request.POST or None, referral=asked.referral, today=today)
    response = form_action(
        request,
        form,
        lambda: services.answer_referral(
            actor=request.actor,
            referral=asked.referral,
            answer_input=form.answer_input(zone),
            key=submission_key(request),
            at=request.at,
        ),
        done=_("Saved for the care team. You can add to it here any time."),
        to=("providers:show", program, service_referral_id),
    )
    if response is not None:
        return response
    names = names_of(each.recorded_by_id for each in asked.answers)
    context = {
        "asked": asked,
        "form": form,
        "facts": presenters.fact_rows(asked, request.program),
        "scope": presenters.scope_sentences(asked),
        "answers": answer_entries(asked.answers, names, request.program),
    }
    return render(request, "casework/providers/show.html", context)
