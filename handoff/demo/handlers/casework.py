"""Goals, steps and case notes of the fictional county."""

from datetime import timedelta

from handoff.casework.goals import services as goals
from handoff.casework.goals.queries import goals_of, open_goals, open_steps
from handoff.casework.models import GoalStepVersion
from handoff.casework.notes import services as notes
from handoff.demo.dates import local_day
from handoff.demo.handlers.referrals import minutes_before
from handoff.demo.program import DemoProgram, StoryRecords
from handoff.demo.stories.story import StoryEvent


def add_goals(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    actor = demo.actor(event.who, event.at)
    for number, planned in enumerate(event.details["goals"]):
        goal = goals.add_goal(
            actor=actor,
            person=records.person,
            words=planned["words"],
            key=demo.key(f"{event.key}-goal-{number}"),
            at=event.at,
        )
        for place, step in enumerate(planned["steps"]):
            by_worker = step["owner"] == GoalStepVersion.Owner.WORKER
            days = step["days"]
            goals.add_step(
                actor=actor,
                goal=goal,
                step_input=goals.StepInput(
                    words=step["words"],
                    owner=step["owner"],
                    worker_id=actor.user_id if by_worker else None,
                    due_on=None if days is None else local_day(event.at) + timedelta(days=days),
                ),
                key=demo.key(f"{event.key}-goal-{number}-{place}"),
                at=event.at,
            )


def follow_goals(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    """A step done, or the last goal reached, set aside or moved up; nothing where there is none."""
    actor, what = demo.actor(event.who, event.at), event.details["what"]
    found = goals_of(records.person)
    steps, current = open_steps(found), open_goals(found)
    if what == "step" and steps:
        goals.mark_step(actor=actor, step=steps[0].step, what=GoalStepVersion.What.DONE, at=event.at)
    elif what == "up" and current:
        goals.move_goal(actor=actor, goal=current[-1], direction=goals.UP, at=event.at)
    elif what in {"reached", "set_aside"} and current:
        goals.end_goal(actor=actor, goal=current[-1], what=what, at=event.at)


def write_note(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    actor, details = demo.actor(event.who, event.at), event.details
    happened = minutes_before(event.at)
    note_input = notes.NoteInput(details["kind"], details["label"], details["words"], happened)
    note = notes.add_note(
        actor=actor, person=records.person, note_input=note_input, key=demo.key(event.key), at=event.at
    )
    if details["corrected"]:
        words = f"{details['words']} Correction: this was in the morning."
        corrected = notes.NoteInput(details["kind"], details["label"], words, happened)
        notes.correct_note(actor=actor, note=note, note_input=corrected, at=event.at + timedelta(minutes=2))
