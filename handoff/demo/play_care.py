"""Playing what the care team does, and the team's answer to new charges."""

from datetime import timedelta

from handoff.access.roles import RoleName
from handoff.casework.services import give_help, record_contact
from handoff.consent.queries import live_releases
from handoff.consent.services import revoke_release, sign_release
from handoff.demo.given import charge_given
from handoff.demo.play_referrals import earlier, release_given
from handoff.demo.story import Act
from handoff.demo.times import local_day
from handoff.demo.world import Thread, World
from handoff.enrollment import services as enrollment
from handoff.participants.services import write_approach_note
from handoff.participants.team import services as team
from handoff.staffing import services as staffing

SHARED_OF_FIVE = 3
"""Of five participants so many have the first case manager and the first peer on their team, as colleagues do."""


def contact(world: World, act: Act, thread: Thread) -> None:
    told = act.details
    record_contact(
        actor=world.actor(act.who, act.at),
        person=thread.person,
        referral=thread.referral,
        how=told["how"],
        result=told["result"],
        note=told["note"],
        transport_arranged=told["ride"],
        occurred_at=earlier(act.at),
        key=world.key(act.key),
        at=act.at,
    )


def help_given(world: World, act: Act, thread: Thread) -> None:
    told = act.details
    give_help(
        actor=world.actor(act.who, act.at),
        person=thread.person,
        kind=told["kind"],
        cost_cents=told["cents"],
        note=told["note"],
        occurred_at=earlier(act.at),
        key=world.key(act.key),
        at=act.at,
    )


def sign(world: World, act: Act, thread: Thread) -> None:
    told, story = act.details, world.stories[act.story]
    given = release_given(world, story, told["days"], told["named"], renews=told["renews"], copy=told["copy"])
    actor = world.actor(act.who, act.at)
    sign_release(actor=actor, person=thread.person, given=given, key=world.key(act.key), at=act.at)


def revoke(world: World, act: Act, thread: Thread) -> None:
    """The person takes their permission back."""
    actor = world.actor(act.who, act.at)
    for release in live_releases(thread.person, act.at):
        revoke_release(actor=actor, release=release, at=act.at)


def start_intake(world: World, act: Act, thread: Thread) -> None:
    actor = world.actor(act.who, act.at)
    thread.intake = enrollment.start_intake(actor=actor, referral=thread.referral, at=act.at)


def save_section(world: World, act: Act, thread: Thread) -> None:
    told = act.details
    thread.intake = enrollment.save_section(
        actor=world.actor(act.who, act.at),
        intake=thread.intake,
        section=told["section"],
        answers=told["answers"],
        skipped=told["skipped"],
        at=act.at,
    )


def book(world: World, act: Act, thread: Thread) -> None:
    told = act.details
    enrollment.book_intake(
        actor=world.actor(act.who, act.at),
        intake=thread.intake,
        appointment_at=told["appointment"],
        place=told["place"],
        transport="Picked up by the worker",
        at=act.at,
    )


def complete_intake(world: World, act: Act, thread: Thread) -> None:
    actor = world.actor(act.who, act.at)
    thread.enrollment = enrollment.complete_intake(actor=actor, intake=thread.intake, at=act.at)
    if act.story % 5 < SHARED_OF_FIVE:
        for role in (RoleName.CASE_MANAGER, RoleName.PEER_SUPPORT):
            colleague = world.users[world.cast.first(role)].pk
            team.join_team(
                actor=actor, person=thread.person, user_id=colleague, why=team.Why.ADDED, at=act.at
            )


def approach(world: World, act: Act, thread: Thread) -> None:
    actor = world.actor(act.who, act.at)
    write_approach_note(actor=actor, person=thread.person, text=act.details["text"], at=act.at)


def inactive(world: World, act: Act, thread: Thread) -> None:
    actor, told = world.actor(act.who, act.at), act.details
    enrollment.make_inactive(
        actor=actor, enrollment=thread.enrollment, reason=told["reason"], note=told["note"], at=act.at
    )


def active(world: World, act: Act, thread: Thread) -> None:
    enrollment.make_active(actor=world.actor(act.who, act.at), enrollment=thread.enrollment, at=act.at)


def new_charge(world: World, act: Act, thread: Thread) -> None:
    """The crime analyst brings a charge that the person's own agency made."""
    row, story = act.details["charge"], world.stories[act.story]
    day = local_day(act.at - timedelta(days=act.details["days_before"]))
    thread.charge = staffing.bring_new_charge(
        actor=world.actor(act.who, act.at),
        program=world.program,
        person=thread.person,
        agency=world.agency_of(story.officer),
        officer_id=world.users[story.officer].pk,
        charge=charge_given(row, day),
        how=row["how"],
        incident_number=f"{day:%y}-{9000 + act.story:05d}",
        occurred_on=day,
        key=world.key(act.key),
        at=act.at,
    )


def view(world: World, act: Act, thread: Thread) -> None:
    actor, told = world.actor(act.who, act.at), act.details
    staffing.give_view(
        actor=actor, charge=thread.charge, advice=told["advice"], words=told["words"], at=act.at
    )


def decide_charge(world: World, act: Act, thread: Thread) -> None:
    actor, told = world.actor(act.who, act.at), act.details
    staffing.decide_new_charge(
        actor=actor, charge=thread.charge, outcome=told["outcome"], reason=told["words"], at=act.at
    )
