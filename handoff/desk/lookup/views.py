"""The officer's lookup."""

from django.http import HttpResponse
from django.shortcuts import render

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.desk.lookup.forms import LookupForm
from handoff.desk.lookup.services import LookupAnswer, answer_lookup


@requires_any(Permission.LOOKUP_ASK)
def look_up(request: ProgramRequest, program: str) -> HttpResponse:
    """Answer whether the person is a participant and whom to call, nothing more (J3)."""
    form = LookupForm(request.POST or None)
    answer: LookupAnswer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            answer = answer_lookup(
                actor=request.actor,
                program=request.program,
                query=form.lookup_query(),
                reason=form.cleaned_data["reason"],
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "desk/lookup/lookup.html", {"form": form, "answer": answer})
