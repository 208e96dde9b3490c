"""The officer's lookup."""

from django.http import HttpResponse
from django.shortcuts import render

from handoff.access.doors import requires
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.desk.lookup.forms import LookupForm
from handoff.desk.lookup.services import LookupAnswer, ask_lookup


@requires(Permission.LOOKUP_ASK)
def ask(request: ProgramRequest, program: str) -> HttpResponse:
    """Answer: participant or not, whom to call; nothing more (J3)."""
    form = LookupForm(request.POST or None)
    answer: LookupAnswer | None = None
    if request.method == "POST" and form.is_valid():
        try:
            answer = ask_lookup(
                actor=request.actor,
                program=request.program,
                query=form.query(),
                reason=form.cleaned_data["reason"],
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "desk/lookup/ask.html", {"form": form, "answer": answer})
