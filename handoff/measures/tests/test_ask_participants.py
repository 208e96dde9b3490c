"""The survey of participants: anonymous by construction, and never shown from few answers (M8, ADR 0071)."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db.models import DateField, DateTimeField
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.measures.models import SurveyComment, SurveyCount, SurveyQuestion, SurveyRound
from handoff.measures.rules.holding_back import is_enough
from handoff.measures.surveys import queries, services
from handoff.measures.surveys.definitions import STARTERS
from handoff.measures.surveys.inputs import Answers, RoundInput
from handoff.measures.surveys.presenters import present_findings, present_results, progress_words
from handoff.measures.surveys.rules import WORDS, Distribution
from handoff.testing.programs import AT, make_member, make_program

TODAY = date(2026, 3, 2)
LAST = date(2026, 3, 31)
FAR = date(2099, 12, 31)
LATER = AT + timedelta(days=40)


@pytest.fixture
def open_survey(survey, actor):
    services.open_survey(actor=actor, survey=survey, at=AT)
    survey.refresh_from_db()
    return survey


def questions(survey, scale=None):
    return [each for each in survey.questions.all() if scale is None or each.scale == scale]


def answer(survey, times=1, value=4, on_paper=False, today=TODAY, words=""):
    first = questions(survey, "agree")[0]
    written = {questions(survey, WORDS)[0].pk: words} if words else {}
    for _each in range(times):
        answers = Answers({first.pk: value}, written)
        services.record_answers(survey=survey, answers=answers, today=today, on_paper=on_paper)
    return first


def close(survey, actor, at=AT):
    services.close_survey(actor=actor, survey=survey, at=at)
    survey.refresh_from_db()
    return survey


def client_of(program, role):
    client = Client()
    client.force_login(make_member(program, role))
    return client


@pytest.mark.parametrize(
    ("count", "least", "shown"),
    [(10, 11, False), (11, 11, True), (11, 5, True), (10, 5, False), (15, 20, False)],
)
def test_a_threshold_can_only_be_higher_than_eleven(count, least, shown):
    assert is_enough(count, least) is shown


def test_a_share_counts_the_upper_two_of_five():
    result = Distribution("agree", {1: 1, 2: 0, 3: 3, 4: 5, 5: 7}, 11)
    assert (result.good, result.answered) == (12, 16)
    assert round(result.share.percent, 1) == 75.0
    assert Distribution("yes_no", {1: 4, 2: 8}, 11).good == 8


def test_an_answer_leaves_counts_and_nothing_else(open_survey, program):
    """Planted: an answer with its time or its writer would show here as a field, a row, or an audit row."""
    instants = {
        (model.__name__, field.name)
        for model in apps.get_app_config("measures").get_models()
        if model.__name__.startswith("Survey")
        for field in model._meta.concrete_fields
        if isinstance(field, DateField | DateTimeField)
    }
    days = ("made_at", "last_on", "opened_on", "closed_on", "shared_at")
    assert instants == {("SurveyRound", name) for name in days}
    before = snapshot(program)
    answer(open_survey, words="More bus passes, please.")
    after = snapshot(program)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"SurveyCount", "SurveyComment", "SurveyRound"}
    assert len(after["SurveyCount"]) == len(before["SurveyCount"])
    named = {field.name for field in SurveyComment._meta.concrete_fields}
    assert named == {"id", "survey", "question", "text"}
    assert {field.name for field in SurveyCount._meta.concrete_fields} == {"id", "question", "value", "count"}


def snapshot(program):
    """Every row of the database, table by table."""
    return {
        model.__name__: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models()
        if model._meta.managed
    }


def test_comments_are_stored_anew_in_random_order(open_survey, monkeypatch):
    """The order of rows says nothing of the order of answers: the second answer can come first."""
    monkeypatch.setattr(services.secrets.SystemRandom, "shuffle", lambda self, pairs: pairs.reverse())
    answer(open_survey, words="first")
    before = SurveyComment.objects.get().pk
    answer(open_survey, words="second")
    assert not SurveyComment.objects.filter(pk=before).exists()
    rows = SurveyComment.objects.extra(select={"place": "rowid"}) if is_sqlite() else None
    if rows is not None:
        assert [each.text for each in rows.order_by("place")] == ["second", "first"]


def is_sqlite():
    from django.db import connection

    return connection.vendor == "sqlite"


def test_one_statement_touches_every_count(open_survey, django_assert_num_queries):
    with django_assert_num_queries(7):
        answer_first(open_survey)
    assert sorted(SurveyCount.objects.values_list("count", flat=True))[-2:] == [0, 1]


def test_words_alone_are_an_answer(open_survey):
    """The counts of every question stay; one more person answered."""
    words = questions(open_survey, WORDS)[0].pk
    services.record_answers(survey=open_survey, answers=Answers({}, {words: "More rides"}), today=TODAY)
    open_survey.refresh_from_db()
    assert open_survey.answered == 1 and not SurveyCount.objects.exclude(count=0).exists()


def answer_first(survey):
    pk = SurveyQuestion.objects.filter(survey=survey, scale="agree").values_list("pk", flat=True)[0]
    services.record_answers(survey=survey, answers=Answers({pk: 5}), today=TODAY)


def test_an_open_survey_shows_no_result_and_no_exact_number(open_survey, actor, program):
    """Whoever looks again after each answer would learn the last one."""
    answer(open_survey, times=12, words="Thank you")
    open_survey.refresh_from_db()
    assert queries.distributions(open_survey) == [] and present_results(open_survey) == []
    page = client_of(program, "data_manager").get(show_url(program, open_survey)).content.decode()
    assert "At least 11 people have answered" in page
    with_twelve = progress_words(open_survey)
    answer(open_survey, times=1)
    open_survey.refresh_from_db()
    assert progress_words(open_survey) == with_twelve and "12" not in with_twelve
    comment = SurveyComment.objects.first()
    assert queries.find_comment(program, comment.pk) is None


def show_url(program, survey):
    return reverse("surveys:show", args=[program.slug, survey.public_id])


def test_ten_answers_are_held_back_with_the_reason(open_survey, program, actor):
    answer(open_survey, times=10, words="Keep going")
    survey = close(open_survey, actor)
    assert present_results(survey) == []
    page = client_of(program, "peer_support").get(show_url(program, survey)).content.decode()
    assert "Held back: fewer than 11 people answered" in page and "Keep going" not in page
    assert queries.comments_on(questions(survey, WORDS)[0]) == []


def test_a_question_that_few_answered_is_held_back_where_others_are_shown(open_survey, program, actor):
    first = answer(open_survey, times=9)
    answer(open_survey, times=3, value=1, on_paper=True)
    survey = close(open_survey, actor)
    shown = {each.text: each for each in present_results(survey)}
    assert shown[first.text].finding == "9 of 12 agree or strongly agree: 75.0% (46.8–91.1)."
    assert [row[1] for row in shown[first.text].rows] == [0, 9, 0, 0, 3]
    other = questions(survey, "often")[0]
    assert shown[other.text].held_back and "fewer than 11" in shown[other.text].finding
    assert shown[questions(survey, WORDS)[0].text].finding == "No one wrote anything."
    page = client_of(program, "peer_support").get(show_url(program, survey)).content.decode()
    assert "12 people answered, 3 of them on paper" in page


def test_the_next_survey_says_what_the_same_question_said_before(open_survey, program, actor):
    first = answer(open_survey, times=11)
    close(open_survey, actor)
    later = services.make_survey(
        actor=actor, program=program, wanted=RoundInput("Summer", LAST, 11), at=AT + timedelta(hours=1)
    )
    services.open_survey(actor=actor, survey=later, at=AT)
    answer(later, times=12, value=2)
    results = {each.text: each.finding for each in present_results(close(later, actor))}
    assert results[first.text].endswith("Before, in Spring: 11 of 11.")
    assert present_findings(later).findings[0][0]


@pytest.mark.parametrize(
    ("answers", "today", "on_paper", "sentence"),
    [
        (Answers(), TODAY, False, "at least one question"),
        ("first", LAST + timedelta(days=1), False, "has ended"),
        ("first", LAST + timedelta(days=1), True, ""),
    ],
)
def test_answers_are_taken_until_the_last_day_and_from_paper_after_it(
    open_survey, answers, today, on_paper, sentence
):
    if answers == "first":
        answers = Answers({questions(open_survey, "agree")[0].pk: 3})
    act = lambda: services.record_answers(  # noqa: E731
        survey=open_survey, answers=answers, today=today, on_paper=on_paper
    )
    if sentence:
        with pytest.raises(Refused, match=sentence):
            act()
    else:
        act()
        open_survey.refresh_from_db()
        assert (open_survey.answered, open_survey.on_paper) == (1, 1)


def test_a_value_that_no_scale_has_is_refused(open_survey):
    with pytest.raises(ValueError, match="no answer"):
        answer(open_survey, value=6)


def test_a_closed_survey_takes_nothing_and_doesnt_open_again(open_survey, actor):
    survey = close(open_survey, actor)
    for act in (
        lambda: answer(survey, on_paper=True),
        lambda: services.close_survey(actor=actor, survey=survey, at=AT),
        lambda: services.open_survey(actor=actor, survey=survey, at=AT),
    ):
        with pytest.raises(Refused):
            act()


def test_words_that_name_someone_are_deleted(open_survey, program, actor):
    answer(open_survey, times=11, words="Ask for Leon")
    survey = close(open_survey, actor)
    comment = SurveyComment.objects.first()
    assert (
        "Ask for Leon"
        not in client_of(program, "peer_support").get(show_url(program, survey)).content.decode()
    )
    client = client_of(program, "program_manager")
    assert "Ask for Leon" in client.get(show_url(program, survey)).content.decode()
    client.post(reverse("surveys:remove_comment", args=[program.slug, comment.pk]))
    assert SurveyComment.objects.count() == 10
    assert client.post(reverse("surveys:remove_comment", args=[program.slug, comment.pk])).status_code == 404


def test_a_participant_answers_without_signing_in(open_survey, program):
    """In their language, on a phone, with any question left out; nothing is in the log, the session or the audit."""
    SurveyRound.objects.update(last_on=FAR)
    url = reverse("surveys:answer", args=[program.slug, open_survey.token])
    client = Client(headers={"accept-language": "es"})
    page = client.get(url)
    assert "¿Cómo le va en la vida en estos días?" in page.content.decode()
    audit_rows = AuditEvent.objects.count()
    position = questions(open_survey, "agree")[0].position
    done = client.post(url, {f"q{position}": "5"})
    assert done.url == reverse("surveys:thanks", args=[program.slug, open_survey.token])
    assert set(client.cookies) <= {"csrftoken"}
    assert AuditEvent.objects.count() == audit_rows
    assert client.get(done.url).status_code == 200
    empty = client.post(url, {"q1": ""})
    assert "Conteste al menos una pregunta" in empty.content.decode()
    refused = client.post(url, {f"q{position}": "9"})
    assert refused.status_code == 200
    open_survey.refresh_from_db()
    assert open_survey.answered == 1


def test_a_link_that_ended_and_one_that_never_was_answer_alike(survey, program):
    """A draft has no link either."""
    pages = [
        Client().get(reverse("surveys:answer", args=[program.slug, token])) for token in (survey.token, "no")
    ]
    assert [each.status_code for each in pages] == [404, 404]
    assert Client().get(reverse("surveys:thanks", args=[program.slug, "no"])).status_code == 404


def test_the_pages_of_a_survey_from_draft_to_results(program):
    client = client_of(program, "program_manager")
    url = lambda name, *args: reverse(f"surveys:{name}", args=[program.slug, *args])  # noqa: E731
    assert "No survey yet" in client.get(url("list")).content.decode()
    form = {"name": "Fall", "last_on_month": "12", "last_on_day": "31", "last_on_year": "2099", "least": "11"}
    assert client.get(url("make")).status_code == 200
    client.post(url("make"), form)
    survey = SurveyRound.objects.get()
    question = survey.questions.first()
    new = {"text": "Do you eat well?", "text_es": "¿Come bien?", "scale": "often"}
    assert client.get(url("add_question", survey.public_id)).status_code == 200
    client.post(url("add_question", survey.public_id), new)
    client.post(url("change_question", question.public_id), {**new, "text": "Do you eat each day?"})
    assert client.get(url("change_question", question.public_id)).status_code == 200
    client.post(url("remove_question", survey.questions.last().public_id))
    assert survey.questions.count() == len(STARTERS)
    assert "Do you eat each day?" in client.get(url("show", survey.public_id)).content.decode()
    for name in ("print", "paper"):
        assert client.get(url(name, survey.public_id)).status_code == 302
    client.post(url("open", survey.public_id))
    printed = client.get(url("print", survey.public_id)).content.decode()
    assert survey.token in printed and "<svg" in printed and "¿Come bien?" in printed
    assert client.get(url("paper", survey.public_id)).status_code == 200
    client.post(url("paper", survey.public_id), {"q1": "4"})
    # Closing now would throw one answer away, and says so.
    assert "no answer is ever shown" in client.get(url("show", survey.public_id)).content.decode()
    SurveyRound.objects.update(answered=11)
    assert "shows the results" in client.get(url("show", survey.public_id)).content.decode()
    SurveyRound.objects.update(answered=1)
    client.post(url("close", survey.public_id))
    survey.refresh_from_db()
    assert (survey.answered, survey.on_paper) == (1, 1) and survey.closed_on
    assert "Closed on" in client.get(url("list")).content.decode()


def test_a_survey_of_another_program_is_not_found(open_survey, program):
    other = make_program()
    client = client_of(other, "program_manager")
    assert client.get(show_url(other, open_survey)).status_code == 404
    question = questions(open_survey)[0]
    address = reverse("surveys:change_question", args=[other.slug, question.public_id])
    assert client.get(address).status_code == 404


def test_the_monthly_summary_shows_the_surveys_that_closed_in_the_month(open_survey, program, actor):
    first = answer(open_survey, times=11)
    close(open_survey, actor)
    page = client_of(program, "data_manager").get(reverse("measures:month", args=[program.slug, "2026-03"]))
    assert first.text in page.content.decode() and "11 of 11 agree" in page.content.decode()
    with override("es"):
        assert present_findings(open_survey).findings
