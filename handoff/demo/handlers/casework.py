"""Goals, steps and case notes of the fictional county."""

from datetime import datetime, timedelta

from handoff.accounts.models import User
from handoff.casework.appointments import services as appointments
from handoff.casework.definitions import ENDS
from handoff.casework.goals import services as goals
from handoff.casework.goals.queries import goals_of, open_goals, open_steps
from handoff.casework.models import Goal, GoalStepVersion, NeedEvent, ServiceReferralEvent
from handoff.casework.needs import services as needs
from handoff.casework.notes import services as notes
from handoff.demo.dates import ZONE, local_day
from handoff.demo.handlers.referrals import minutes_before
from handoff.demo.program import DemoProgram, StoryRecords
from handoff.demo.stories.story import StoryEvent
from handoff.enrollment.models import Enrollment, StatusPeriod

STEPS_WAITING = 20
RECENT = timedelta(days=14)
"""Steps older than this have no date: a county full of overdue steps would teach nothing."""


def add_goals(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    actor = demo.actor(event.who, event.at)
    for number, planned in enumerate(event.details["goals"]):
        goal = goals.add_goal(
            actor=actor,
            person=records.person,
            words=planned["words"],
            key=demo.key(f"{event.key}-goal-{number}"),
            at=event.at,
        )
        for place, step in enumerate(planned["steps"]):
            by_worker = step["owner"] == GoalStepVersion.Owner.WORKER
            days = step["days"]
            goals.add_step(
                actor=actor,
                goal=goal,
                step_input=goals.StepInput(
                    words=step["words"],
                    owner=step["owner"],
                    worker_id=actor.user_id if by_worker else None,
                    due_on=None
                    if days is None or event.at < demo.days.ends - RECENT
                    else local_day(event.at) + timedelta(days=days),
                ),
                key=demo.key(f"{event.key}-goal-{number}-{place}"),
                at=event.at,
            )


def follow_goals(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    """A step done, or the last goal reached, set aside or moved up; nothing where there is none."""
    actor, what = demo.actor(event.who, event.at), event.details["what"]
    found = goals_of(records.person)
    steps, current = open_steps(found), open_goals(found)
    if what == "step" and steps:
        goals.mark_step(actor=actor, step=steps[0].step, what=GoalStepVersion.What.DONE, at=event.at)
    elif what == "up" and current:
        goals.move_goal(actor=actor, goal=current[-1], direction=goals.UP, at=event.at)
    elif what in {"reached", "set_aside"} and current:
        goals.end_goal(actor=actor, goal=current[-1], what=what, at=event.at)


def write_note(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    actor, details = demo.actor(event.who, event.at), event.details
    happened = minutes_before(event.at)
    note_input = notes.NoteInput(details["kind"], details["label"], details["words"], happened)
    note = notes.add_note(
        actor=actor, person=records.person, note_input=note_input, key=demo.key(event.key), at=event.at
    )
    if details["corrected"]:
        words = f"{details['words']} Correction: this was in the morning."
        corrected = notes.NoteInput(details["kind"], details["label"], words, happened)
        notes.correct_note(actor=actor, note=note, note_input=corrected, at=event.at + timedelta(minutes=2))


def record_need(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    """A need, and the referral to a service that follows right away."""
    actor, details, today = demo.actor(event.who, event.at), event.details, local_day(event.at)
    need = needs.add_need(
        actor=actor,
        person=records.person,
        kind=details["kind"],
        words=details["words"],
        opened_on=today,
        key=demo.key(event.key),
        at=event.at,
    )
    records.service_referrals[details["name"]] = needs.refer_to_service(
        actor=actor,
        need=need,
        provider=details["provider"],
        on=today,
        key=demo.key(event.key),
        at=event.at,
    )


def follow_up(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    """What became of a referral; a finished one meets the need, and may be a milestone."""
    actor, details, today = demo.actor(event.who, event.at), event.details, local_day(event.at)
    state = details["state"]
    appointed = state == ServiceReferralEvent.State.APPOINTMENT
    met = state == ServiceReferralEvent.State.COMPLETED
    needs.follow_up_referral(
        actor=actor,
        referral=records.service_referrals[details["name"]],
        follow_up=needs.FollowUpInput(
            state=state,
            occurred_on=today,
            appointment_on=today + timedelta(days=details["days"]) if appointed else None,
            barrier=details["barrier"],
            need_next=(NeedEvent.What.MET if met else needs.STAYS_OPEN) if state in ENDS else "",
        ),
        at=event.at,
    )
    if details["milestone"]:
        needs.add_milestone(
            actor=actor,
            person=records.person,
            kind=details["milestone"],
            words="",
            reached_on=today,
            key=demo.key(event.key),
            at=event.at,
        )


NEXT_STEPS = (
    "Meet at the library and make the next call together.",
    "Ask the clinic for an earlier time.",
    "Bring the forms from the county office.",
    "Go along on the bus the first time.",
)


def plan_next_steps(demo: DemoProgram) -> None:
    """Steps of the next days for those enrolled last who have goals, so that work is waiting today."""
    moment = demo.days.ends - timedelta(hours=3)
    waiting = Goal.objects.filter(program=demo.program).select_related("person").order_by("-added_at", "-pk")
    for number, goal in enumerate(waiting[:STEPS_WAITING]):
        if not goal.current.is_open:
            continue
        worker = User.objects.get(pk=goal.added_by_id or 0)
        actor = demo.actor(worker.username, moment)
        goals.add_step(
            actor=actor,
            goal=goal,
            step_input=goals.StepInput(
                words=NEXT_STEPS[number % len(NEXT_STEPS)],
                owner=GoalStepVersion.Owner.WORKER,
                worker_id=actor.user_id,
                due_on=local_day(moment) + timedelta(days=number % 6),
            ),
            key=demo.key(f"next-step-{number}"),
            at=moment,
        )


APPOINTMENTS: tuple[tuple[str, str, str, float, float, str, str], ...] = (
    ("check_in", "Library, back room", "", -6, -3, "kept", "Bring the bus pass on Friday."),
    ("benefits", "County office, second floor", "County office, benefits desk", -5, -2, "missed", ""),
    ("health", "River Clinic, walk-in hours", "River Clinic", -4, -1, "participant_canceled", ""),
    ("check_in", "Bus station, bench by the kiosk", "", -3, -1, "", ""),
    ("check_in", "Their porch", "", -2, 0.25, "", ""),
    ("housing", "Harbor House, front desk", "Harbor House", -2, 1, "", ""),
    ("court", "Courthouse, courtroom 2", "Public defender's office", -2, 2, "", ""),
)
"""Kind, place, provider, days from now at which it was made and at which it is, what became of it, what comes next."""


def plan_appointments(demo: DemoProgram) -> None:
    """Appointments of the last and the next days of those enrolled last, in every state."""
    now = demo.days.ends - timedelta(hours=3)
    active = Enrollment.objects.filter(
        program=demo.program,
        status_periods__ends_at__isnull=True,
        status_periods__status=StatusPeriod.Status.ACTIVE,
    )
    recent = active.filter(enrolled_at__lt=now - timedelta(days=7)).select_related("person")
    for number, enrollment in enumerate(recent.order_by("-enrolled_at", "-pk")[: 2 * len(APPOINTMENTS)]):
        make_demo_appointment(demo, enrollment, APPOINTMENTS[number % len(APPOINTMENTS)], now, number)


def office_hour(moment: datetime, number: int) -> datetime:
    """A time between 9 AM and 4:30 PM on the day of a moment: no one meets on a porch at 3 AM."""
    hour, half = 9 + number % 8, number % 2
    return moment.astimezone(ZONE).replace(hour=hour, minute=30 * half, second=0, microsecond=0)


def make_demo_appointment(
    demo: DemoProgram,
    enrollment: Enrollment,
    planned: tuple[str, str, str, float, float, str, str],
    now: datetime,
    number: int,
) -> None:
    kind, place, provider, made, starts, what, next_step = planned
    worker = User.objects.get(pk=enrollment.primary_worker_id or 0)
    actor = demo.actor(worker.username, now)
    appointment = appointments.make_appointment(
        actor=actor,
        person=enrollment.person,
        appointment_input=appointments.AppointmentInput(
            kind=kind,
            starts_at=office_hour(now + timedelta(days=starts), number),
            place=place,
            worker_id=worker.pk,
            provider=provider,
            ride_arranged=number % 3 == 0,
        ),
        key=demo.key(f"appointment-{number}"),
        at=now + timedelta(days=made),
    )
    if starts > 1:
        # Someone reminded them this morning, on their own phone.
        appointments.record_reminder(actor=actor, appointment=appointment, at=now - timedelta(hours=1))
    if what:
        appointments.record_outcome(
            actor=actor,
            appointment=appointment,
            what=what,
            next_step=next_step,
            at=appointment.starts_at + timedelta(minutes=40),
        )
