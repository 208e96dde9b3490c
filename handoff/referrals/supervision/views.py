"""The supervising officer's pages: what their office is asked, and the answer."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.accounts.queries import full_names_by_id
from handoff.audit.definitions import AuditLook
from handoff.audit.services import record_read
from handoff.core.actions import form_action
from handoff.referrals.supervision import queries, services
from handoff.referrals.supervision.forms import SupervisionAnswerForm


@requires_any(Permission.SUPERVISION_ANSWER)
@require_safe
def list_supervision_questions(request: ProgramRequest, program: str) -> HttpResponse:
    """What the actor's office is asked, oldest first."""
    waiting = list(queries.waiting_questions(request.actor))
    record_read(
        actor=request.actor,
        at=request.at,
        action=AuditLook.SUPERVISION_LISTED,
        details={"count": len(waiting)},
        people=[each.audited_as for each in waiting],
    )
    return render(request, "referrals/supervision/list.html", {"waiting": waiting})


@requires_any(Permission.SUPERVISION_ANSWER)
def answer_supervision(request: ProgramRequest, program: str, asked_id: uuid.UUID) -> HttpResponse:
    """One question, and the form to answer it."""
    question = queries.find_waiting_question(request.actor, asked_id)
    if question is None:
        raise Http404
    form = SupervisionAnswerForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: services.answer_supervision(
            actor=request.actor, question=question, answer=form.cleaned_data["answer"], at=request.at
        ),
        done=_("Answer recorded. The person who asked can see it in Handoff."),
        to=("referrals:supervision", program),
    )
    if response is not None:
        return response
    record_read(
        actor=request.actor, at=request.at, action=AuditLook.SUPERVISION_OPENED, subject=question.public_id
    )
    asked_by = full_names_by_id([question.asked_by_id]).get(question.asked_by_id, "")
    context = {"question": question, "form": form, "asked_by": asked_by}
    return render(request, "referrals/supervision/answer.html", context)
