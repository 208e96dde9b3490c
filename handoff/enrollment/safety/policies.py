"""Who records overdoses, reversals and deaths of participants, and what an entry and a review have to say (M13)."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.enrollment.models import SafetyEvent
from handoff.enrollment.safety.inputs import EventInput, ReviewInput

READING = (Permission.PARTICIPANT_READ, Permission.NOTES_READ_PROTECTED)
"""What the pages ask for: an overdose is about health, so only those whose work is care read it (ADR 0046)."""


def check_is_care_team(actor: Actor, program_id: int) -> None:
    if actor.program_id != program_id:
        raise Refused(_("This person isn't in your program."))
    if not (actor.can(Permission.STATUS_CHANGE) and all(actor.can(each) for each in READING)):
        raise Refused(_("Only the care team can record this."))


def check_event(event_input: EventInput, today: date) -> None:
    """An entry says what its kind asks, how it is known, and a day that isn't ahead."""
    kind = event_input.kind
    if kind not in SafetyEvent.Kind.values:
        raise Refused(_("Choose what happened."))
    if event_input.source not in SafetyEvent.Source.values:
        raise Refused(_("Choose how you know it."))
    if event_input.happened_on > today:
        raise Refused(_("That day is in the future. Check the date."))
    if (event_input.naloxone in SafetyEvent.Naloxone.values) != (kind == SafetyEvent.Kind.OVERDOSE):
        raise Refused(_("Say whether naloxone was given, or that it isn't known."))
    if (event_input.cause in SafetyEvent.Cause.values) != (kind == SafetyEvent.Kind.DEATH):
        raise Refused(_("Choose the cause, or that it isn't known."))


def check_dies_once(kind: str, has_died: bool) -> None:
    if kind == SafetyEvent.Kind.DEATH and has_died:
        raise Refused(_("Their death is already recorded. Correct that entry if something in it is wrong."))


def check_can_change(actor: Actor, event: SafetyEvent) -> None:
    """Only the newest entry can be corrected or removed."""
    check_is_care_team(actor, event.program_id)
    if event.removed_at is not None or hasattr(event, "corrected_by"):
        raise Refused(_("This entry was changed meanwhile. Open it again from the list."))


def check_review(review: ReviewInput, event: SafetyEvent, team: Collection[int], today: date) -> None:
    """A review took place, after what it is about, with people who may read it, and says what was learned."""
    if not event.happened_on <= review.held_on <= today:
        raise Refused(_("Enter a day from when it happened to today."))
    if not review.attendees or not set(review.attendees) <= set(team):
        raise Refused(_("Choose who took part. Only the care team can."))
    if not review.learned.strip():
        raise Refused(_("Enter what you learned."))


def check_action(words: str, owner_id: int, due_on: date, team: Collection[int], today: date) -> None:
    if not words.strip():
        raise Refused(_("Enter what will be done."))
    if owner_id not in team:
        raise Refused(_("Choose someone on the care team."))
    if due_on < today:
        raise Refused(_("That day has passed. Check the date."))
