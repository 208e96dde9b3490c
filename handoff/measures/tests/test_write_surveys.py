"""A survey is drafted from good questions, in both languages and within the principles, before anyone answers (M8)."""

from datetime import date, timedelta

import pytest

from handoff.core.refusals import Refused
from handoff.measures.models import SurveyQuestion
from handoff.measures.surveys import services
from handoff.measures.surveys.definitions import STARTERS
from handoff.measures.surveys.inputs import QuestionInput, RoundInput
from handoff.measures.surveys.rules import GOOD, VALUES, WORDS
from handoff.measures.surveys.wording import ANSWERS, GOOD_ANSWERS
from handoff.measures.tests.conftest import LAST
from handoff.programs.rules.texts import object_to_question
from handoff.testing.programs import AT, make_actor

TODAY = date(2026, 3, 2)
LATER = AT + timedelta(days=40)


def test_the_scales_have_words_and_values():
    scales = [each for each in VALUES if each != WORDS]
    assert set(VALUES) == set(GOOD) == set(SurveyQuestion.Scale.values)
    assert set(scales) == set(ANSWERS) == set(GOOD_ANSWERS)
    for scale in scales:
        assert tuple(ANSWERS[scale]) == VALUES[scale]
        assert max(VALUES[scale]) in GOOD[scale] and min(VALUES[scale]) not in GOOD[scale]


@pytest.mark.parametrize("starter", STARTERS)
def test_the_first_questions_ask_nothing_that_is_forbidden(starter):
    for text in (starter.text, starter.text_es):
        assert object_to_question(text) is None
        assert len(text) <= 200


def test_a_survey_starts_with_the_starters_then_with_the_last_ones_questions(survey, program, actor):
    assert [(each.scale, each.text, each.text_es) for each in list(survey.questions.all())] == list(STARTERS)
    services.remove_question(actor=actor, question=survey.questions.first(), at=AT)
    again = services.make_survey(
        actor=actor, program=program, wanted=RoundInput("Summer", LAST, 20), at=AT + timedelta(days=1)
    )
    assert [each.text for each in again.questions.all()] == [each.text for each in STARTERS[1:]]


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (RoundInput("Spring", LAST, 11), "has this name"),
        (RoundInput("Fall", TODAY - timedelta(days=1), 11), "in the past"),
        (RoundInput("Fall", LAST, 10), "never shown"),
        (RoundInput("Take a drug test first", LAST, 11), "drug test"),
    ],
)
def test_a_survey_is_refused_with_a_reason(survey, program, actor, wanted, sentence):
    with pytest.raises(Refused, match=sentence):
        services.make_survey(actor=actor, program=program, wanted=wanted, at=AT)


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (QuestionInput("yes_no", "Did you pass your drug test?", "¿Está bien?"), "drug test"),
        (QuestionInput("yes_no", "Are you well?", "¿Lleva tiempo sobrio?"), "sobrio"),
        (QuestionInput("yes_no", "Are you well?", " "), "in Spanish too"),
    ],
)
def test_a_question_that_the_rules_forbid_is_refused_in_both_languages(survey, actor, wanted, sentence):
    """G1 to G9 hold for what participants are asked anonymously too."""
    with pytest.raises(Refused, match=sentence):
        services.write_question(actor=actor, survey=survey, question=None, wanted=wanted, at=AT)


def test_a_question_is_added_and_changed_in_a_draft_only(survey, actor):
    wanted = QuestionInput("yes_no", "Do you have a phone?", "¿Tiene teléfono?")
    added = services.write_question(actor=actor, survey=survey, question=None, wanted=wanted, at=AT)
    assert added.position == len(STARTERS) + 1
    wanted = QuestionInput("often", "Can you charge your phone?", "¿Puede cargar su teléfono?")
    services.write_question(actor=actor, survey=survey, question=added, wanted=wanted, at=AT)
    assert list(survey.questions.all())[-1].text == wanted.text
    services.open_survey(actor=actor, survey=survey, at=AT)
    for act in (
        lambda: services.write_question(actor=actor, survey=survey, question=added, wanted=wanted, at=AT),
        lambda: services.remove_question(actor=actor, question=added, at=AT),
        lambda: services.open_survey(actor=actor, survey=survey, at=AT),
    ):
        with pytest.raises(Refused, match="stay as they were asked"):
            act()


def test_a_survey_without_questions_or_with_too_many_is_refused(survey, actor):
    wanted = QuestionInput("yes_no", "Do you have a phone?", "¿Tiene teléfono?")
    for _each in range(20 - len(STARTERS)):
        services.write_question(actor=actor, survey=survey, question=None, wanted=wanted, at=AT)
    with pytest.raises(Refused, match="at most 20"):
        services.write_question(actor=actor, survey=survey, question=None, wanted=wanted, at=AT)
    survey.questions.all().delete()
    with pytest.raises(Refused, match="Add a question"):
        services.open_survey(actor=actor, survey=survey, at=AT)
    services.write_question(actor=actor, survey=survey, question=None, wanted=wanted, at=AT)
    assert survey.questions.get().position == 1
    with pytest.raises(Refused, match="in the past"):
        services.open_survey(actor=actor, survey=survey, at=LATER)


@pytest.mark.parametrize("role", ["peer_support", "evaluator"])
def test_only_the_manager_and_the_data_manager_write_surveys(program, survey, role):
    with pytest.raises(Refused, match="Only the program manager"):
        services.open_survey(actor=make_actor(program, role), survey=survey, at=AT)
