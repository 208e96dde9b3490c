"""The DA's pages: exceptions that wait, and deciding one."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from handoff.access.doors import requires
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.audit.services import record_read
from handoff.core.refusals import Refused
from handoff.referrals import presenters, queries, services
from handoff.referrals.forms.staff import ExceptionForm


@requires(Permission.EXCEPTION_DECIDE)
def exceptions(request: ProgramRequest, program: str) -> HttpResponse:
    """List the exceptions that wait for the DA, oldest first, and those decided last."""
    waiting = [presenters.exception_line(each) for each in queries.exception_queue(request.program)]
    record_read(
        actor=request.actor, at=request.at, action="exceptions.listed", details={"count": len(waiting)}
    )
    context = {"waiting": waiting, "decided": queries.decided_exceptions(request.program)}
    return render(request, "referrals/exceptions.html", context)


@requires(Permission.EXCEPTION_DECIDE)
def exception(request: ProgramRequest, program: str, exception_id: uuid.UUID) -> HttpResponse:
    """Show what is needed to decide one exception, and record the decision."""
    asked = queries.find_exception(request.program, exception_id)
    if asked is None:
        raise Http404
    form = ExceptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.decide_exception(
                actor=request.actor,
                request=asked,
                approved=form.cleaned_data["outcome"] == "approved",
                reason=form.cleaned_data["reason"],
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your decision is recorded, and whoever asked is told."))
            return redirect("referrals:exceptions", program)
    record_read(actor=request.actor, at=request.at, action="exception.opened", subject=asked.public_id)
    return render(request, "referrals/exception.html", presenters.exception_context(asked) | {"form": form})
