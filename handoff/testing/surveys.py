"""Surveys of participants."""

from datetime import date, datetime, timedelta

from handoff.access.actor import Actor
from handoff.measures.models import SurveyRound
from handoff.measures.surveys.inputs import Answers, RoundInput
from handoff.measures.surveys.services import close_survey, make_survey, open_survey, record_answers
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.testing.programs import AT, make_actor

FAR = date(2099, 12, 31)


def make_open_survey(
    program: Program, name: str = "Spring", *, actor: Actor | None = None, at: datetime = AT
) -> SurveyRound:
    """A survey that takes answers for many years."""
    actor = actor or make_actor(program, "data_manager", at)
    survey = make_survey(actor=actor, program=program, wanted=RoundInput(name, FAR, 11), at=at)
    open_survey(actor=actor, survey=survey, at=at)
    survey.refresh_from_db()
    return survey


def make_closed_survey(
    program: Program, name: str = "Winter", *, actor: Actor | None = None, at: datetime = AT
) -> SurveyRound:
    """A closed survey in which eleven people answered each question."""
    actor = actor or make_actor(program, "data_manager", at)
    survey = make_open_survey(program, name, actor=actor, at=at - timedelta(days=1))
    questions = list(survey.questions.all())
    answers = Answers(
        {each.pk: 1 + (each.scale != "yes_no") for each in questions if each.scale != "words"},
        {each.pk: "More bus passes" for each in questions if each.scale == "words"},
    )
    for _each in range(11):
        record_answers(survey=survey, answers=answers, today=local_date(program, at))
    close_survey(actor=actor, survey=survey, at=at)
    survey.refresh_from_db()
    return survey
