"""M8: what evaluators, funders and partners read of a survey, and its results in the monthly summary's files."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.measures.models import SurveyRound
from handoff.measures.rules.suppression import is_small
from handoff.measures.surveys.inputs import Answers
from handoff.measures.surveys.presenters import present_shared
from handoff.measures.surveys.rules import Distribution, figures_of, hidden_answers
from handoff.measures.surveys.services import close_survey, record_answers, share_survey
from handoff.measures.tests.ranges import known_counts
from handoff.testing.programs import AT, make_actor, make_member, make_program
from handoff.testing.sign_in import login_with_second_factor
from handoff.testing.surveys import make_closed_survey, make_open_survey

COUNTS = st.lists(st.integers(0, 30), min_size=5, max_size=5)


@given(COUNTS)
def test_no_small_count_of_an_answer_can_be_worked_out(counts):
    result = Distribution("agree", dict(enumerate(counts, start=1)), 11)
    hidden = hidden_answers(result)
    if hidden is not None:
        assert known_counts(figures_of(result), hidden) == []
        assert not any(is_small(count) and str(value) not in hidden for value, count in result.counts.items())


def test_large_counts_and_true_zeros_are_shown():
    assert hidden_answers(Distribution("agree", {1: 0, 2: 0, 3: 12, 4: 11, 5: 20}, 11)) == frozenset()


@pytest.fixture
def program(db):
    return make_program()


def answered(program, *values):
    """A closed survey in which the first question with five answers was answered by these."""
    actor = make_actor(program, "data_manager")
    survey = make_open_survey(program, actor=actor)
    question = survey.questions.filter(scale="agree").first()
    for value in values:
        answers = Answers({question.pk: value}, {})
        record_answers(survey=survey, answers=answers, today=AT.date(), on_paper=True)
    close_survey(actor=actor, survey=survey, at=AT)
    survey.refresh_from_db()
    return survey


def share(program, survey, role="data_manager"):
    share_survey(actor=make_actor(program, role), survey=survey, at=AT)


def test_a_question_that_few_skipped_or_that_splits_small_shows_no_small_count(program):
    survey = answered(program, *[5] * 14, *[1] * 3)
    (first,) = [each for each in present_shared(survey).results if each.rows]
    assert [row[1] for row in first.rows] == [14, 0, 0, 0, "hidden"]
    assert "17" not in first.finding


def test_only_a_closed_survey_that_enough_answered_is_shared_and_once(program):
    with pytest.raises(Refused, match="Close the survey first"):
        share(program, make_open_survey(program, "Open"))
    with pytest.raises(Refused, match="Too few"):
        share(program, answered(program, 5, 5))
    survey = make_closed_survey(program)
    with pytest.raises(Refused, match="Only the program manager"):
        share(program, survey, "case_manager")
    share(program, survey)
    survey.refresh_from_db()
    with pytest.raises(Refused, match="already been shared"):
        share(program, survey)
    assert AuditEvent.objects.filter(action="survey.shared").count() == 1


def test_evaluators_read_what_was_shared_and_nothing_else(client, program):
    survey = make_closed_survey(program)
    manager = Client()
    manager.force_login(make_member(program, "program_manager"))
    client.force_login(make_member(program, "evaluator"))
    where = reverse("surveys:shared", args=[program.slug])
    own = reverse("surveys:show", args=[program.slug, survey.public_id])
    assert "No survey has been shared yet." in client.get(where).content.decode()
    assert client.get(own).status_code == 404
    assert client.post(reverse("surveys:share", args=[program.slug, survey.public_id])).status_code == 404
    assert "Share the results" in manager.get(own).content.decode()
    manager.post(reverse("surveys:share", args=[program.slug, survey.public_id]))
    assert "see what others read" in manager.get(own).content.decode()
    page = client.get(where).content.decode()
    assert survey.name in page and "More bus passes" not in page
    assert where in client.get(reverse("editions:list", args=[program.slug])).content.decode()
    assert SurveyRound.objects.get().shared_at is not None


@pytest.mark.parametrize("role", ["case_manager", "officer"])
def test_who_reads_no_figures_finds_no_shared_survey(client, program, role):
    client.force_login(make_member(program, role))
    assert client.get(reverse("surveys:shared", args=[program.slug])).status_code == 404


def test_the_files_of_the_month_hold_what_the_survey_found(client, program):
    survey = make_closed_survey(program)
    few = answered(program, 5, 5)
    login_with_second_factor(client, make_member(program, "data_manager"))
    month = f"{survey.closed_on:%Y-%m}"
    paper, book = (
        client.get(reverse("measures:download", args=[program.slug, month, kind])).content
        for kind in ("pdf", "xlsx")
    )
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    words = " ".join(words.split())
    assert f"What participants say: {survey.name}" in words and "11 people answered" in words
    assert "fewer than 11 people answered" in words
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name("What participants say")
    rows = sheet.to_python()
    assert rows[0] == ["Survey", "Question", "Answer", "People", "Answered"]
    assert sum(row[3] for row in rows[1:]) == 11 * len({row[1] for row in rows[1:]})
    assert few.name not in {row[0] for row in rows}
