"""The first-run guide on a page of its own, and the launch checklist (P3)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.actions import form_action
from handoff.desk.launch.definitions import PREPARATIONS
from handoff.desk.launch.forms import PreparationForm
from handoff.desk.launch.presenters import build_checklist, build_guide, checklist_pdf, done_words
from handoff.desk.launch.queries.preparations import newest_marks
from handoff.programs.services import mark_preparation as mark


@requires_any(Permission.PROGRAM_SETUP)
def show_guide(request: ProgramRequest, program: str) -> HttpResponse:
    """Show each step until the program can take a referral, and what is missing."""
    return render(request, "desk/launch/guide.html", {"guide": build_guide(request.program, request.at)})


@requires_any(Permission.PROGRAM_SETUP)
@require_safe
def show_checklist(request: ProgramRequest, program: str) -> HttpResponse:
    """Show each of the handbook's preparations: done by the records, by someone's word, or not yet."""
    checklist = build_checklist(request.program, request.at)
    context = {"checklist": checklist, "done_words": done_words(checklist)}
    return render(request, "desk/launch/checklist.html", context)


@requires_any(Permission.PROGRAM_SETUP)
@require_safe
def download_checklist(request: ProgramRequest, program: str) -> HttpResponse:
    """The checklist as PDF for the coordination group. It names staff and no participant."""
    content = checklist_pdf(request.program, build_checklist(request.program, request.at), request.at)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="launch-checklist-{program}.pdf"'
    return response


@requires_any(Permission.PROGRAM_SETUP)
def mark_preparation(request: ProgramRequest, program: str, preparation: str) -> HttpResponse:
    """Say how a preparation stands that no record shows."""
    asked = PREPARATIONS.get(preparation)
    if asked is None or not asked.is_asked:
        raise Http404
    form = PreparationForm(request.POST or None, mark=newest_marks(request.program).get(asked.key))
    response = form_action(
        request,
        form,
        lambda: mark(
            actor=request.actor,
            program=request.program,
            key=asked.key,
            is_done=form.cleaned_data["answer"] == "yes",
            note=form.cleaned_data["note"],
            at=request.at,
        ),
        done=_("Saved with your name and the day."),
        to=("launch:checklist", program),
    )
    return response or render(
        request, "desk/launch/preparation.html", {"form": form, "words": _(asked.words)}
    )
