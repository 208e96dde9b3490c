"""K12: the plan as a document holds the participant's goals as they read that day, and their copy is on record."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from handoff.audit.models import AuditEvent
from handoff.casework.goals import services as goals
from handoff.casework.goals.queries import goals_of
from handoff.casework.models import AgreedPlan
from handoff.casework.plans import services
from handoff.casework.plans.presenters import copy_text, plan_paper
from handoff.casework.plans.queries import (
    copy_state,
    find_plan,
    has_changed,
    last_review,
    next_review,
    person_of_plan,
    plans_of,
)
from handoff.core.refusals import Refused
from handoff.testing.casework import make_goal, make_plan, make_step
from handoff.testing.programs import AT, make_actor, make_person, make_program

pytestmark = pytest.mark.django_db
TODAY = AT.date()
SOON = TODAY + timedelta(days=30)


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def person(program):
    return make_person(program)


@pytest.fixture
def worker(program):
    return make_actor(program, "case_manager")


@pytest.fixture
def goal(person, worker):
    return make_goal(person, "A door that locks.", worker)


def read(plan):
    """The plan as it is now."""
    return find_plan(plan.program, plan.public_id)


def words_on(plan):
    return [each.version.words for each in read(plan).goals.all()]


def test_a_plan_holds_the_goals_and_open_steps_of_that_day_in_their_order(person, worker, goal):
    second = make_goal(person, "See my kids.", worker)
    goals.move_goal(actor=worker, goal=second, direction="up", at=AT)
    make_step(goal, worker, words="Call the landlord.")
    done = make_step(goal, worker, words="Done already.")
    goals.mark_step(actor=worker, step=done, what="done", at=AT)
    plan = make_plan(person, worker, review_on=SOON, words=" Thursdays. ")
    goals.reword_goal(actor=worker, goal=goal, words="A room.", at=AT)
    goals.move_goal(actor=worker, goal=goal, direction="up", at=AT)
    assert words_on(plan) == ["See my kids.", "A door that locks."] and plan.words == "Thursdays."
    steps = [each.version.words for line in read(plan).goals.all() for each in line.steps.all()]
    assert steps == ["Call the landlord."]
    event = AuditEvent.objects.get(action="plan.agreed")
    assert event.subject == str(person.public_id) and event.details == {"plan": str(plan.public_id)}


def test_the_participant_decides_which_goals_stand_on_the_paper(person, worker, goal):
    make_goal(person, "Use less, at my own speed.", worker)
    plan = make_plan(person, worker, goals=[goal.public_id])
    assert words_on(plan) == ["A door that locks."] and not has_changed(read(plan), goals_of(person))


@pytest.mark.parametrize("change", ["reword", "end", "step", "step done", "new goal"])
def test_a_plan_says_when_its_goals_changed_since(person, worker, goal, change):
    step = make_step(goal, worker)
    plan = make_plan(person, worker)
    assert not has_changed(read(plan), goals_of(person))
    later = AT + timedelta(days=1)
    {
        "reword": lambda: goals.reword_goal(actor=worker, goal=goal, words="A room.", at=later),
        "end": lambda: goals.end_goal(actor=worker, goal=goal, what="reached", at=later),
        "step": lambda: make_step(goal, worker, later),
        "step done": lambda: goals.mark_step(actor=worker, step=step, what="done", at=later),
        "new goal": lambda: make_goal(person, "My dog back.", worker, later),
    }[change]()
    assert has_changed(read(plan), goals_of(person))


def test_looking_at_it_together_sets_the_next_look(person, worker, goal):
    plan = make_plan(person, worker, review_on=SOON)
    assert (next_review(read(plan)), last_review(read(plan))) == (SOON, None)
    for _twice in range(2):
        services.review_plan(actor=worker, plan=plan, on=TODAY, review_on=None, at=AT)
    assert (next_review(read(plan)), last_review(read(plan))) == (None, TODAY)
    assert read(plan).events.count() == 1 and AuditEvent.objects.filter(action="plan.changed").count() == 1


def test_a_copy_is_recorded_with_its_day_and_a_later_word_counts(person, worker, goal):
    plan = make_plan(person, worker)
    assert copy_text(copy_state(read(plan))) == "They don't have a copy yet."
    for what in ("copy_declined", "copy_given", "copy_given"):
        services.record_copy(actor=worker, plan=plan, what=what, at=AT)
    assert [each.what for each in read(plan).events.all()] == ["copy_declined", "copy_given"]
    assert copy_text(copy_state(read(plan))) == "They got a copy on Mon, Mar 2, 2026."
    with pytest.raises(Refused, match="have a copy or don't want one"):
        services.record_copy(actor=worker, plan=plan, what="reviewed", at=AT)


def test_only_the_newest_plan_is_looked_at_and_handed_over(person, worker, goal):
    old, new = make_plan(person, worker), make_plan(person, worker, AT + timedelta(days=1))
    assert [each.pk for each in plans_of(person)] == [new.pk, old.pk]
    with pytest.raises(Refused, match="There is a newer plan"):
        services.record_copy(actor=worker, plan=old, what="copy_given", at=AT)


def test_what_a_plan_needs(person, worker, goal):
    ended = goals.end_goal(actor=worker, goal=make_goal(person, actor=worker), what="reached", at=AT)
    for wrong, sentence in (
        ({"goals": []}, "at least one goal"),
        ({"goals": [ended.public_id]}, "has ended meanwhile"),
        ({"goals": [make_goal(make_person(person.program)).public_id]}, "at least one goal"),
        ({"language": "vi"}, "language of the paper"),
        ({"agreed_on": TODAY + timedelta(days=1)}, "in the future"),
        ({"review_on": TODAY - timedelta(days=1)}, "can't be before that day"),
    ):
        with pytest.raises(Refused, match=sentence):
            make_plan(person, worker, **{"goals": [goal.public_id], **wrong})
    plan = make_plan(person, worker, goals=[goal.public_id])
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreedPlan.objects.filter(pk=plan.pk).update(review_on=TODAY - timedelta(days=1))


def test_a_form_sent_twice_makes_one_plan(person, worker, goal):
    lawful, key = services.PlanInput([goal.public_id], TODAY), str(uuid.uuid4())
    for _twice in range(2):
        services.agree_plan(actor=worker, person=person, plan_input=lawful, key=key, at=AT)
    assert AgreedPlan.objects.count() == 1
    more = make_goal(person, "Not on a paper.", worker)
    for other in (
        services.PlanInput([goal.public_id], TODAY, words="Other words"),
        services.PlanInput([goal.public_id, more.public_id], TODAY),
    ):
        with pytest.raises(Refused, match="already saved this form with other answers"):
            services.agree_plan(actor=worker, person=person, plan_input=other, key=key, at=AT)
    with pytest.raises(Refused, match="out of date"):
        services.agree_plan(
            actor=worker, person=make_person(person.program), plan_input=lawful, key=key, at=AT
        )


def test_only_the_care_team_of_the_program_writes_plans(person, worker, goal):
    plan = make_plan(person, worker)
    outsider = make_actor(make_program(), "case_manager")
    for actor, sentence in (
        (make_actor(person.program, "data_manager"), "Only the care team"),
        (outsider, "isn't in your program"),
    ):
        for act in (
            lambda who: make_plan(person, who),
            lambda who: services.review_plan(actor=who, plan=plan, on=TODAY, review_on=None, at=AT),
            lambda who: services.record_copy(actor=who, plan=plan, what="copy_given", at=AT),
        ):
            with pytest.raises(Refused, match=sentence):
                act(actor)
    assert find_plan(make_program(), plan.public_id) is None
    assert person_of_plan(person.program_id, plan.public_id) == person
    assert person_of_plan(make_program().pk, plan.public_id) is None


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_paper_threatens_nothing_and_tells_of_no_charge(person, worker, goal, language):
    """G2, G6: neither a condition nor a consequence, nor what others know of them."""
    make_step(goal, worker, owner="worker", worker_id=worker.user_id)
    paper = plan_paper(read(make_plan(person, worker, review_on=SOON)), {}, language)
    said = " ".join([paper.title, *paper.opening, *paper.closing, *paper.columns]).casefold()
    wrong = "charge police arrest must required comply fail cargo policía arresto debe obligatorio cumplir".split()
    assert not [each for each in wrong if each in said.split()]
    assert person.last_name not in said and paper.goals[0].words == "A door that locks."
