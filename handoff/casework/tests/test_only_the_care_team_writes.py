"""Goals, needs and milestones are written by the care team of the person's own program, whichever page leads there."""

import pytest

from handoff.casework.goals import services as goals
from handoff.casework.needs import services as needs
from handoff.core.refusals import Refused
from handoff.testing.casework import (
    follow_up,
    make_goal,
    make_milestone,
    make_need,
    make_service_referral,
    make_step,
)
from handoff.testing.programs import AT, make_actor, make_person, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def acts(program):
    """Everything that may be done, each as a function of whoever does it."""
    person, worker = make_person(program), make_actor(program, "peer_support")
    goal = make_goal(person, actor=worker)
    ended = goals.end_goal(actor=worker, goal=make_goal(person, actor=worker), what="set_aside", at=AT)
    step, need = make_step(goal, worker), make_need(person, worker)
    referral, milestone = make_service_referral(need, worker), make_milestone(person, worker)
    closed = needs.close_need(actor=worker, need=make_need(person, worker), what="met", on=AT.date(), at=AT)
    step_input = goals.StepInput(words="Call again.")
    return {
        "add a goal": lambda actor: make_goal(person, actor=actor),
        "reword a goal": lambda actor: goals.reword_goal(actor=actor, goal=goal, words="Mine.", at=AT),
        "end a goal": lambda actor: goals.end_goal(actor=actor, goal=goal, what="reached", at=AT),
        "take up a goal": lambda actor: goals.take_up_goal(actor=actor, goal=ended, at=AT),
        "move a goal": lambda actor: goals.move_goal(actor=actor, goal=goal, direction="up", at=AT),
        "add a step": lambda actor: make_step(goal, actor),
        "change a step": lambda actor: goals.change_step(
            actor=actor, step=step, step_input=step_input, at=AT
        ),
        "mark a step": lambda actor: goals.mark_step(actor=actor, step=step, what="done", at=AT),
        "add a need": lambda actor: make_need(person, actor),
        "close a need": lambda actor: needs.close_need(
            actor=actor, need=need, what="met", on=AT.date(), at=AT
        ),
        "open a need again": lambda actor: needs.open_need_again(actor=actor, need=closed, at=AT),
        "refer to a service": lambda actor: make_service_referral(need, actor),
        "follow up": lambda actor: follow_up(referral, "accepted", actor),
        "add a milestone": lambda actor: make_milestone(person, actor),
        "withdraw a milestone": lambda actor: needs.withdraw_milestone(
            actor=actor, milestone=milestone, at=AT
        ),
    }


def test_no_one_else_writes_goals_needs_and_milestones(program, acts):
    readers, outsider = make_actor(program, "data_manager"), make_actor(make_program(), "case_manager")
    for act in acts.values():
        with pytest.raises(Refused, match="Only the care team"):
            act(readers)
        with pytest.raises(Refused, match="isn't in your program"):
            act(outsider)
