"""Who may ask, and when answers are taken and shown."""

from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.measures.models import SurveyQuestion, SurveyRound
from handoff.measures.rules.holding_back import LEAST
from handoff.measures.surveys.inputs import Answers, QuestionInput, RoundInput
from handoff.measures.surveys.queries import SurveyState, state_of
from handoff.measures.surveys.rules import VALUES
from handoff.programs.policies import check_question, check_texts

MOST_QUESTIONS = 20


def check_can_ask(actor: Actor, program_id: int) -> None:
    if actor.program_id != program_id or not actor.can(Permission.MEASURES_CLOSE):
        raise Refused(_("Only the program manager and the data manager can do this with a survey."))


def check_round(wanted: RoundInput, today: date, *, name_taken: bool) -> None:
    check_texts(wanted.name)
    if name_taken:
        raise Refused(_("Another survey has this name. Choose another one."))
    if wanted.last_on < today:
        raise Refused(_("The last day is in the past. Choose a later one."))
    if wanted.least < LEAST:
        raise Refused(_("Results from fewer than 11 people are never shown. Enter 11 or more."))


def check_is_draft(survey: SurveyRound) -> None:
    """A question that was answered can't become another one."""
    if survey.opened_on is not None:
        raise Refused(_("This survey is open or closed, so its questions stay as they were asked."))


def check_can_write_question(
    survey: SurveyRound, question: SurveyQuestion | None, wanted: QuestionInput
) -> None:
    check_is_draft(survey)
    check_question(wanted.text, wanted.text_es)
    if not wanted.text_es.strip():
        raise Refused(_("Enter the question in Spanish too."))
    if question is None and survey.questions.count() >= MOST_QUESTIONS:
        raise Refused(_("A survey has at most 20 questions. Delete one first."))


def check_can_open(survey: SurveyRound, today: date) -> None:
    check_is_draft(survey)
    if today > survey.last_on:
        raise Refused(_("The last day is in the past. Make a new survey."))
    if not survey.questions.exists():
        raise Refused(_("Add a question first."))


def check_can_close(survey: SurveyRound, today: date) -> None:
    """A closed survey takes no more answers, on paper or by link, so its results name no latecomer."""
    if state_of(survey, today) not in {SurveyState.OPEN, SurveyState.PAPER_ONLY}:
        raise Refused(_("Only an open survey can be closed."))


def check_can_share(survey: SurveyRound, *, is_enough: bool) -> None:
    """Results are shared once, of a closed survey that enough people answered; they don't change after that."""
    if survey.closed_on is None:
        raise Refused(_("Close the survey first: its results don't change after that."))
    if survey.shared_at is not None:
        raise Refused(_("These results have already been shared."))
    if not is_enough:
        raise Refused(_("Too few people answered, so there is no result to share."))


def check_takes_answers(survey: SurveyRound, today: date, answers: Answers, *, on_paper: bool) -> None:
    state = state_of(survey, today)
    if state != SurveyState.OPEN and not (on_paper and state == SurveyState.PAPER_ONLY):
        raise Refused(_("This survey has ended."))
    if not answers.chosen and not answers.written:
        raise Refused(_("Answer at least one question."))
    scales = dict(survey.questions.values_list("pk", "scale"))
    for question, value in answers.chosen.items():
        if value not in VALUES[scales[question]]:
            raise ValueError(f"{value} is no answer to question {question}")
