"""What the agenda and the table show beside the people themselves: who comes next, the room, and answers (S2)."""

from handoff.access.http import ProgramRequest
from handoff.casework.needs.presenters import answer_entries
from handoff.casework.providers.queries import answers_since
from handoff.core.ui import TimelineEntry
from handoff.enrollment.models import StatusPeriod
from handoff.participants.models import Person
from handoff.staffing.agendas.queries import since_of
from handoff.staffing.models import Meeting
from handoff.staffing.table import presenters, queries
from handoff.staffing.table.queries import Entry


def quiet_rows(found: list[presenters.Row]) -> dict[str, list[presenters.Row]]:
    """Who has no news, in one line for those who are active and one for those who are inactive."""
    quiet = [each for each in found if not each.entry.has_news]
    return {
        "quiet": [each for each in quiet if each.entry.status != StatusPeriod.Status.INACTIVE],
        "quiet_inactive": [each for each in quiet if each.entry.status == StatusPeriod.Status.INACTIVE],
    }


def neighbors(entries: list[Entry], place: int) -> dict[str, object]:
    return {
        "number": place + 1,
        "count": len(entries),
        "before": entries[place - 1].person if place else None,
        "after": entries[place + 1].person if place + 1 < len(entries) else None,
    }


def room_at_table(request: ProgramRequest, meeting: Meeting, shown: list[Entry]) -> dict[str, object]:
    """Why someone isn't on the projector: who is in the room without a release, or would be if they came."""
    room = queries.room_of(meeting, shown, request.at)
    return {
        "hidden_now": [name for each in shown for name in room.hides(each.person)],
        "unsure": room.unsure,
        "hidden_from": [each.agency.name for each in queries.left_out(meeting, shown, request.at)],
    }


def answers_at_table(meeting: Meeting, person: Person) -> list[TimelineEntry]:
    """What organizations answered about someone since the last meeting."""
    found = answers_since(person, since_of(meeting))
    names = queries.names_of({each.recorded_by_id for each in found})
    return answer_entries(found, names, meeting.program)
