"""Pages where a program writes its own instructions at each field (X2)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.actions import form_action, post_action
from handoff.core.forms.base import instructed_forms
from handoff.core.instructions import InstructionKey
from handoff.programs import presenters, queries, services
from handoff.programs.forms.instructions import FormSearch, InstructionsForm
from handoff.programs.inputs import InstructionInput


@requires_any(Permission.PROGRAM_SETUP)
def list_forms(request: ProgramRequest, program: str) -> HttpResponse:
    """List the forms whose instructions the program may write, and what it wrote for fields that are gone."""
    written = queries.current_instructions_of(request.program, request.at)
    if request.method == "POST":
        return delete_left_over(request, written)
    form = FormSearch(request.GET or None)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    context = {
        "form": form,
        "searched": bool(words),
        "groups": presenters.instructed_form_groups(written, words),
        "left_over": presenters.left_over_instructions(written),
    }
    return render(request, "programs/instructions.html", context)


def delete_left_over(request: ProgramRequest, written: dict[InstructionKey, str]) -> HttpResponse:
    """Stop listing a text whose field is gone; its earlier versions are kept."""
    sent = request.POST.get("text", "")
    left_over = presenters.left_over_instructions(written)
    key = next((each.key for each in left_over if each.where == sent), None)
    if key is None:
        raise Http404
    form_name, field, language = key
    return post_action(
        request,
        lambda: services.write_instructions(
            actor=request.actor,
            program=request.program,
            form=form_name,
            instructions=[InstructionInput(field, language, "")],
            at=request.at,
        ),
        done=_("The text is no longer listed."),
        to=("programs:instructions", request.program.slug),
    )


@requires_any(Permission.PROGRAM_SETUP)
def edit_instructions(request: ProgramRequest, program: str, form_name: str) -> HttpResponse:
    """Change the instructions at the fields of one form; a box left blank keeps the default."""
    edited, form_class = next(
        (each for each in instructed_forms() if each[0].name == form_name), (None, None)
    )
    if edited is None or form_class is None:
        raise Http404
    here = request.program
    written = queries.current_instructions_of(here, request.at)
    form = InstructionsForm(request.POST or None, edited=edited, form_class=form_class, written=written)
    response = form_action(
        request,
        form,
        lambda: services.write_instructions(
            actor=request.actor,
            program=here,
            form=form_name,
            instructions=form.instruction_inputs(),
            at=request.at,
        ),
        done=_("Instructions saved. They show on the form now."),
        to=("programs:instructions", program),
    )
    if response is not None:
        return response
    context = {
        "form": form,
        "title": edited.title,
        "earlier": presenters.instruction_history(here, edited, form_class),
    }
    return render(request, "programs/edit_instructions.html", context)
