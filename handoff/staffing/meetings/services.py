"""Plan meetings and change their dates, choose who leads and comes, and record who is at the table (S1)."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import Refused
from handoff.programs.models import Program
from handoff.programs.queries import local_date, time_zone_of
from handoff.staffing.meetings import policies, queries
from handoff.staffing.meetings.inputs import MeetingInput, SeriesInput
from handoff.staffing.meetings.rules import dates_of
from handoff.staffing.models import Attendee, FacilitatorDuty, Meeting, MeetingSeries, Presence

PLANNED_AHEAD = timedelta(days=100)
"""How far ahead the dates of a rhythm are planned: a quarter, and some days to tell people in time."""


def record(actor: Actor, meeting: Meeting, action: AuditAction, at: datetime, **details: object) -> None:
    audit.record(actor=actor, at=at, action=action, subject=meeting.public_id, details=details)


@transaction.atomic
def save_series(*, actor: Actor, program: Program, series_input: SeriesInput, at: datetime) -> int:
    """Set the rhythm, and return how many coming dates it canceled.

    Dates that it keeps stay the same events; from its first day on the others are canceled and new ones planned.
    """
    policies.check_can_lead(actor, program, at)
    policies.check_series(series_input, program, local_date(program, at))
    policies.check_attendees(program, series_input.attendees, at)
    lock_program(program)
    former = queries.open_series(program)
    if former is not None:
        former.ended_at = at
        former.save(update_fields=["ended_at"])
    series = MeetingSeries.objects.create(
        program=program,
        rhythm=series_input.rhythm,
        weekday=series_input.weekday,
        weeks=sorted(series_input.weeks),
        starts_on=series_input.starts_on,
        starts_at=series_input.starts_at,
        minutes=series_input.minutes,
        place=series_input.place.strip(),
        attendees=sorted(series_input.attendees),
        made_at=at,
        made_by_id=actor.user_id,
    )
    canceled = keep_or_cancel(actor, series, at)
    plan_dates(series=series, at=at)
    audit.record(actor=actor, at=at, action=AuditAction.MEETING_SERIES_SAVED, subject=series.public_id)
    return canceled


def keep_or_cancel(actor: Actor, series: MeetingSeries, at: datetime) -> int:
    """Carry over the coming dates that a new rhythm has as well, and cancel the others; return how many.

    Dates before its first day stay as they are. A date that was moved by hand keeps the day it was moved to.
    """
    wanted = set(slots(series, at))
    coming = Meeting.objects.filter(
        program=series.program,
        slot_on__gte=series.starts_on,
        starts_at__gt=at,
        state__in=[Meeting.State.PROPOSED, Meeting.State.PLANNED],
    )
    canceled = 0
    for meeting in coming.exclude(series=series).select_related("program"):
        if meeting.slot_on not in wanted:
            end_meeting(actor, meeting, at)
            canceled += 1
            continue
        carry_over(meeting, series, at)
    return canceled


def carry_over(meeting: Meeting, series: MeetingSeries, at: datetime) -> None:
    """Make a date one of another rhythm: at its place and, unless it was moved to another day, at its time."""
    starts_at, ends_at = meeting.starts_at, meeting.ends_at
    if local_date(meeting.program, meeting.starts_at) == meeting.slot_on:
        starts_at, ends_at = times(series, meeting.slot_on)
    moved = (meeting.starts_at, meeting.ends_at, meeting.place) != (starts_at, ends_at, series.place)
    meeting.series = series
    meeting.starts_at, meeting.ends_at, meeting.place = starts_at, ends_at, series.place
    if moved:
        meeting.sequence += 1
        meeting.changed_at = at
    meeting.save()
    ask(meeting, series.attendees, at)


def slots(series: MeetingSeries, at: datetime) -> list[date]:
    """The days of a rhythm, from its first day or today on, as far ahead as meetings are planned."""
    program = series.program
    rhythm = queries.rhythm_of(series.rhythm, series.weekday, series.weeks)
    until = local_date(program, at) + PLANNED_AHEAD
    today = local_date(program, at)
    return [day for day in dates_of(rhythm, series.starts_on, until) if day >= today]


def times(series: MeetingSeries, day: date) -> tuple[datetime, datetime]:
    starts_at = datetime.combine(day, series.starts_at, time_zone_of(series.program))
    return starts_at, starts_at + timedelta(minutes=series.minutes)


@transaction.atomic
def plan_dates(*, series: MeetingSeries, at: datetime) -> int:
    """Plan the dates that aren't planned yet; one on a day off waits to be confirmed, moved or canceled (C-F19).

    At a time at which a meeting was added by hand, none is planned.
    """
    lock_program(series.program)
    known = set(Meeting.objects.filter(series=series).values_list("slot_on", flat=True))
    coming = Meeting.objects.filter(program=series.program, starts_at__gt=at)
    taken = set(coming.exclude(state=Meeting.State.CANCELED).values_list("starts_at", flat=True))
    off = queries.holidays(series.program, at)
    planned = 0
    for day in slots(series, at):
        starts_at, ends_at = times(series, day)
        if day in known or starts_at in taken or starts_at <= at:
            continue
        meeting = Meeting.objects.create(
            series=series,
            slot_on=day,
            program=series.program,
            starts_at=starts_at,
            ends_at=ends_at,
            place=series.place,
            state=Meeting.State.PROPOSED if day in off else Meeting.State.PLANNED,
            changed_at=at,
            made_at=at,
            made_by_id=series.made_by_id,
        )
        ask(meeting, series.attendees, at)
        planned += 1
    return planned


@transaction.atomic
def add_meeting(*, actor: Actor, program: Program, meeting_input: MeetingInput, at: datetime) -> Meeting:
    """Plan one meeting outside the rhythm, such as in place of a canceled one: a new event with a UID of its own."""
    policies.check_can_lead(actor, program, at)
    policies.check_meeting(meeting_input, program, local_date(program, at))
    starts_at, ends_at = times_of(meeting_input, program)
    check_is_ahead(starts_at, at)
    lock_program(program)
    same = Meeting.objects.filter(program=program, starts_at=starts_at).exclude(state=Meeting.State.CANCELED)
    if same.exists():
        raise Refused(_("There is a meeting at that time already."), "starts_at")
    meeting = Meeting.objects.create(
        program=program,
        starts_at=starts_at,
        ends_at=ends_at,
        place=meeting_input.place.strip(),
        note=meeting_input.note.strip(),
        changed_at=at,
        made_at=at,
        made_by_id=actor.user_id,
    )
    series = queries.open_series(program)
    ask(meeting, series.attendees if series is not None else [], at)
    record(actor, meeting, AuditAction.MEETING_PLANNED, at)
    return meeting


def times_of(meeting_input: MeetingInput, program: Program) -> tuple[datetime, datetime]:
    starts_at = datetime.combine(meeting_input.on, meeting_input.starts_at, time_zone_of(program))
    return starts_at, starts_at + timedelta(minutes=meeting_input.minutes)


def check_is_ahead(starts_at: datetime, at: datetime) -> None:
    if starts_at <= at:
        raise Refused(_("That time has passed. Choose a later one."), "starts_at")


@transaction.atomic
def change_meeting(*, actor: Actor, meeting: Meeting, meeting_input: MeetingInput, at: datetime) -> Meeting:
    """Move a meeting, or mend what its invitation says. Only a new time or place asks everyone to answer again."""
    meeting = lock_meeting(actor, meeting, at)
    policies.check_is_coming(meeting)
    policies.check_meeting(meeting_input, meeting.program, local_date(meeting.program, at))
    starts_at, ends_at = times_of(meeting_input, meeting.program)
    check_is_ahead(starts_at, at)
    place, note = meeting_input.place.strip(), meeting_input.note.strip()
    moved = (meeting.starts_at, meeting.ends_at) != (starts_at, ends_at)
    elsewhere = meeting.place != place
    was_proposed = meeting.state == Meeting.State.PROPOSED
    if not moved and not elsewhere and meeting.note == note and not was_proposed:
        return meeting
    if moved or (elsewhere and not meeting_input.is_correction):
        meeting.sequence += 1
    meeting.starts_at, meeting.ends_at, meeting.place, meeting.note = starts_at, ends_at, place, note
    meeting.state, meeting.changed_at = Meeting.State.PLANNED, at
    meeting.save()
    meeting.attendees.update(attempts=0)
    record(actor, meeting, AuditAction.MEETING_CHANGED, at)
    return meeting


@transaction.atomic
def confirm_meeting(*, actor: Actor, meeting: Meeting, at: datetime) -> Meeting:
    """Hold a meeting on a holiday all the same: from now on people are invited to it."""
    meeting = lock_meeting(actor, meeting, at)
    policies.check_is_coming(meeting)
    if meeting.state == Meeting.State.PROPOSED:
        meeting.state, meeting.changed_at = Meeting.State.PLANNED, at
        meeting.save(update_fields=["state", "changed_at"])
        record(actor, meeting, AuditAction.MEETING_CHANGED, at)
    return meeting


@transaction.atomic
def cancel_meeting(*, actor: Actor, meeting: Meeting, at: datetime) -> Meeting:
    """Cancel a meeting; a second click does nothing. Whoever was invited gets a cancellation (C-F17)."""
    meeting = lock_meeting(actor, meeting, at)
    if meeting.state != Meeting.State.CANCELED:
        policies.check_is_coming(meeting)
        end_meeting(actor, meeting, at)
    return meeting


def end_meeting(actor: Actor, meeting: Meeting, at: datetime) -> None:
    meeting.state, meeting.changed_at = Meeting.State.CANCELED, at
    meeting.save(update_fields=["state", "changed_at"])
    # Tries that failed with the invitation don't count against the cancellation.
    meeting.attendees.update(attempts=0)
    record(actor, meeting, AuditAction.MEETING_CANCELED, at)


@transaction.atomic
def choose_attendees(*, actor: Actor, meeting: Meeting, user_ids: Collection[int], at: datetime) -> Meeting:
    """Choose who comes to one meeting. Only people left out get a message, a cancellation."""
    meeting = lock_meeting(actor, meeting, at)
    policies.check_is_not_over(meeting)
    policies.check_attendees(meeting.program, user_ids, at)
    ask(meeting, user_ids, at)
    record(actor, meeting, AuditAction.MEETING_ATTENDEES_CHOSEN, at, count=len(user_ids))
    return meeting


def ask(meeting: Meeting, user_ids: Iterable[int], at: datetime) -> None:
    """Make these users the ones who should come; rows stay, so that each calendar can be put right."""
    wanted, rows = set(user_ids), {each.user_id: each for each in meeting.attendees.all()}
    for user_id in sorted(wanted - set(rows)):
        Attendee.objects.create(meeting=meeting, user_id=user_id, changed_at=at)
    for user_id, row in rows.items():
        if row.asked != (user_id in wanted):
            row.asked, row.changed_at, row.attempts = user_id in wanted, at, 0
            row.save(update_fields=["asked", "changed_at", "attempts"])


@transaction.atomic
def choose_facilitator(
    *, actor: Actor, program: Program, user_id: int | None, at: datetime
) -> FacilitatorDuty | None:
    """Let someone lead the meetings from today on; None makes it the program manager again."""
    policies.check_can_choose_facilitator(actor, program, user_id, at)
    lock_program(program)
    today = local_date(program, at)
    current = queries.current_duty(program, today)
    if (current.user_id if current else None) == user_id:
        return current
    FacilitatorDuty.objects.filter(program=program, ends_on__isnull=True).update(ends_on=today)
    duty = None
    if user_id is not None:
        duty = FacilitatorDuty.objects.create(
            program=program, user_id=user_id, starts_on=today, chosen_at=at, chosen_by_id=actor.user_id
        )
    details = {"user": user_id}
    audit.record(actor=actor, at=at, action=AuditAction.MEETING_FACILITATOR_CHOSEN, details=details)
    return duty


@transaction.atomic
def record_arrival(*, actor: Actor, meeting: Meeting, user_id: int, at: datetime) -> Presence:
    """Someone sits down at the table, asked or not; what may be shown changes with the next page.

    The first who arrives opens the meeting.
    """
    meeting = lock_meeting(actor, meeting, at)
    policies.check_can_arrive(meeting, user_id, at)
    if meeting.is_coming:
        meeting.state, meeting.opened_at = Meeting.State.OPEN, at
        meeting.save(update_fields=["state", "opened_at"])
    attendee, _created = Attendee.objects.get_or_create(
        meeting=meeting, user_id=user_id, defaults={"changed_at": at}
    )
    found = attendee.times.filter(left_at__isnull=True).first()
    if found is not None:
        return found
    record(actor, meeting, AuditAction.MEETING_ARRIVED, at, user=user_id)
    return Presence.objects.create(attendee=attendee, arrived_at=at, recorded_by_id=actor.user_id)


@transaction.atomic
def record_arrivals(
    *, actor: Actor, meeting: Meeting, user_ids: Collection[int], at: datetime
) -> dict[int, str]:
    """Several people sit down at once; returns, for each who can't, why not. The others sit."""
    refused: dict[int, str] = {}
    for user_id in user_ids:
        try:
            record_arrival(actor=actor, meeting=meeting, user_id=user_id, at=at)
        except Refused as refusal:
            refused[user_id] = str(refusal)
    return refused


@transaction.atomic
def record_departure(*, actor: Actor, meeting: Meeting, user_id: int, at: datetime) -> None:
    """Someone leaves the table; a second click does nothing.

    A meeting that no one attends yet and at which nothing was written hasn't started before its time: whoever recorded
    an arrival by mistake can still move or cancel it.
    """
    meeting = lock_meeting(actor, meeting, at)
    policies.check_is_not_over(meeting)
    gone = queries.present_times(meeting).filter(attendee__user_id=user_id).update(left_at=at)
    if gone:
        record(actor, meeting, AuditAction.MEETING_LEFT, at, user=user_id)
    if meeting.state == Meeting.State.OPEN and at < meeting.starts_at and queries.is_empty(meeting):
        meeting.state, meeting.opened_at = Meeting.State.PLANNED, None
        meeting.save(update_fields=["state", "opened_at"])


def lock_meeting(actor: Actor, meeting: Meeting, at: datetime) -> Meeting:
    """Read a meeting again under a lock, for whoever leads it."""
    policies.check_can_lead(actor, meeting.program, at)
    meetings = Meeting.objects.select_for_update(of=("self",)).select_related("program", "series")
    return meetings.get(pk=meeting.pk)


def lock_program(program: Program) -> None:
    """Two people who plan at the same moment wait for each other."""
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
