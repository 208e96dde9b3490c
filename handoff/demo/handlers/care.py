"""The care team's events, and the team's recommendations on new charges."""

from datetime import timedelta

from handoff.access.roles import RoleName
from handoff.casework.inputs import HelpInput
from handoff.casework.services import record_contact, record_help
from handoff.consent.queries import live_releases
from handoff.consent.services import revoke_release, sign_release
from handoff.demo.dates import local_day
from handoff.demo.handlers.referrals import minutes_before, release_input
from handoff.demo.inputs import charge_input
from handoff.demo.program import DemoProgram, StoryRecords
from handoff.demo.stories.story import StoryEvent
from handoff.enrollment import services as enrollment
from handoff.participants.models import ContactPoint, Person
from handoff.participants.services import write_approach_note
from handoff.participants.team import services as team
from handoff.staffing import services as staffing

SHARED_OF_FIVE = 3
"""How many of five participants have the first case manager and the first peer on their team."""


def how_to_reach(person: Person, how: str) -> str:
    """The planned way; a visit for someone without a phone."""
    if how in {"phone", "text"} and not person.contact_points.filter(kind=ContactPoint.Kind.PHONE).exists():
        return "visit"
    return how


def log_contact(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    details = event.details
    record_contact(
        actor=demo.actor(event.who, event.at),
        person=records.person,
        referral=records.referral,
        how=how_to_reach(records.person, details["how"]),
        result=details["result"],
        note=details["note"],
        transport_arranged=details["ride"],
        occurred_at=minutes_before(event.at),
        key=demo.key(event.key),
        at=event.at,
    )


def log_help(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    details = event.details
    record_help(
        actor=demo.actor(event.who, event.at),
        person=records.person,
        help_input=HelpInput(kind=details["kind"], cost_cents=details["cents"] or None, note=details["note"]),
        occurred_at=minutes_before(event.at),
        key=demo.key(event.key),
        at=event.at,
    )


def sign_roi(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    details, story = event.details, demo.stories[event.story]
    release = release_input(
        demo, story, details["days"], details["named"], renews=details["renews"], copy=details["copy"]
    )
    actor = demo.actor(event.who, event.at)
    sign_release(
        actor=actor, person=records.person, release_input=release, key=demo.key(event.key), at=event.at
    )


def revoke_rois(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    actor = demo.actor(event.who, event.at)
    for release in live_releases(records.person, event.at):
        revoke_release(actor=actor, release=release, at=event.at)


def start_intake(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    actor = demo.actor(event.who, event.at)
    records.intake = enrollment.start_intake(actor=actor, referral=records.referral, at=event.at)


def save_section(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    details = event.details
    records.intake = enrollment.save_section(
        actor=demo.actor(event.who, event.at),
        intake=records.intake,
        section=details["section"],
        answers=details["answers"],
        skipped=details["skipped"],
        at=event.at,
    )


def book_intake(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    details = event.details
    enrollment.book_intake(
        actor=demo.actor(event.who, event.at),
        intake=records.intake,
        appointment_at=details["appointment"],
        place=details["place"],
        transport="Picked up by the worker",
        at=event.at,
    )


def complete_intake(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    actor = demo.actor(event.who, event.at)
    records.enrollment = enrollment.complete_intake(actor=actor, intake=records.intake, at=event.at)
    if event.story % 5 < SHARED_OF_FIVE:
        for role in (RoleName.CASE_MANAGER, RoleName.PEER_SUPPORT):
            colleague = demo.users[demo.staff.first_with_role(role)].pk
            team.join_team(
                actor=actor, person=records.person, user_id=colleague, why=team.Why.ADDED, at=event.at
            )


def add_approach_note(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    actor = demo.actor(event.who, event.at)
    write_approach_note(actor=actor, person=records.person, text=event.details["text"], at=event.at)


def make_inactive(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    actor, details = demo.actor(event.who, event.at), event.details
    enrollment.make_inactive(
        actor=actor,
        enrollment=records.enrollment,
        reason=details["reason"],
        note=details["note"],
        at=event.at,
    )


def make_active(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    enrollment.make_active(actor=demo.actor(event.who, event.at), enrollment=records.enrollment, at=event.at)


def new_charge(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    """The crime analyst reports a charge filed by the referring agency."""
    row, story = event.details["charge"], demo.stories[event.story]
    day = local_day(event.at - timedelta(days=event.details["days_before"]))
    records.charge = staffing.report_new_charge(
        actor=demo.actor(event.who, event.at),
        program=demo.program,
        person=records.person,
        agency=demo.agency_of(story.officer),
        officer_id=demo.users[story.officer].pk,
        charge=charge_input(row, day),
        how=row["how"],
        incident_number=f"{day:%y}-{9000 + event.story:05d}",
        occurred_on=day,
        key=demo.key(event.key),
        at=event.at,
    )


def recommend(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    actor, details = demo.actor(event.who, event.at), event.details
    staffing.record_recommendation(
        actor=actor, charge=records.charge, advice=details["advice"], comment=details["words"], at=event.at
    )


def decide_charge(demo: DemoProgram, event: StoryEvent, records: StoryRecords) -> None:
    actor, details = demo.actor(event.who, event.at), event.details
    staffing.decide_new_charge(
        actor=actor, charge=records.charge, outcome=details["outcome"], reason=details["words"], at=event.at
    )
