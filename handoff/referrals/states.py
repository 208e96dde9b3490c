"""Referral states and the verbs between them. A state exists only where different actions are allowed."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from handoff.core.text import mark_for_translation


class State(StrEnum):
    SUBMITTED = "submitted"
    EXCEPTION_REQUESTED = "exception_requested"
    ACCEPTED = "accepted"
    HANDED_OFF = "handed_off"
    DECLINED = "declined"
    INELIGIBLE = "ineligible"
    WITHDRAWN = "withdrawn"


NEW = "(new)"


@dataclass(frozen=True)
class Transition:
    """A verb: its source states, its target, who uses it, and the refusal everywhere else."""

    verb: str
    sources: tuple[str, ...]
    target: str
    by: str
    refusal: str


TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "submit_social",
        (NEW,),
        State.SUBMITTED,
        mark_for_translation(
            "An officer after a social contact, or program staff for someone in the community."
        ),
        mark_for_translation("This referral was already sent."),
    ),
    Transition(
        "submit_accepted",
        (NEW, State.SUBMITTED),
        State.ACCEPTED,
        mark_for_translation(
            "The officer, when the person said yes. After an approved exception, it continues "
            "the waiting referral."
        ),
        mark_for_translation("This referral was already sent."),
    ),
    Transition(
        "submit_declined",
        (NEW, State.SUBMITTED),
        State.DECLINED,
        mark_for_translation("The officer, when the person said “not now.” No identity is kept."),
        mark_for_translation("This referral was already sent."),
    ),
    Transition(
        "submit_not_offered",
        (NEW, State.SUBMITTED),
        State.INELIGIBLE,
        mark_for_translation(
            "The officer, who decided not to offer the program, even after an approved exception. No "
            "identity is kept."
        ),
        mark_for_translation("This referral was already sent."),
    ),
    Transition(
        "recommend_exception",
        (State.INELIGIBLE,),
        State.EXCEPTION_REQUESTED,
        mark_for_translation("The DA's office, when law enforcement didn't ask for an exception."),
        mark_for_translation(
            "You can recommend an exception only for a referral that wasn't eligible and hasn't been decided."
        ),
    ),
    Transition(
        "request_exception",
        (NEW, State.SUBMITTED),
        State.EXCEPTION_REQUESTED,
        mark_for_translation("The officer or law enforcement leadership, who recommend an exception."),
        mark_for_translation("You can ask for an exception only before the program is offered."),
    ),
    Transition(
        "approve_exception",
        (State.EXCEPTION_REQUESTED,),
        State.SUBMITTED,
        mark_for_translation("The DA or designee: the program can now be offered."),
        mark_for_translation("This exception was already decided."),
    ),
    Transition(
        "refuse_exception",
        (State.EXCEPTION_REQUESTED,),
        State.INELIGIBLE,
        mark_for_translation("The DA or designee."),
        mark_for_translation("This exception was already decided."),
    ),
    Transition(
        "find_ineligible",
        (State.SUBMITTED,),
        State.INELIGIBLE,
        mark_for_translation("Law enforcement, after checking a community referral."),
        mark_for_translation("Eligibility can be recorded only while the referral is waiting."),
    ),
    Transition(
        "accept",
        (State.SUBMITTED, State.DECLINED),
        State.ACCEPTED,
        mark_for_translation("Program staff, when the person says yes, even if they said “not now” before."),
        mark_for_translation(
            "You can record a yes only while the referral is waiting, or after a “not now.”"
        ),
    ),
    Transition(
        "hand_off",
        (State.ACCEPTED, State.HANDED_OFF),
        State.HANDED_OFF,
        mark_for_translation("Whoever connected the person with program staff."),
        mark_for_translation("Only a person who said yes can be handed off."),
    ),
    Transition(
        "decline",
        (State.SUBMITTED, State.ACCEPTED, State.HANDED_OFF),
        State.DECLINED,
        mark_for_translation(
            "Program staff, when the person says “not now,” at any time and without a reason."
        ),
        mark_for_translation("This referral has already ended."),
    ),
    Transition(
        "withdraw",
        (State.SUBMITTED, State.EXCEPTION_REQUESTED, State.ACCEPTED, State.HANDED_OFF),
        State.WITHDRAWN,
        mark_for_translation(
            "Program staff, or the officer before there was an answer: made by mistake or entered twice."
        ),
        mark_for_translation("This referral has already ended."),
    ),
)

BY_VERB = {each.verb: each for each in TRANSITIONS}
OPEN = frozenset({State.SUBMITTED, State.EXCEPTION_REQUESTED, State.ACCEPTED, State.HANDED_OFF})
"""The states in which someone still has to act."""


def refusal_sentence(verb: str, state: str) -> str | None:
    """The sentence that refuses a verb in a state, or None where the verb is allowed."""
    transition = BY_VERB[verb]
    return None if state in transition.sources else transition.refusal


def target_state(verb: str) -> str:
    return BY_VERB[verb].target


def as_markdown() -> str:
    return "\n".join(_markdown_lines()) + "\n"


def _markdown_lines() -> Iterator[str]:
    yield "# States of a referral"
    yield ""
    yield "Generated from `handoff/referrals/states.py` by `handoff referral_states`; do not edit by hand."
    yield ""
    yield "| Verb | From | To | By |"
    yield "| --- | --- | --- | --- |"
    for each in TRANSITIONS:
        yield f"| {each.verb} | {', '.join(each.sources)} | {each.target} | {each.by} |"
    yield ""
    yield "Ends: declined, ineligible, withdrawn. A person who said not now may always say yes later."
