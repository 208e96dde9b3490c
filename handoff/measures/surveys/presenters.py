"""Results of a survey in words, plots and tables; what is held back says why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handoff.core.charts import Bar, bars
from handoff.core.languages import full_date
from handoff.core.ui import Column
from handoff.measures.models import SurveyComment, SurveyQuestion, SurveyRound
from handoff.measures.rules.holding_back import is_enough
from handoff.measures.surveys.forms import text_in
from handoff.measures.surveys.queries import (
    SurveyState,
    asked_before,
    comments_on,
    distributions,
    questions_of,
    state_of,
)
from handoff.measures.surveys.rules import VALUES, WORDS, Distribution, hidden_answers
from handoff.measures.surveys.wording import ANSWERS, GOOD_ANSWERS
from handoff.measures.wording import percent, rounded


@dataclass(frozen=True)
class ShownQuestion:
    """A question with its result, or why there is none."""

    text: str
    finding: str
    held_back: bool = False
    plot: SafeString | None = None
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[object]] = ()
    comments: Sequence[SurveyComment] = ()


def state_words(survey: SurveyRound, today: date) -> tuple[str, str]:
    """The state of a round, and the kind of its tag."""
    state = state_of(survey, today)
    if state == SurveyState.DRAFT:
        return _("Draft"), "info"
    if state == SurveyState.CLOSED:
        return _("Closed on %(day)s") % {"day": full_date(survey.closed_on or today)}, "done"
    if state == SurveyState.PAPER_ONLY:
        return _("Link ended; enter the paper answers and close it"), "soon"
    return _("Open until %(day)s") % {"day": full_date(survey.last_on)}, "soon"


def progress_words(survey: SurveyRound) -> str:
    """How far an open round has come. The exact number would say when the last answer came in."""
    if is_enough(survey.answered, survey.least):
        return _(
            "At least %(least)s people have answered, enough to show results once you close the survey."
        ) % {"least": survey.least}
    return _("Fewer than %(least)s people have answered so far. Results are shown from %(least)s.") % {
        "least": survey.least
    }


def closing_words(survey: SurveyRound) -> str:
    """What closing an open round does, before the button is pressed: for too few answers it ends them for good."""
    if is_enough(survey.answered, survey.least):
        return _(
            "Closing ends the link and shows the results. It can't be opened again, because a late answer would "
            "stand out."
        )
    return _(
        "Fewer than %(least)s people have answered. If you close it now, no answer is ever shown, and it can't be "
        "opened again. Wait for more answers, or enter the paper forms first."
    ) % {"least": survey.least}


def answered_words(survey: SurveyRound) -> str:
    """How many answered a closed round; never an exact number below the threshold."""
    if not is_enough(survey.answered, survey.least):
        return _(
            "Held back: fewer than %(least)s people answered, so a result could point to one of them. No answer is "
            "shown, now or later."
        ) % {"least": survey.least}
    return _(
        "%(answered)s people answered, %(paper)s of them on paper. They chose to answer, so they may not stand for "
        "everyone; the intervals tell of chance alone."
    ) % {"answered": survey.answered, "paper": survey.on_paper}


def present_results(survey: SurveyRound) -> list[ShownQuestion]:
    """Each question of a closed round that enough people answered."""
    if not is_enough(survey.answered, survey.least):
        return []
    counted = {question.pk: result for question, result in distributions(survey)}
    shown = []
    for question in questions_of(survey) if counted else []:
        text = text_in(question, get_language())
        if question.scale == WORDS:
            shown.append(_present_words(question, text))
        elif counted[question.pk].is_shown:
            shown.append(_present_counts(question, text, counted[question.pk]))
        else:
            shown.append(ShownQuestion(text, _held_back(survey), held_back=True))
    return shown


def _held_back(survey: SurveyRound) -> str:
    return _("Held back: fewer than %(least)s people answered this question.") % {"least": survey.least}


def _present_words(question: SurveyQuestion, text: str) -> ShownQuestion:
    comments = comments_on(question)
    finding = _("In random order.") if comments else _("No one wrote anything.")
    return ShownQuestion(text, finding, comments=comments)


def _present_counts(question: SurveyQuestion, text: str, result: Distribution) -> ShownQuestion:
    words = ANSWERS[question.scale]
    best_first = list(reversed(VALUES[question.scale]))
    rows = [
        (words[value], result.counts[value], percent(100 * result.counts[value] / result.answered))
        for value in best_first
    ]
    plot = bars(
        [Bar(str(words[value]), result.counts[value], str(result.counts[value])) for value in best_first],
        text,
    )
    return ShownQuestion(
        text,
        " ".join(part for part in (finding_words(result), before_words(question)) if part),
        plot=plot,
        columns=[
            Column(_("Answer")),
            Column(_("People"), number=True),
            Column(_("Share"), number=True),
        ],
        rows=rows,
    )


def finding_words(result: Distribution) -> str:
    """12 of 16 agree or strongly agree: 75.0% (50.5–89.8)."""
    share = result.share
    if share is None:
        return ""
    return _("%(good)s of %(answered)s %(what)s: %(percent)s (%(low)s–%(high)s).") % {
        "good": result.good,
        "answered": result.answered,
        "what": GOOD_ANSWERS[result.scale],
        "percent": percent(share.percent),
        "low": rounded(share.low),
        "high": rounded(share.high),
    }


def before_words(question: SurveyQuestion) -> str:
    """What an earlier round said to the same question."""
    found = asked_before(question)
    if found is None or found[1].share is None:
        return ""
    earlier, result = found
    return _("Before, in %(survey)s: %(good)s of %(answered)s.") % {
        "survey": earlier.name,
        "good": result.good,
        "answered": result.answered,
    }


@dataclass(frozen=True)
class SurveyFindings:
    """A round in the monthly summary."""

    name: str
    public_id: object
    words: str
    findings: Sequence[tuple[str, str]]


def present_findings(survey: SurveyRound) -> SurveyFindings:
    shown = [(each.text, each.finding) for each in present_results(survey) if each.rows or each.held_back]
    return SurveyFindings(survey.name, survey.public_id, answered_words(survey), shown)


def result_rows(survey: SurveyRound) -> list[tuple[str, str, int, int]]:
    """Each answer of a closed round as numbers: question, answer, how many gave it, and how many answered at all."""
    if not is_enough(survey.answered, survey.least):
        return []
    return [
        (
            text_in(question, get_language()),
            str(ANSWERS[question.scale][value]),
            result.counts[value],
            result.answered,
        )
        for question, result in distributions(survey)
        if result.is_shown
        for value in reversed(VALUES[question.scale])
    ]


@dataclass(frozen=True)
class SharedSurvey:
    """A round as evaluators, funders and partners read it."""

    name: str
    closed: str
    results: Sequence[ShownQuestion]


def present_shared(survey: SurveyRound) -> SharedSurvey:
    """A round's questions with small counts hidden (ADR 0069); what people wrote isn't among them."""
    shown = []
    for question, result in distributions(survey):
        text = text_in(question, get_language())
        hidden = hidden_answers(result) if result.is_shown else None
        if hidden is None:
            shown.append(ShownQuestion(text, _held_back(survey), held_back=True))
        else:
            shown.append(_without_small_counts(text, result, hidden))
    return SharedSurvey(survey.name, full_date(survey.closed_on or survey.last_on), shown)


def _without_small_counts(text: str, result: Distribution, hidden: frozenset[str]) -> ShownQuestion:
    words = ANSWERS[result.scale]
    rows = []
    for value in reversed(VALUES[result.scale]):
        count, gone = result.counts[value], str(value) in hidden
        share = "—" if gone or "answered" in hidden else percent(100 * count / result.answered)
        rows.append((words[value], _("hidden") if gone else count, share))
    is_open = not hidden & {"good", "answered"}
    finding = (
        finding_words(result) if is_open else _("The summary would give a small count away, so it's hidden.")
    )
    columns = [Column(_("Answer")), Column(_("People"), number=True), Column(_("Share"), number=True)]
    return ShownQuestion(text, finding, columns=columns, rows=rows)


@dataclass(frozen=True)
class PaperQuestion:
    """A question on paper: boxes to check, or lines to write on where there are none."""

    text: str
    answers: Sequence[str]


@dataclass(frozen=True)
class PaperSheet:
    """The questions on paper, in the language that was active when it was made."""

    title: str
    intro: str
    scan: str
    questions: Sequence[PaperQuestion]


def paper_sheet(questions: Sequence[SurveyQuestion]) -> PaperSheet:
    return PaperSheet(
        title=_("How are you, and how are we doing?"),
        intro=_(
            "Your answers are anonymous. Don't write your name. Skip any question you like. Whatever you answer, "
            "the help you get stays the same."
        ),
        scan=_("Answer on your phone: point the camera here."),
        questions=[
            PaperQuestion(
                text_in(each, get_language()),
                [str(ANSWERS[each.scale][value]) for value in VALUES[each.scale]],
            )
            for each in questions
        ],
    )
