"""Who was put on a meeting's agenda by hand, or taken off it for that date (S2)."""

from collections.abc import Collection

from handoff.core.sorting import sort_key
from handoff.enrollment.queries import awaiting_intake, roster
from handoff.participants.models import Person
from handoff.staffing.models import AgendaChange, Meeting


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
