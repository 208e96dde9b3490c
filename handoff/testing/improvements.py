"""Lines of the improvement log."""

from datetime import datetime

from handoff.access.actor import Actor
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.staffing.improvements.inputs import Figure
from handoff.staffing.improvements.services import record_decision
from handoff.staffing.models import Improvement


def make_improvement(program: Program, actor: Actor, at: datetime) -> Improvement:
    """A decision because of 5 of 9 in the month of `at`."""
    today = local_date(program, at)
    return record_decision(
        actor=actor,
        program=program,
        figure=Figure("acceptance-rate", today.replace(day=1), 5, 9),
        decision="Train the night shift",
        decided_on=today,
        at=at,
    )
