"""Staffing meetings in every state, with everyone asked."""

from datetime import timedelta

from handoff.staffing.meetings import services
from handoff.testing.meetings import make_meeting
from tests.matrix.scenario.program import NOW, THEN, Scenario


def meetings_in_every_state(scenario: Scenario) -> None:
    """One meeting at which people sit now, one to come, and one that was canceled."""
    everyone = list(scenario.members.values())
    manager = scenario.actor("program_manager", NOW)
    running = make_meeting(scenario.program, *everyone, at=THEN, starts_at=NOW)
    for name in ("program_manager", "officer"):
        services.record_arrival(actor=manager, meeting=running, user_id=scenario.members[name].pk, at=NOW)
    make_meeting(scenario.program, *everyone, at=THEN, starts_at=NOW + timedelta(days=14))
    canceled = make_meeting(scenario.program, *everyone, at=THEN, starts_at=NOW + timedelta(days=28))
    services.cancel_meeting(actor=manager, meeting=canceled, at=NOW)
