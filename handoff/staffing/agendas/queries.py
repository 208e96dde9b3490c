"""What an agenda gathers, from when on it looks, what counts how much, and what was changed by hand (S1, S2)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from handoff.core.sorting import sort_key
from handoff.core.text import uuid_or_none
from handoff.enrollment.queries import awaiting_intake, roster
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.staffing.agendas.definitions import DEFAULT_WEIGHTS, FIRST_LOOK_BACK_DAYS, News
from handoff.staffing.models import AgendaChange, AgendaWeights, Meeting, MeetingTopic

NAME_FIELDS = ("public_id", "program_id", "first_name", "last_name", "suffix", "preferred_name")
"""What an agenda shows of a person: of hundreds, nothing else is read."""
NAMED = tuple(f"person__{each}" for each in NAME_FIELDS)


@dataclass(frozen=True)
class Silence:
    """Since when no one has reached someone."""

    since: datetime


@dataclass(frozen=True)
class Line:
    """One piece of news about someone. `kind` is the information of an ROI under which a partner may read it."""

    news: News
    kind: str
    record: object
    on: date | None = None


@dataclass
class Collected:
    """What one pass over the records found, by person."""

    lines: dict[int, list[Line]] = field(default_factory=dict)

    def add(self, person_id: int, news: News, kind: str, record: object, on: date | None = None) -> None:
        self.lines.setdefault(person_id, []).append(Line(news, kind, record, on))


def in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    order = list(News)
    return tuple(sorted(lines, key=lambda each: order.index(each.news)))


def last_held(program: Program, before: datetime) -> Meeting | None:
    """The last meeting that was closed before another: one that was canceled or moved doesn't count (C-F25)."""
    held = Meeting.objects.filter(program=program, state=Meeting.State.CLOSED, starts_at__lt=before)
    return held.order_by("-starts_at").first()


def since_of(meeting: Meeting) -> datetime:
    """From when on something is news at a meeting."""
    last = last_held(meeting.program, meeting.starts_at)
    if last is None or last.closed_at is None:
        return meeting.starts_at - timedelta(days=FIRST_LOOK_BACK_DAYS)
    return last.closed_at


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
