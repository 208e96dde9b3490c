"""Staffing meetings in every state, with everyone asked, and what is said and decided about participants."""

from datetime import timedelta

from handoff.enrollment.models import Enrollment
from handoff.staffing.meetings.services import cancel_meeting, record_arrival
from handoff.staffing.table import services
from handoff.staffing.table.inputs import ActionInput, DiscussionInput
from handoff.testing.meetings import make_meeting, make_partner_fact
from tests.matrix.scenario.program import NOW, THEN, WORDS, Scenario


def meetings_in_every_state(scenario: Scenario) -> None:
    """One meeting that was closed, one at which people sit now, one to come, and one that was canceled."""
    everyone = list(scenario.members.values())
    manager = scenario.actor("program_manager", NOW)
    for starts_at in (THEN, NOW):
        meeting = make_meeting(scenario.program, *everyone, at=starts_at, starts_at=starts_at)
        for name in ("program_manager", "officer"):
            user = scenario.members[name]
            record_arrival(actor=manager, meeting=meeting, user_id=user.pk, at=starts_at)
        for place, enrollment in enumerate(Enrollment.objects.filter(program=scenario.program)[:3]):
            about = {"actor": manager, "meeting": meeting, "person": enrollment.person, "at": starts_at}
            services.save_discussion(**about, discussion_input=DiscussionInput(said=WORDS, plan=WORDS))
            action = ActionInput(WORDS, scenario.members["peer_support"].pk, NOW.date())
            services.add_action(**about, action_input=action, key=f"action-{meeting.public_id}-{place}")
        if starts_at == THEN:
            services.close_meeting(actor=manager, meeting=meeting, at=THEN)
    for enrollment in Enrollment.objects.filter(program=scenario.program)[:3]:
        clinic = scenario.members["treatment_provider"].memberships.get().agency
        make_partner_fact(enrollment.person, clinic, at=THEN, on=NOW.date() + timedelta(days=9))
    make_meeting(scenario.program, *everyone, at=THEN, starts_at=NOW + timedelta(days=14))
    canceled = make_meeting(scenario.program, *everyone, at=THEN, starts_at=NOW + timedelta(days=28))
    cancel_meeting(actor=manager, meeting=canceled, at=NOW)
