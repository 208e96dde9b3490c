"""Invented answers to the intake's own questions."""

from random import Random
from typing import Any

from handoff.enrollment.definitions import SECTION_KEYS, Question, section_named

SECTIONS = SECTION_KEYS

WORDS = {
    "housing_worry": (
        "The rent goes up in spring.",
        "The car's heater is out.",
        "Roommate wants me gone.",
        "Nothing right now.",
    ),
    "health_worries": ("Teeth.", "A cough that stays.", "My feet.", "Blood pressure.", "Nothing I know of."),
    "medicines": ("Inhaler.", "None.", "Blood pressure pills, two weeks left.", "Insulin."),
    "mental_health": (
        "Sleep is bad.",
        "Better since I have someone to talk to.",
        "Nerves.",
        "I would rather not say.",
    ),
    "substances": (
        "Fentanyl, most days.",
        "Meth on weekends.",
        "I drink.",
        "Pills when I can get them.",
        "Some of everything.",
    ),
    "past_help": (
        "A counselor in Linden who listened.",
        "Groups are not for me.",
        "Medicine helped for a year.",
        "Nothing yet.",
    ),
    "safer_use": ("Test strips.", "Someone to call.", "Clean water and bandages.", ""),
    "people_who_help": ("My sister.", "No one close.", "A friend at the garage.", "My pastor.", "Mi mamá."),
    "good_at": (
        "Engines.",
        "Cooking for many.",
        "Painting houses.",
        "Making people laugh.",
        "I raised two kids.",
    ),
    "hopes": (
        "My own door with my own key.",
        "See my daughter at Easter.",
        "A steady job.",
        "Trabajar y estar tranquila.",
        "Sleep.",
    ),
    "first_thing": ("A phone.", "My ID.", "A place tonight.", "A ride to the clinic.", "Just talking."),
}


def answer_to(rng: Random, question: Question) -> Any:
    """One answer in the form the intake page stores."""
    if question.kind == "yes_no":
        return rng.choice(("yes", "yes", "no", "no", "unknown"))
    codes = [choice.code for choice in question.choices]
    if question.kind == "choice":
        return rng.choices(codes, [max(1, 12 - place) for place in range(len(codes))])[0]
    if question.kind == "several":
        return sorted(rng.sample(codes, rng.randint(1, min(3, len(codes)))), key=codes.index)
    return rng.choice(WORDS[question.key])


def answers_to(rng: Random, section: str) -> dict[str, Any]:
    found = section_named(section)
    questions = found.questions if found else ()
    return {each.key: answer_to(rng, each) for each in questions if rng.random() < 0.88}
