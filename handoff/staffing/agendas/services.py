"""Put someone on a meeting's agenda by hand, or take them off it for that date (S2)."""

from datetime import datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.participants.models import Person
from handoff.staffing.agendas.policies import check_change
from handoff.staffing.agendas.queries import agenda_changes
from handoff.staffing.models import AgendaChange, Meeting


@transaction.atomic
def change_agenda(
    *, actor: Actor, meeting: Meeting, person: Person, is_on: bool, why: str, at: datetime
) -> AgendaChange:
    """Change one meeting's agenda; the next one is pulled from the records again. A second click changes nothing."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("program")
    meeting = rows.get(pk=meeting.pk)
    check_change(actor, meeting, person, why, is_on=is_on, at=at)
    last = agenda_changes(meeting).get(person.pk)
    if last is not None and (last.is_on, last.why) == (is_on, why):
        return last
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.MEETING_AGENDA_CHANGED,
        subject=person.public_id,
        details={"meeting": str(meeting.public_id), "is_on": is_on},
    )
    return AgendaChange.objects.create(
        meeting=meeting, person=person, is_on=is_on, why=why, changed_at=at, changed_by_id=actor.user_id
    )
