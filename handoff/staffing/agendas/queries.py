"""What an agenda gathers and from when on, what counts how much, what was changed by hand or said before (S1, S2)."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeAlias

from django.db.models import QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.casework.court.queries import Appearance
from handoff.casework.models import CourtOrder, Milestone, Need
from handoff.charges.models import NewCharge
from handoff.consent.models import Disclosure
from handoff.consent.queries import RoiState
from handoff.core.sorting import sort_key
from handoff.core.statements import Question, Statement
from handoff.core.text import uuid_or_none
from handoff.enrollment.models import StatusPeriod
from handoff.enrollment.queries import awaiting_intake, roster
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.staffing.agendas.definitions import DEFAULT_WEIGHTS, FIRST_LOOK_BACK_DAYS, News
from handoff.staffing.models import (
    AgendaChange,
    AgendaWeights,
    Discussion,
    Meeting,
    MeetingAction,
    MeetingTopic,
    PartnerFact,
    SharedWords,
)

NAME_FIELDS = ("public_id", "program_id", "first_name", "last_name", "suffix", "preferred_name")
"""What an agenda shows of a person: of hundreds, nothing else is read."""
NAMED = tuple(f"person__{each}" for each in NAME_FIELDS)


@dataclass(frozen=True)
class Silence:
    """Since when no one has reached someone."""

    since: datetime


Record: TypeAlias = (
    MeetingAction
    | AgendaChange
    | NewCharge
    | Appearance
    | CourtOrder
    | Need
    | PartnerFact
    | Milestone
    | RoiState
    | StatusPeriod
    | Silence
    | date
)
"""What a piece of news is about; a date is an intake deadline."""


@dataclass(frozen=True)
class Line:
    """One piece of news about someone. `kind` is the information of an ROI under which a partner may read it."""

    news: News
    kind: str
    record: Record
    on: date | None = None


@dataclass
class Collected:
    """What one pass over the records found, by person."""

    lines: dict[int, list[Line]] = field(default_factory=dict)

    def add(self, person_id: int, news: News, kind: str, record: Record, on: date | None = None) -> None:
        self.lines.setdefault(person_id, []).append(Line(news, kind, record, on))


def in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    order = list(News)
    return tuple(sorted(lines, key=lambda each: order.index(each.news)))


def last_held(program: Program, before: datetime) -> Meeting | None:
    """The last meeting that was closed before another: one that was canceled or moved doesn't count (C-F25)."""
    held = Meeting.objects.filter(program=program, state=Meeting.State.CLOSED, starts_at__lt=before)
    return held.order_by("-starts_at").first()


def since_of(meeting: Meeting) -> datetime:
    """From when on something is news at a meeting: the end of the last one, however late that was closed."""
    last = last_held(meeting.program, meeting.starts_at)
    if last is None or last.closed_at is None:
        return meeting.starts_at - timedelta(days=FIRST_LOOK_BACK_DAYS)
    return min(last.closed_at, last.ends_at)


DISCUSSED = Statement(
    lambda person_id: (
        Discussion.objects.filter(person_id=person_id, meeting__closed_at__isnull=False)
        .exclude(said="", plan="")
        .select_related("meeting")
    )
)
DECIDED = Statement(
    lambda person_id: MeetingAction.objects.filter(person_id=person_id, starts_at__isnull=False)
)


def questions_about(person: Person, actor: Actor) -> list[Question]:
    """What `discussed` and `decided` will ask for this user, to be sent ahead."""
    if not actor.can(Permission.NOTES_READ_PROTECTED):
        return []
    return [*DISCUSSED.of(person.pk), *DECIDED.of(person.pk)]


def discussed(person: Person, actor: Actor) -> list[Discussion]:
    """What closed meetings said and planned about someone, oldest first, for a user whose work is care."""
    return DISCUSSED.rows(person.pk) if actor.can(Permission.NOTES_READ_PROTECTED) else []


def decided(person: Person, actor: Actor) -> list[MeetingAction]:
    """The actions about someone that meetings decided, by the day that they're due, for a user whose work is care."""
    return DECIDED.rows(person.pk) if actor.can(Permission.NOTES_READ_PROTECTED) else []


def last_discussed(person: Person, before: Meeting) -> Discussion | None:
    """What the last meeting that wrote about someone said and planned, for the next one to start from."""
    earlier = [each for each in DISCUSSED.rows(person.pk) if each.meeting.starts_at < before.starts_at]
    return max(earlier, key=lambda each: each.meeting.starts_at, default=None)


def weights_of(program: Program) -> dict[str, int]:
    newest = AgendaWeights.objects.filter(program=program).order_by("-set_at", "-pk").first()
    return {**DEFAULT_WEIGHTS, **(newest.weights if newest is not None else {})}


def agenda_changes(meeting: Meeting) -> dict[int, AgendaChange]:
    """What was last changed by hand about each person on one meeting's agenda."""
    changes = meeting.agenda_changes.filter(person__merged_into__isnull=True).select_related("person")
    return {each.person_id: each for each in changes}


def taken_off(meeting: Meeting) -> list[AgendaChange]:
    """Everyone who was taken off the agenda for this date, by name."""
    changes = [each for each in agenda_changes(meeting).values() if not each.is_on]
    return sorted(changes, key=lambda each: sort_key(each.person.recorded_name))


def people_to_put_on(meeting: Meeting, with_news: Collection[int]) -> list[Person]:
    """Participants, and people whose intake is still to come, without those who have news of their own."""
    enrolled = [each.person for each in roster(meeting.program) if each.status_reason != "deceased"]  # type: ignore[attr-defined]
    waiting = [each.person for each in awaiting_intake(meeting.program) if each.person is not None]
    found = {each.pk: each for each in (*enrolled, *waiting) if each.pk not in with_news}
    return sorted(found.values(), key=lambda each: sort_key(each.full_name))


def find_topic(meeting: Meeting, public_id: str) -> MeetingTopic | None:
    """The topic of a meeting that an address names."""
    wanted = uuid_or_none(public_id)
    topics = meeting.topics.select_related("meeting__program")
    return topics.filter(public_id=wanted).first() if wanted else None


def shared_words(people: Collection[int]) -> dict[int, SharedWords]:
    """The newest of what each person agreed may be said."""
    return {each.person_id: each for each in SharedWords.objects.filter(person__in=people)}


def find_person(program: Program, public_id: uuid.UUID) -> Person | None:
    """Anyone the agenda can hold."""
    return Person.objects.filter(program=program, public_id=public_id, merged_into__isnull=True).first()


def discussion_of(meeting: Meeting, person: Person) -> Discussion | None:
    return meeting.discussions.filter(person=person).first()


def open_actions(program: Program) -> QuerySet[MeetingAction]:
    """Actions that started when their meeting was closed and haven't ended, the earliest due first."""
    actions = MeetingAction.objects.filter(program=program, starts_at__isnull=False, end="")
    return actions.select_related("person", "meeting__program").order_by("due_on", "pk")


def find_action(program: Program, public_id: uuid.UUID) -> MeetingAction | None:
    actions = MeetingAction.objects.filter(program=program, public_id=public_id)
    return actions.select_related("person", "meeting__program").first()


def shown_before(program: Program, what: str, since: datetime) -> set[tuple[int, int, int, tuple[str, ...]]]:
    """What the disclosure log already holds of one context since an instant: person, agency, reader, kinds."""
    rows = Disclosure.objects.filter(program=program, what=what, disclosed_at__gte=since)
    return {(each.person_id, each.agency_id or 0, each.to_user_id or 0, tuple(each.kinds)) for each in rows}
