"""Rounds of the survey, and what they came to."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from handoff.measures.models import SurveyComment, SurveyCount, SurveyQuestion, SurveyRound
from handoff.measures.rules.holding_back import is_enough
from handoff.measures.rules.periods import Period
from handoff.measures.surveys.rules import Distribution
from handoff.programs.models import Program


class SurveyState(StrEnum):
    """A draft can be changed, an open one is answered, a closed one is read. After its last day only paper comes in."""

    DRAFT = "draft"
    OPEN = "open"
    PAPER_ONLY = "paper_only"
    CLOSED = "closed"


def state_of(survey: SurveyRound, today: date) -> SurveyState:
    if survey.opened_on is None:
        return SurveyState.DRAFT
    if survey.closed_on is not None:
        return SurveyState.CLOSED
    return SurveyState.OPEN if today <= survey.last_on else SurveyState.PAPER_ONLY


def surveys_of(program: Program) -> QuerySet[SurveyRound]:
    """All rounds, the newest first."""
    return SurveyRound.objects.filter(program=program)


def find_survey(program: Program, public_id: UUID) -> SurveyRound | None:
    return surveys_of(program).filter(public_id=public_id).first()


def find_question(program: Program, public_id: UUID) -> SurveyQuestion | None:
    found = SurveyQuestion.objects.filter(survey__program=program, public_id=public_id)
    return found.select_related("survey").first()


def find_comment(program: Program, comment_id: UUID) -> SurveyComment | None:
    """A comment that is shown: the round is closed and enough answered the question."""
    found = SurveyComment.objects.filter(survey__program=program, pk=comment_id)
    comment = found.select_related("survey", "question__survey").first()
    if comment is None or comment not in comments_on(comment.question):
        return None
    return comment


def find_open_survey(program: Program, token: str, today: date) -> SurveyRound | None:
    """The round that a link leads to, while it is answered."""
    survey = surveys_of(program).filter(token=token).first()
    return survey if survey is not None and state_of(survey, today) == SurveyState.OPEN else None


def questions_of(survey: SurveyRound) -> Sequence[SurveyQuestion]:
    return list(survey.questions.all())


def distributions(survey: SurveyRound) -> list[tuple[SurveyQuestion, Distribution]]:
    """What a closed round came to, question by question; nothing of one that is still answered."""
    if survey.closed_on is None:
        return []
    questions = [each for each in questions_of(survey) if each.scale != SurveyQuestion.Scale.WORDS]
    counts: dict[int, dict[int, int]] = {each.pk: {} for each in questions}
    for row in SurveyCount.objects.filter(question__survey=survey).order_by("value"):
        counts[row.question_id][row.value] = row.count
    return [(each, Distribution(each.scale, counts[each.pk], survey.least)) for each in questions]


def comments_on(question: SurveyQuestion) -> list[SurveyComment]:
    """What was written, once the round is closed and enough forms came in."""
    survey = question.survey
    if survey.closed_on is None or not is_enough(survey.answered, survey.least):
        return []
    return list(question.comments.order_by("pk"))


def shared_surveys(program: Program) -> list[SurveyRound]:
    """The rounds whose results evaluators, funders and partners read, the newest first."""
    return list(surveys_of(program).filter(shared_at__isnull=False))


def closed_in(program: Program, period: Period) -> list[SurveyRound]:
    """The rounds whose results belong to a period: those closed in it."""
    return list(surveys_of(program).filter(closed_on__range=(period.first, period.last)))


def asked_before(question: SurveyQuestion) -> tuple[SurveyRound, Distribution] | None:
    """The last earlier round that asked the same in the same words, if enough answered it."""
    survey = question.survey
    earlier = surveys_of(survey.program).filter(closed_on__isnull=False, made_at__lt=survey.made_at)
    same = SurveyQuestion.objects.filter(survey__in=earlier, scale=question.scale, text=question.text)
    found = same.select_related("survey").order_by("-survey__made_at").first()
    if found is None:
        return None
    counts = dict(found.counts.values_list("value", "count"))
    result = Distribution(found.scale, counts, found.survey.least)
    return (found.survey, result) if result.is_shown else None
