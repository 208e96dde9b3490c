"""When a meeting's agenda can be changed by hand, and why (S2)."""

from datetime import datetime

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.core.refusals import Refused
from handoff.participants.models import Person
from handoff.staffing.meetings.policies import check_can_lead
from handoff.staffing.models import AgendaChange, Meeting

Why = AgendaChange.Why
WHY_ON = (Why.ASKED, Why.TEAM, Why.NEW)
WHY_OFF = (Why.ASKED, Why.LATER, Why.WORKER_AWAY, Why.ELSEWHERE)


def check_change(
    actor: Actor, meeting: Meeting, person: Person, why: str, *, is_on: bool, at: datetime
) -> None:
    """Whoever leads changes it until the meeting is over. Who was discussed already stays on it."""
    check_can_lead(actor, meeting.program, at)
    if meeting.is_over:
        raise Refused(_("This meeting is over, so its agenda stays as it was."))
    if why not in (WHY_ON if is_on else WHY_OFF):
        raise Refused(_("Choose why."))
    if is_on:
        return
    if meeting.discussions.filter(person=person).exists() or meeting.actions.filter(person=person).exists():
        raise Refused(
            _("Something was written about this participant at this meeting, so they stay on its agenda.")
        )
