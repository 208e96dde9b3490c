"""A survey is written, opened, answered and closed. An answer leaves nothing but counts (M8, ADR 0071)."""

import secrets
import uuid
from datetime import date, datetime

from django.db import transaction
from django.db.models import Case, F, Value, When

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.measures.models import SurveyComment, SurveyCount, SurveyQuestion, SurveyRound
from handoff.measures.rules.holding_back import is_enough
from handoff.measures.surveys import policies
from handoff.measures.surveys.definitions import STARTERS
from handoff.measures.surveys.inputs import Answers, QuestionInput, RoundInput
from handoff.measures.surveys.queries import surveys_of
from handoff.measures.surveys.rules import VALUES
from handoff.programs.models import Program
from handoff.programs.queries import local_date

TOKEN_LETTERS, TOKEN_LENGTH = "abcdefghjkmnpqrstuvwxyz23456789", 12
"""Letters that are read off paper without a mistake."""


@transaction.atomic
def make_survey(*, actor: Actor, program: Program, wanted: RoundInput, at: datetime) -> SurveyRound:
    """Start a round with the questions of the newest one, or with the starters where there is none."""
    policies.check_can_ask(actor, program.pk)
    earlier = surveys_of(program)
    taken = earlier.filter(name=wanted.name.strip()).exists()
    policies.check_round(wanted, local_date(program, at), name_taken=taken)
    newest = earlier.first()
    survey = SurveyRound.objects.create(
        program=program,
        name=wanted.name.strip(),
        token="".join(secrets.choice(TOKEN_LETTERS) for _letter in range(TOKEN_LENGTH)),
        last_on=wanted.last_on,
        least=wanted.least,
        made_at=at,
        made_by_id=actor.user_id,
    )
    asked = (
        [QuestionInput(each.scale, each.text, each.text_es) for each in newest.questions.all()]
        if newest is not None
        else [QuestionInput(*each) for each in STARTERS]
    )
    SurveyQuestion.objects.bulk_create(
        SurveyQuestion(survey=survey, position=number, scale=each.scale, text=each.text, text_es=each.text_es)
        for number, each in enumerate(asked, start=1)
    )
    _record(actor, survey, AuditAction.SURVEY_MADE, at)
    return survey


@transaction.atomic
def write_question(
    *,
    actor: Actor,
    survey: SurveyRound,
    question: SurveyQuestion | None,
    wanted: QuestionInput,
    at: datetime,
) -> SurveyQuestion:
    """Add a question to a draft, or change one. Refused where its words ask what the guiding rules forbid (G1-G9)."""
    survey = _locked(survey)
    policies.check_can_ask(actor, survey.program_id)
    policies.check_can_write_question(survey, question, wanted)
    if question is None:
        last = survey.questions.order_by("-position").first()
        question = SurveyQuestion(survey=survey, position=last.position + 1 if last else 1)
    question.scale, question.text, question.text_es = (
        wanted.scale,
        wanted.text.strip(),
        wanted.text_es.strip(),
    )
    question.save()
    _record(actor, survey, AuditAction.SURVEY_QUESTION_WRITTEN, at)
    return question


@transaction.atomic
def remove_question(*, actor: Actor, question: SurveyQuestion, at: datetime) -> None:
    survey = _locked(question.survey)
    policies.check_can_ask(actor, survey.program_id)
    policies.check_is_draft(survey)
    question.delete()
    _record(actor, survey, AuditAction.SURVEY_QUESTION_REMOVED, at)


@transaction.atomic
def open_survey(*, actor: Actor, survey: SurveyRound, at: datetime) -> None:
    """Open the link. All counts are made now, so that none shows by its place what was answered first."""
    survey = _locked(survey)
    today = local_date(survey.program, at)
    policies.check_can_ask(actor, survey.program_id)
    policies.check_can_open(survey, today)
    survey.opened_on = today
    survey.save(update_fields=["opened_on"])
    SurveyCount.objects.bulk_create(
        SurveyCount(question=each, value=value)
        for each in survey.questions.all()
        for value in VALUES[each.scale]
    )
    _record(actor, survey, AuditAction.SURVEY_STARTED, at)


@transaction.atomic
def close_survey(*, actor: Actor, survey: SurveyRound, at: datetime) -> None:
    """Take no more answers and show what came in. It doesn't open again: the next answer would stand out."""
    survey = _locked(survey)
    today = local_date(survey.program, at)
    policies.check_can_ask(actor, survey.program_id)
    policies.check_can_close(survey, today)
    survey.closed_on = today
    survey.save(update_fields=["closed_on"])
    _record(actor, survey, AuditAction.SURVEY_CLOSED, at)


@transaction.atomic
def share_survey(*, actor: Actor, survey: SurveyRound, at: datetime) -> None:
    """Let evaluators, funders and partners read a closed round's results, small counts hidden."""
    survey = _locked(survey)
    policies.check_can_ask(actor, survey.program_id)
    policies.check_can_share(survey, is_enough=is_enough(survey.answered, survey.least))
    survey.shared_at = at
    survey.save(update_fields=["shared_at"])
    _record(actor, survey, AuditAction.SURVEY_SHARED, at)


@transaction.atomic
def record_answers(*, survey: SurveyRound, answers: Answers, today: date, on_paper: bool = False) -> None:
    """Add one person's answers to the counts. No row, no audit row and no instant says who answered, what, or when.

    One statement touches every count of the round: the order of rows on the disk doesn't show which ones changed.
    """
    survey = _locked(survey)
    policies.check_takes_answers(survey, today, answers, on_paper=on_paper)
    chosen = [
        When(question_id=question, value=value, then=Value(1)) for question, value in answers.chosen.items()
    ]
    counts = SurveyCount.objects.filter(question__survey=survey)
    counts.update(count=F("count") + (Case(*chosen, default=Value(0)) if chosen else Value(0)))
    if answers.written:
        _add_comments(survey, answers)
    survey.answered += 1
    survey.on_paper += on_paper
    survey.save(update_fields=["answered", "on_paper"])


def _add_comments(survey: SurveyRound, answers: Answers) -> None:
    """Store all comments of the round anew, in random order under random keys."""
    rows = SurveyComment.objects.filter(survey=survey)
    pairs = [*rows.values_list("question_id", "text"), *answers.written.items()]
    rows.delete()
    secrets.SystemRandom().shuffle(pairs)
    SurveyComment.objects.bulk_create(
        SurveyComment(id=uuid.uuid4(), survey=survey, question_id=question, text=text)
        for question, text in pairs
    )


@transaction.atomic
def remove_comment(*, actor: Actor, comment: SurveyComment, at: datetime) -> None:
    """Delete words that name someone. The counts stay."""
    survey = comment.survey
    policies.check_can_ask(actor, survey.program_id)
    comment.delete()
    _record(actor, survey, AuditAction.SURVEY_COMMENT_REMOVED, at)


def _locked(survey: SurveyRound) -> SurveyRound:
    """The round as it is now; answers and its closing follow each other."""
    return SurveyRound.objects.select_for_update(of=("self",)).select_related("program").get(pk=survey.pk)


def _record(actor: Actor, survey: SurveyRound, action: AuditAction, at: datetime) -> None:
    audit.record(actor=actor, at=at, action=action, subject=survey.public_id)
