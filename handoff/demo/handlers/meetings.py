"""The staffing meetings of the fictional county: the rhythm, the last meeting, and one that comes today."""

from datetime import datetime, time, timedelta

from django.db.models import F

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.demo.program import DemoProgram
from handoff.programs.queries import local_date, time_zone_of
from handoff.staffing.meetings import services as meetings
from handoff.staffing.meetings.inputs import MeetingInput, SeriesInput
from handoff.staffing.meetings.queries import possible_attendees
from handoff.staffing.models import Attendee, Meeting
from handoff.staffing.table import services as table
from handoff.staffing.table.inputs import ActionInput, DiscussionInput
from handoff.staffing.table.queries import build_agenda

AROUND = (
    RoleName.PROGRAM_MANAGER,
    RoleName.CASE_MANAGER,
    RoleName.PEER_SUPPORT,
    RoleName.OFFICER,
    RoleName.DISTRICT_ATTORNEY,
    RoleName.CRIME_ANALYST,
    RoleName.PROBATION_OFFICER,
    RoleName.TREATMENT_PROVIDER,
    RoleName.LME_MCO,
)
PLACE = "Courthouse annex, second floor"
DISCUSSED = (
    (
        "Met with their worker every week. Still without a place to stay.",
        "Call Harbor House on Monday.",
        "Ask Harbor House for a bed",
    ),
    (
        "Wants to see the children more often.",
        "Ask legal aid what is possible.",
        "Make an appointment with legal aid",
    ),
)
FRIDAY = 4
SHARED = "Meets with their worker every week and is looking for work."


def hold_meetings(demo: DemoProgram) -> None:
    """Every two weeks at ten: the next meeting is today or on the next working day, the last was two weeks earlier."""
    today = local_date(demo.program, demo.days.ends)
    manager = demo.staff.first_with_role(RoleName.PROGRAM_MANAGER)
    next_on = today if today.weekday() <= FRIDAY else today + timedelta(days=7 - today.weekday())
    held_on, planned_at = next_on - timedelta(days=14), demo.days.ends - timedelta(days=16)
    opens = datetime.combine(held_on, time(10), time_zone_of(demo.program))
    lead = demo.actor(manager, planned_at)
    held = meetings.add_meeting(
        actor=lead,
        program=demo.program,
        meeting_input=MeetingInput(held_on, time(10), 90, PLACE),
        at=planned_at,
    )
    asked = users_around(demo, planned_at)
    meetings.choose_attendees(actor=lead, meeting=held, user_ids=asked, at=planned_at)
    for user_id in asked:
        meetings.record_arrival(actor=lead, meeting=held, user_id=user_id, at=opens)
    discuss(demo, lead, held, opens)
    table.close_meeting(actor=lead, meeting=held, at=opens + timedelta(minutes=85))
    series_input = SeriesInput("two_weeks", next_on.weekday(), (), today, time(10), 90, PLACE, asked)
    at = demo.days.ends - timedelta(hours=10)
    meetings.save_series(
        actor=demo.actor(manager, at), program=demo.program, series_input=series_input, at=at
    )
    settle_invitations(demo)


def users_around(demo: DemoProgram, at: datetime) -> list[int]:
    """One member for each role around the table."""
    names = {demo.staff.first_with_role(role) for role in AROUND if demo.staff.with_roles(role)}
    return [each.user.pk for each in possible_attendees(demo.program, at) if each.user.username in names]


def discuss(demo: DemoProgram, lead: Actor, held: Meeting, at: datetime) -> None:
    """What was said about the first people on the agenda, who does what, and what they agreed may be said."""
    worker = demo.staff.first_with_role(RoleName.CASE_MANAGER)
    owners = {each.user.username: each.user.pk for each in possible_attendees(demo.program, at)}
    entries = [each for each in build_agenda(held, at) if each.status == "active"]
    for number, (entry, (said, plan, action)) in enumerate(zip(entries, DISCUSSED, strict=False)):
        due_on = local_date(demo.program, at) + timedelta(days=7 * (number + 1))
        person = entry.person
        table.save_discussion(
            actor=lead, meeting=held, person=person, discussion_input=DiscussionInput(said, plan), at=at
        )
        table.add_action(
            actor=lead,
            meeting=held,
            person=person,
            at=at,
            action_input=ActionInput(action, owners[worker], due_on),
            key=demo.key(f"meeting-action-{number}"),
        )
    if entries:
        table.record_shared_words(
            actor=demo.actor(worker, at),
            person=entries[0].person,
            words=SHARED,
            needs=["work"],
            agreed_on=local_date(demo.program, at),
            at=at,
        )
    table.add_topic(
        actor=lead,
        meeting=held,
        kind="funding",
        words="Settlement funds for rides",
        outcome="Apply by the end of the month",
        at=at,
    )


def settle_invitations(demo: DemoProgram) -> None:
    """Mark invitations as sent, so that serving the demo sends no mail."""
    for each in Meeting.objects.filter(program=demo.program, state=Meeting.State.PLANNED):
        rows = Attendee.objects.filter(meeting=each)
        rows.update(
            sent_as="REQUEST",
            sent_sequence=0,
            seen_sequence=0,
            sent_content_of=each.changed_at,
            sent_at=F("changed_at"),
        )
