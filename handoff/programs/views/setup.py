"""Pages for the program's details, policy versions, script, and own intake questions."""

import uuid
from dataclasses import asdict, replace

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.actions import form_action
from handoff.core.refusals import Refused
from handoff.programs import presenters, queries, services
from handoff.programs.definitions import INTAKE_SECTIONS, STARTING_SCRIPTS
from handoff.programs.forms.setup import PolicyForm, ProgramForm, QuestionForm, ScriptForm
from handoff.programs.inputs import PolicyInput, ProgramInput, QuestionInput


@requires_any(Permission.PROGRAM_SETUP)
def show_setup(request: ProgramRequest, program: str) -> HttpResponse:
    """Show the program's settings, with a link to each part."""
    here = request.program
    today = queries.local_date(here, request.at)
    rows = presenters.policy_rows(queries.policy_versions(here), today)
    context = {
        "facts": presenters.program_facts(here),
        "census": presenters.census_facts(here),
        "policies": [row for row in rows if row.state.kind == "done"],
        "next_opening": queries.next_opening(here, request.at),
        "is_open": queries.is_open(here, request.at),
        "on_call": queries.on_call_shifts(here, request.at),
        "languages": [(name, queries.scripts_of(here, code).first()) for code, name in settings.LANGUAGES],
        "questions": queries.questions_of(here).filter(is_active=True).count(),
    }
    return render(request, "programs/setup.html", context)


@requires_any(Permission.PROGRAM_SETUP)
def edit_program(request: ProgramRequest, program: str) -> HttpResponse:
    """Change the program's own details."""
    here = request.program
    first = {name: getattr(here, name) for name in ProgramInput.__dataclass_fields__}
    form = ProgramForm(request.POST or None, initial=first)
    response = form_action(
        request,
        form,
        lambda: services.change_program(
            actor=request.actor,
            program=here,
            program_input=replace(form.program_input(), state=here.state),
            at=request.at,
        ),
        done=_("Program details saved."),
        to=("programs:setup", program),
    )
    if response is not None:
        return response
    return render(request, "programs/edit_program.html", {"form": form})


@requires_any(Permission.PROGRAM_SETUP)
def list_policies(request: ProgramRequest, program: str) -> HttpResponse:
    """List every version of the policy: current, future, past."""
    today = queries.local_date(request.program, request.at)
    rows = presenters.policy_rows(queries.policy_versions(request.program), today)
    return render(request, "programs/policy.html", {"rows": rows})


@requires_any(Permission.PROGRAM_SETUP)
def add_policy(request: ProgramRequest, program: str) -> HttpResponse:
    """Add a version, starting from the newest; existing versions never change."""
    newest = queries.policy_versions(request.program).first()
    first = (
        {name: getattr(newest, name) for name in PolicyInput.__dataclass_fields__}
        if newest
        else asdict(PolicyInput())
    )
    form = PolicyForm(
        request.POST or None,
        initial={**first, "effective_on": queries.local_date(request.program, request.at)},
    )

    def add_version() -> object:
        policy_input, effective_on = form.policy_input()
        return services.add_policy_version(
            actor=request.actor,
            program=request.program,
            policy_input=policy_input,
            effective_on=effective_on,
            at=request.at,
        )

    done = _("New policy saved. Referrals made before it starts keep theirs.")
    response = form_action(request, form, add_version, done=done, to=("programs:policy", program))
    if response is not None:
        return response
    return render(request, "programs/new_policy.html", {"form": form})


@requires_any(Permission.PROGRAM_SETUP)
def edit_script(request: ProgramRequest, program: str) -> HttpResponse:
    """Show the script in each language, and publish a new one."""
    here, sent = request.program, request.POST.get("language")
    parts = []
    for code, name in settings.LANGUAGES:
        versions = list(queries.scripts_of(here, code))
        starting = STARTING_SCRIPTS.get(code, "").format(program=here.name)
        first = {"language": code, "text": versions[0].text if versions else starting}
        form = ScriptForm(request.POST if sent == code else None, initial=first, auto_id=f"id_{code}_%s")
        parts.append((code, name, versions, form))
        if sent == code and form.is_valid():
            try:
                services.publish_script(
                    actor=request.actor,
                    program=here,
                    language=code,
                    text=form.cleaned_data["text"],
                    at=request.at,
                )
            except Refused as refusal:
                form.add_error("text", str(refusal))
            else:
                messages.success(request, _("The new script is active. Earlier scripts are kept below."))
                return redirect("programs:script", program)
    return render(request, "programs/script.html", {"parts": parts})


@requires_any(Permission.PROGRAM_SETUP)
def edit_questions(request: ProgramRequest, program: str) -> HttpResponse:
    """List the program's own questions, and add one unless it is one that no program may ask."""
    form = QuestionForm(request.POST or None)

    def add_question() -> object:
        values = {**form.cleaned_data, "choices": tuple(form.cleaned_data["choices"].splitlines())}
        question = QuestionInput(**values)
        return services.add_question(
            actor=request.actor, program=request.program, question_input=question, at=request.at
        )

    done = _("Question added to new intakes.")
    response = form_action(
        request, form, add_question, done=done, to=("programs:questions", program), field="text"
    )
    if response is not None:
        return response
    titles = {key: _(title) for key, title in INTAKE_SECTIONS}
    rows = [(titles.get(each.section, each.section), each) for each in queries.questions_of(request.program)]
    return render(request, "programs/questions.html", {"form": form, "rows": rows})


@requires_any(Permission.PROGRAM_SETUP)
@require_POST
def switch_question(request: ProgramRequest, program: str, question_id: uuid.UUID) -> HttpResponse:
    """Stop asking a question, or ask it again."""
    question = queries.find_question(request.program, question_id)
    if question is None:
        raise Http404
    active = request.POST.get("active") == "yes"
    services.set_question_active(actor=request.actor, question=question, active=active, at=request.at)
    messages.success(request, _("The question is back on.") if active else _("The question is turned off."))
    return redirect("programs:questions", program)
