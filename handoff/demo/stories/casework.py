"""The casework part of a story: goals in the participant's words, steps toward them, and case notes."""

from datetime import timedelta
from random import Random

from handoff.demo.stories.story import Story

GOALS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "A place of my own, with a door that locks.",
        (
            ("Call about the room on Alder Street.", "participant"),
            ("Fill in the housing application together.", "worker"),
        ),
    ),
    (
        "See my kids on weekends.",
        (
            ("Ask my sister whether Saturdays work.", "participant"),
            ("Find out about the bus on Saturdays.", "worker"),
        ),
    ),
    ("Work with my hands again.", (("Ask at the sawmill.", "participant"),)),
    ("Get my ID back, so I can sign things.", (("Drive to the license office.", "worker"),)),
    ("Use less on workdays, at my own speed.", (("Try the clinic's walk-in hours once.", "participant"),)),
    ("Fix my teeth.", (("Ask for the free dental day.", "worker"),)),
    ("Get my dog back from my cousin.", ()),
    ("Sleep through the night.", (("Talk to the nurse about it.", "participant"),)),
)
"""What participants of the fictional county want, each with what may come next and who does it."""

NOTES: tuple[tuple[str, str, str], ...] = (
    ("conversation", "general", "Met at the library. Wants to keep Thursdays. Talked mostly about the kids."),
    (
        "service",
        "general",
        "Called the housing office with them. The list is open until the end of the month.",
    ),
    ("accompanied", "health", "Went along to the clinic for the bad tooth. Antibiotics for a week."),
    (
        "service",
        "part2",
        "First visit at the methadone clinic. Liked the nurse, wants to go again on Tuesday.",
    ),
    (
        "conversation",
        "part2",
        "Slipped twice last week and said so without being asked. Took two naloxone kits.",
    ),
    ("team", "general", "Agreed with the day shift who calls first."),
    (
        "conversation",
        "counseling",
        "Private session on the years after the accident. Their words, not for the file.",
    ),
    ("other", "general", "Their brother asked how to reach us. Gave him the public number and nothing else."),
)

NEEDS: tuple[tuple[str, str, str], ...] = (
    ("housing", "Somewhere quiet, with the dog.", "Harbor House, family rooms"),
    ("work", "Days, not nights.", "Alder sawmill hiring office"),
    ("identity", "My license was in the stolen bag.", "License office, Main Street"),
    ("benefits", "Food stamps before the end of the month.", "County office, benefits desk"),
    ("substance_use", "Someone who doesn't lecture.", "River Clinic, walk-in hours"),
    ("medication", "Start without a week of waiting.", "River Clinic, same-week start"),
    ("mental_health", "Someone to talk to about the accident.", "Crisis and counseling line"),
    ("phone", "A phone, so my kids can call.", "Lifeline phone desk"),
)
"""What participants of the fictional county need, in their words, and who may help."""

LOOPS: tuple[tuple[tuple[str, ...], int], ...] = (
    (("accepted", "appointment", "connected", "completed"), 34),
    (("accepted", "connected", "receiving"), 24),
    (("appointment",), 12),
    (("accepted", "participant_declined"), 8),
    (("provider_declined",), 8),
    (("lost_contact",), 6),
    ((), 8),
)
"""What became of a referral, and how often."""

BARRIERS = {"provider_declined": "no_place", "participant_declined": "trust", "lost_contact": "phone"}
MILESTONES = {"housing": "housing", "work": "employment", "identity": "identity", "benefits": "benefits"}
WITH_NEEDS = 50

WITH_GOALS, WITH_NOTE, WITH_CORRECTION = 55, 22, 8
"""Percent of participants with goals, of contacts with a note, of notes corrected."""


def own_rng(story: Story, what: str) -> Random:
    """Draws of its own, so that casework changes nothing else about a story."""
    return Random(f"{story.number}-{story.person.first}-{what}-{len(story.events)}")


def write_goals(story: Story) -> None:
    """One to three goals soon after the intake, with what comes next."""
    rng = own_rng(story, "goals")
    if rng.randrange(100) >= WITH_GOALS:
        return
    goals = [
        {
            "words": words,
            "steps": [
                {"words": text, "owner": owner, "days": rng.choice((None, 3, 7, 14))} for text, owner in steps
            ],
        }
        for words, steps in rng.sample(GOALS, rng.choice((1, 2, 2, 3)))
    ]
    story.add_event(story.now + timedelta(minutes=12), "goals", story.care_worker, goals=goals)


def follow_goals(story: Story) -> None:
    """At a contact: a step done, a goal reached, set aside or moved up."""
    rng = own_rng(story, "progress")
    what = rng.choices(("nothing", "step", "reached", "set_aside", "up"), (58, 28, 6, 3, 5))[0]
    if what != "nothing":
        story.add_event(story.now + timedelta(minutes=7), "progress", story.care_worker, what=what)


def write_note(story: Story) -> None:
    """Now and then a note on the contact, and now and then its correction."""
    rng = own_rng(story, "note")
    if rng.randrange(100) >= WITH_NOTE:
        return
    kind, label, words = rng.choice(NOTES)
    corrected = rng.randrange(100) < WITH_CORRECTION
    story.add_event(
        story.now + timedelta(minutes=9),
        "note",
        story.care_worker,
        kind=kind,
        label=label,
        words=words,
        corrected=corrected,
    )


def write_needs(story: Story) -> None:
    """One or two needs with a referral each, followed up over the next weeks."""
    rng = own_rng(story, "needs")
    if rng.randrange(100) >= WITH_NEEDS:
        return
    for number, (kind, words, provider) in enumerate(rng.sample(NEEDS, rng.choice((1, 1, 2)))):
        loop = rng.choices([states for states, _weight in LOOPS], [weight for _states, weight in LOOPS])[0]
        who, name = story.care_worker, f"need-{number}"
        opened = story.now + timedelta(minutes=6)
        if story.add_event(opened, "need", who, name=name, kind=kind, words=words, provider=provider) is None:
            return
        if not loop:
            # Recent ones wait for an answer; an older one has become something.
            story.add_event(
                story.now + timedelta(days=rng.randint(25, 45)),
                "follow_up",
                who,
                name=name,
                state="provider_declined",
                barrier="no_place",
                milestone="",
                days=1,
            )
            continue
        for state in loop:
            story.add_event(
                story.now + timedelta(days=rng.randint(1, 6)),
                "follow_up",
                who,
                name=name,
                state=state,
                barrier=BARRIERS.get(state, ""),
                milestone=MILESTONES.get(kind, "") if state == "completed" else "",
                days=rng.randint(1, 9),
            )
