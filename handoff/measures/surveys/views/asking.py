"""Pages where the program writes a survey, opens it and closes it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff.access.decorators import requires_any
from handoff.access.http import ProgramRequest
from handoff.access.permissions import Permission
from handoff.core.actions import form_action, post_action
from handoff.measures.rules.holding_back import LEAST
from handoff.measures.surveys import presenters, queries, services
from handoff.measures.surveys.forms import QuestionForm, RoundForm
from handoff.measures.surveys.views.lookups import question_or_404, survey_or_404
from handoff.programs.queries import local_date


@requires_any(Permission.MEASURES_READ)
@require_safe
def list_surveys(request: ProgramRequest, program: str) -> HttpResponse:
    """All rounds with their state."""
    today = local_date(request.program, request.at)
    rows = [(each, *presenters.state_words(each, today)) for each in queries.surveys_of(request.program)]
    return render(request, "measures/surveys/list.html", {"rows": rows})


@requires_any(Permission.MEASURES_CLOSE)
def make_survey(request: ProgramRequest, program: str) -> HttpResponse:
    form = RoundForm(request.POST or None, initial={"least": LEAST})
    response = form_action(
        request,
        form,
        lambda: services.make_survey(
            actor=request.actor, program=request.program, wanted=form.round_input(), at=request.at
        ),
        done=_("Draft saved. Check the questions, then open the survey."),
        to=lambda survey: ("surveys:show", program, survey.public_id),
    )
    return response or render(request, "measures/surveys/make.html", {"form": form})


@requires_any(Permission.MEASURES_CLOSE)
def add_question(request: ProgramRequest, program: str, survey_id: UUID) -> HttpResponse:
    survey = survey_or_404(request, survey_id)
    form = QuestionForm(request.POST or None)
    response = form_action(
        request,
        form,
        lambda: services.write_question(
            actor=request.actor, survey=survey, question=None, wanted=form.question_input(), at=request.at
        ),
        done=_("Question added."),
        to=("surveys:show", program, survey.public_id),
    )
    context = {"form": form, "survey": survey, "title": _("Add a question")}
    return response or render(request, "measures/surveys/question.html", context)


@requires_any(Permission.MEASURES_CLOSE)
def change_question(request: ProgramRequest, program: str, survey_question_id: UUID) -> HttpResponse:
    question = question_or_404(request, survey_question_id)
    initial = {"text": question.text, "text_es": question.text_es, "scale": question.scale}
    form = QuestionForm(request.POST or None, initial=initial)
    response = form_action(
        request,
        form,
        lambda: services.write_question(
            actor=request.actor,
            survey=question.survey,
            question=question,
            wanted=form.question_input(),
            at=request.at,
        ),
        done=_("Question changed."),
        to=("surveys:show", program, question.survey.public_id),
    )
    context = {"form": form, "survey": question.survey, "title": _("Change question"), "question": question}
    return response or render(request, "measures/surveys/question.html", context)


@requires_any(Permission.MEASURES_CLOSE)
@require_POST
def remove_question(request: ProgramRequest, program: str, survey_question_id: UUID) -> HttpResponse:
    question = question_or_404(request, survey_question_id)
    return post_action(
        request,
        lambda: services.remove_question(actor=request.actor, question=question, at=request.at),
        done=_("Question deleted."),
        to=("surveys:show", program, question.survey.public_id),
    )


@requires_any(Permission.MEASURES_CLOSE)
@require_POST
def open_survey(request: ProgramRequest, program: str, survey_id: UUID) -> HttpResponse:
    survey = survey_or_404(request, survey_id)
    return post_action(
        request,
        lambda: services.open_survey(actor=request.actor, survey=survey, at=request.at),
        done=_("The survey is open. Share the link, print it, or hand out paper."),
        to=("surveys:show", program, survey.public_id),
    )


@requires_any(Permission.MEASURES_CLOSE)
@require_POST
def close_survey(request: ProgramRequest, program: str, survey_id: UUID) -> HttpResponse:
    survey = survey_or_404(request, survey_id)
    return post_action(
        request,
        lambda: services.close_survey(actor=request.actor, survey=survey, at=request.at),
        done=_("The survey is closed."),
        to=("surveys:show", program, survey.public_id),
    )
