"""What participants answered: a first survey that too few took, one with results, and one that is open."""

from datetime import datetime, timedelta
from random import Random

from handoff.access.roles import RoleName
from handoff.demo.dates import local_day
from handoff.demo.handlers.measures import data_manager
from handoff.demo.program import DemoProgram
from handoff.measures.models import SurveyRound
from handoff.measures.rules.holding_back import is_enough
from handoff.measures.surveys import services
from handoff.measures.surveys.inputs import Answers, RoundInput
from handoff.measures.surveys.rules import VALUES, WORDS

ROUNDS = (("First try", 330, 7, True), ("Summer", 150, 34, True), ("Fall", 20, 6, False))
"""Each survey's name, how many days ago it was opened, how many answered, and whether it is closed."""
LASTS = timedelta(days=45)
COMMENTS = (
    "The bus passes help a lot.",
    "Me gusta que me hablen en español.",
    "Please text before you come by.",
    "It took long until I had a place to stay.",
)
SKIPPED = 0.1


def ask_participants(demo: DemoProgram) -> None:
    """The surveys of a program that has a data manager."""
    if not demo.staff.with_roles(RoleName.DATA_MANAGER):
        return
    rng = Random(f"surveys {demo.program.slug}")
    for name, days, people, is_closed in ROUNDS:
        opened = demo.days.ends - timedelta(days=days)
        survey = open_survey(demo, name, opened)
        for number in range(people):
            services.record_answers(
                survey=survey,
                answers=answers_of(survey, rng),
                today=local_day(opened),
                on_paper=number % 4 == 0,
            )
        if is_closed:
            closed = opened + LASTS
            services.close_survey(actor=data_manager(demo, closed), survey=survey, at=closed)
            survey.refresh_from_db()
            if is_enough(survey.answered, survey.least):
                services.share_survey(actor=data_manager(demo, closed), survey=survey, at=closed)


def open_survey(demo: DemoProgram, name: str, opened: datetime) -> SurveyRound:
    actor = data_manager(demo, opened)
    wanted = RoundInput(name, local_day(opened + LASTS), 11)
    survey = services.make_survey(actor=actor, program=demo.program, wanted=wanted, at=opened)
    services.open_survey(actor=actor, survey=survey, at=opened)
    survey.refresh_from_db()
    return survey


def answers_of(survey: SurveyRound, rng: Random) -> Answers:
    """Someone's answers: mostly good ones, some left out, own words now and then."""
    questions = list(survey.questions.all())
    chosen = {
        each.pk: max(rng.choices(VALUES[each.scale], k=2))
        for each in questions
        if each.scale != WORDS and rng.random() > SKIPPED
    }
    asked = [each for each in questions if each.scale == WORDS]
    return Answers(chosen, {each.pk: rng.choice(COMMENTS) for each in asked if rng.random() < SKIPPED})
