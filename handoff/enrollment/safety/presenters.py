"""Overdoses, reversals and deaths in words, with what the team learned and does next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from handoff.accounts.queries import full_names_by_id
from handoff.core.templatetags.handoff import day
from handoff.core.ui import TimelineEntry
from handoff.enrollment.models import SafetyAction, SafetyEvent, SafetyReview

Kind = SafetyEvent.Kind


@dataclass(frozen=True)
class ActionLine:
    """What will be done, who does it, and when."""

    action: SafetyAction
    owner: str
    is_late: bool


@dataclass(frozen=True)
class EventCard:
    """One event with its reviews and actions."""

    event: SafetyEvent
    when: str
    lines: Sequence[str]
    reviews: Sequence[tuple[SafetyReview, str]]
    actions: Sequence[ActionLine]
    may_review: bool


def when_text(event: SafetyEvent) -> str:
    return (_("about %(day)s") if event.is_about else "%(day)s") % {"day": day(event.happened_on)}


def event_cards(events: Iterable[SafetyEvent], today: date) -> list[EventCard]:
    listed = list(events)
    names = full_names_by_id(user_ids(listed))
    return [event_card(each, names, today) for each in listed]


def event_card(event: SafetyEvent, names: Mapping[int, str], today: date) -> EventCard:
    said = [
        naloxone_text(event),
        _("Cause: %(cause)s") % {"cause": event.get_cause_display()} if event.cause else "",
        known_text(event),
    ]
    return EventCard(
        event,
        when_text(event),
        [each for each in said if each],
        [(each, attendees_text(each, names)) for each in event.reviews.all()],
        [action_line(each, names, today) for each in event.actions.all()],
        event.kind in (Kind.OVERDOSE, Kind.DEATH),
    )


def naloxone_text(event: SafetyEvent) -> str:
    if event.naloxone == SafetyEvent.Naloxone.UNKNOWN:
        return _("Naloxone: not known")
    return event.get_naloxone_display()


def known_text(event: SafetyEvent) -> str:
    source = event.get_source_display()
    return source if event.is_confirmed else _("%(source)s, not confirmed yet") % {"source": source}


def attendees_text(review: SafetyReview, names: Mapping[int, str]) -> str:
    return ", ".join(names.get(each, _("someone who has left")) for each in review.attendees)


def action_line(action: SafetyAction, names: Mapping[int, str], today: date) -> ActionLine:
    return ActionLine(
        action, names.get(action.owner_id, ""), action.done_at is None and action.due_on < today
    )


def user_ids(events: Iterable[SafetyEvent]) -> set[int | None]:
    found: set[int | None] = set()
    for event in events:
        found.add(event.recorded_by_id)
        found |= {each for review in event.reviews.all() for each in review.attendees}
        found |= {each.owner_id for each in event.actions.all()}
    return found


def changed_entries(events: Iterable[SafetyEvent]) -> list[TimelineEntry]:
    """Entries that were corrected or removed."""
    listed = list(events)
    names = full_names_by_id({each.recorded_by_id for each in listed})
    return [
        TimelineEntry(
            at=each.recorded_at,
            title="{}: {}, {}".format(
                _("Removed (mistake)") if each.removed_at else _("Corrected"),
                each.get_kind_display(),
                when_text(each),
            ),
            by=names.get(each.recorded_by_id or 0, ""),
            text=each.words,
        )
        for each in listed
    ]


def open_action_lines(actions: Sequence[SafetyAction], today: date) -> list[ActionLine]:
    names = full_names_by_id({each.owner_id for each in actions})
    return [action_line(each, names, today) for each in actions]
