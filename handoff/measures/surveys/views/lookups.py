"""The survey and the question that a URL names."""

from uuid import UUID

from django.http import Http404

from handoff.access.http import ProgramRequest
from handoff.measures.models import SurveyQuestion, SurveyRound
from handoff.measures.surveys import queries


def survey_or_404(request: ProgramRequest, survey_id: UUID) -> SurveyRound:
    survey = queries.find_survey(request.program, survey_id)
    if survey is None:
        raise Http404
    return survey


def question_or_404(request: ProgramRequest, question_id: UUID) -> SurveyQuestion:
    question = queries.find_question(request.program, question_id)
    if question is None:
        raise Http404
    return question
