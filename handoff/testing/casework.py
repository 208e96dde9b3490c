"""People waiting for outreach, and contacts with them."""

import uuid
from datetime import datetime, time, timedelta
from typing import Any

from handoff.access.actor import Actor
from handoff.accounts.models import User
from handoff.casework import services
from handoff.casework.appointments import services as appointments
from handoff.casework.caseloads import services as caseloads
from handoff.casework.court import services as court
from handoff.casework.court.inputs import CourtInput, OrderInput
from handoff.casework.funds import services as funds
from handoff.casework.goals import services as goals
from handoff.casework.inputs import HelpInput
from handoff.casework.matching import services as matching
from handoff.casework.models import (
    AgreedPlan,
    Appointment,
    CaseNote,
    ContactAttempt,
    ContactPlan,
    CourtCase,
    CourtOrder,
    DatedFact,
    Fund,
    Goal,
    GoalStep,
    HandoverPlan,
    HelpGiven,
    Milestone,
    Need,
    PhoneStep,
    ServiceReferral,
    SupplyItem,
    WorkerProfile,
    WorkerWish,
)
from handoff.casework.needs import services as needs
from handoff.casework.notes import services as notes
from handoff.casework.phones import services as phones
from handoff.casework.plans import services as plans
from handoff.casework.situation import services as situation
from handoff.casework.supplies import services as supplies
from handoff.casework.turnover import services as turnover
from handoff.participants.models import ApproachNote, ContactPoint, Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.referrals.models import Referral
from handoff.testing.enrollment import make_referral
from handoff.testing.programs import AT, make_actor, make_person


def make_contact_point(person: Person, **fields: Any) -> ContactPoint:
    """A phone that works and may be texted, unless stated otherwise."""
    values = {"kind": "phone", "value": "+19105550142", "works": "yes", "safe_to_text": True, "added_at": AT}
    return ContactPoint.objects.create(person=person, **{**values, **fields})


def make_approach_note(person: Person, text: str = "Come after ten, never with a uniform.") -> ApproachNote:
    """How the person wishes to be approached."""
    return ApproachNote.objects.create(person=person, text=text, written_at=AT)


def make_waiting_person(program: Program, at: datetime = AT, **fields: Any) -> Referral:
    """A referral not yet in contact, of a person with a phone and an approach note."""
    person = make_person(program)
    make_contact_point(person)
    make_approach_note(person)
    return make_referral(program, person, at=at, **fields)


def make_contact(
    person: Person,
    referral: Referral | None = None,
    actor: Actor | None = None,
    at: datetime = AT,
    **fields: Any,
) -> ContactAttempt:
    """An unsuccessful phone contact attempt unless stated otherwise."""
    values = {"how": "phone", "result": "not_reached", "occurred_at": at, "key": str(uuid.uuid4())}
    actor = actor or make_actor(person.program, "peer_support")
    return services.record_contact(
        actor=actor, person=person, referral=referral, at=at, **{**values, **fields}
    )


def make_help(person: Person, actor: Actor | None = None, at: datetime = AT, **fields: Any) -> HelpGiven:
    """Food given in the field. Fields beside the time and the key are those of the input."""
    actor = actor or make_actor(person.program, "peer_support")
    when, key = fields.pop("occurred_at", at), fields.pop("key", str(uuid.uuid4()))
    help_input = HelpInput(**{"kind": "food", **fields})
    return services.record_help(
        actor=actor, person=person, help_input=help_input, occurred_at=when, key=key, at=at
    )


def make_fund(program: Program, cents: int = 0, name: str = "County grant", at: datetime = AT) -> Fund:
    """A fund with the money it has received."""
    manager = make_actor(program, "program_manager")
    fund = funds.open_fund(actor=manager, program=program, name=name, at=at)
    if cents:
        funds.receive_money(
            actor=manager,
            fund=fund,
            cents=cents,
            received_on=local_date(program, at),
            words="First quarter",
            key=str(uuid.uuid4()),
            at=at,
        )
    return fund


def make_supply_item(program: Program, at: datetime = AT, **fields: Any) -> SupplyItem:
    """A bus pass, which usually costs 2 dollars and a half."""
    values = {"kind": "transport", "name": "Bus pass", "name_es": "Pase de autobús", "cost_cents": 250}
    item_input = supplies.ItemInput(**{**values, **fields})
    manager = make_actor(program, "program_manager")
    return supplies.save_item(actor=manager, program=program, item_input=item_input, at=at)


def make_phone_step(
    person: Person, what: str = "applied", actor: Actor | None = None, at: datetime = AT, **fields: Any
) -> PhoneStep:
    """A free phone was applied for, unless stated otherwise."""
    actor = actor or make_actor(person.program, "peer_support")
    key, on = fields.pop("key", str(uuid.uuid4())), fields.pop("occurred_on", local_date(person.program, at))
    phone_input = phones.PhoneInput(what=what, occurred_on=on, **fields)
    return phones.record_phone_step(actor=actor, person=person, phone_input=phone_input, key=key, at=at)


def make_goal(
    person: Any, words: str = "My own place.", actor: Actor | None = None, at: datetime = AT
) -> Goal:
    """A goal in the participant's words."""
    actor = actor or make_actor(person.program, "peer_support")
    return goals.add_goal(actor=actor, person=person, words=words, key=str(uuid.uuid4()), at=at)


def make_step(goal: Goal, actor: Actor | None = None, at: datetime = AT, **fields: Any) -> GoalStep:
    """A next step that the participant does, unless stated otherwise."""
    actor = actor or make_actor(goal.program, "peer_support")
    step_input = goals.StepInput(**{"words": "Call the landlord.", **fields})
    return goals.add_step(actor=actor, goal=goal, step_input=step_input, key=str(uuid.uuid4()), at=at)


def make_note(person: Any, actor: Actor | None = None, at: datetime = AT, **fields: Any) -> CaseNote:
    """A general note on a conversation."""
    actor = actor or make_actor(person.program, "peer_support")
    values = {"kind": "conversation", "label": "general", "words": "Talked on the porch.", "occurred_at": at}
    return notes.add_note(
        actor=actor,
        person=person,
        note_input=notes.NoteInput(**{**values, **fields}),
        key=str(uuid.uuid4()),
        at=at,
    )


def make_need(person: Any, actor: Actor | None = None, at: datetime = AT, **fields: Any) -> Need:
    """A need for a place to stay."""
    actor = actor or make_actor(person.program, "peer_support")
    values = {
        "key": str(uuid.uuid4()),
        "kind": "housing",
        "words": "Somewhere quiet.",
        "opened_on": local_date(person.program, at),
    }
    return needs.add_need(actor=actor, person=person, at=at, **{**values, **fields})


def make_service_referral(
    need: Need, actor: Actor | None = None, at: datetime = AT, **fields: Any
) -> ServiceReferral:
    """A referral to a shelter."""
    actor = actor or make_actor(need.program, "peer_support")
    values = {"key": str(uuid.uuid4()), "provider": "Harbor House", "on": local_date(need.program, at)}
    return needs.refer_to_service(actor=actor, need=need, at=at, **{**values, **fields})


def follow_up(
    referral: ServiceReferral, state: str, actor: Actor | None = None, at: datetime = AT, **fields: Any
) -> ServiceReferral:
    """What became of a referral to a service."""
    program = referral.need.program
    actor = actor or make_actor(program, "peer_support")
    values = {"state": state, "occurred_on": local_date(program, at)}
    return needs.follow_up_referral(
        actor=actor, referral=referral, follow_up=needs.FollowUpInput(**{**values, **fields}), at=at
    )


def make_milestone(person: Any, actor: Actor | None = None, at: datetime = AT, **fields: Any) -> Milestone:
    """A room of their own."""
    actor = actor or make_actor(person.program, "peer_support")
    values = {
        "key": str(uuid.uuid4()),
        "kind": "housing",
        "words": "Moved in.",
        "reached_on": local_date(person.program, at),
    }
    return needs.add_milestone(actor=actor, person=person, at=at, **{**values, **fields})


def make_appointment(
    person: Any, actor: Actor | None = None, at: datetime = AT, **fields: Any
) -> Appointment:
    """A check-in with the worker who makes it, in two days, unless stated otherwise."""
    actor = actor or make_actor(person.program, "peer_support")
    values = {
        "kind": "check_in",
        "starts_at": at + timedelta(days=2),
        "place": "Library",
        "worker_id": actor.user_id,
    }
    appointment_input = appointments.AppointmentInput(**{**values, **fields})
    return appointments.make_appointment(
        actor=actor, person=person, appointment_input=appointment_input, key=str(uuid.uuid4()), at=at
    )


def record_outcome(
    appointment: Appointment,
    what: str,
    actor: Actor | None = None,
    at: datetime | None = None,
    next_step: str = "",
) -> Appointment:
    """What became of an appointment, recorded at its own time unless stated otherwise."""
    actor = actor or make_actor(appointment.program, "peer_support")
    return appointments.record_outcome(
        actor=actor, appointment=appointment, what=what, next_step=next_step, at=at or appointment.starts_at
    )


def make_contact_plan(
    person: Any, actor: Actor | None = None, at: datetime = AT, **fields: Any
) -> ContactPlan:
    """Regular support and a contact every two weeks, unless stated otherwise."""
    actor = actor or make_actor(person.program, "peer_support")
    values = {"intensity": "regular", "every_days": 14, "while_inactive": False}
    return caseloads.set_contact_plan(actor=actor, person=person, at=at, **{**values, **fields})


def make_fact(person: Any, actor: Actor | None = None, at: datetime = AT, **fields: Any) -> DatedFact:
    """A room with family since today, as they say, unless stated otherwise."""
    actor = actor or make_actor(person.program, "peer_support")
    values = {"kind": "housing", "code": "335", "since": local_date(person.program, at)}
    return situation.add_fact(
        actor=actor,
        person=person,
        fact_input=situation.FactInput(**{**values, **fields}),
        key=str(uuid.uuid4()),
        at=at,
    )


def make_profile(actor: Actor, at: datetime = AT, **fields: Any) -> WorkerProfile:
    """A worker who says that they speak Spanish, unless stated otherwise."""
    program = Program.objects.get(pk=actor.program_id or 0)
    profile_input = matching.ProfileInput(**{"languages": ["en", "es"], **fields})
    return matching.save_profile(actor=actor, program=program, profile_input=profile_input, at=at)


def make_wish(person: Any, actor: Actor | None = None, at: datetime = AT, **fields: Any) -> WorkerWish:
    """A wish for another worker, unless stated otherwise."""
    actor = actor or make_actor(person.program, "peer_support")
    wish_input = matching.WishInput(**{"another_worker": True, **fields})
    return matching.record_wish(actor=actor, person=person, wish_input=wish_input, at=at)


def make_plan(person: Any, actor: Actor | None = None, at: datetime = AT, **fields: Any) -> AgreedPlan:
    """A plan of today with every goal of the person."""
    actor = actor or make_actor(person.program, "peer_support")
    every = [each.public_id for each in Goal.objects.filter(person=person)]
    values = {"goals": every, "agreed_on": local_date(person.program, at)}
    plan_input = plans.PlanInput(**{**values, **fields})
    return plans.agree_plan(actor=actor, person=person, plan_input=plan_input, key=str(uuid.uuid4()), at=at)


def make_handover_plan(
    program: Program, leaver: Actor, to: Actor, at: datetime = AT, **fields: Any
) -> HandoverPlan:
    """A plan of a week for a worker who leaves."""
    today = local_date(program, at)
    values = {
        "kind": "leaving",
        "starts_on": today,
        "ends_on": today + timedelta(days=7),
        "stand_in_id": to.user_id,
    }
    return turnover.plan_handover(
        actor=make_actor(program, "program_manager"),
        program=program,
        user=User.objects.get(pk=leaver.user_id or 0),
        plan_input=turnover.PlanInput(**{**values, **fields}),
        at=at,
    )


def make_court_case(
    person: Person, actor: Actor | None = None, at: datetime = AT, number: str = "26CR451208", **fields: Any
) -> CourtCase:
    """A case in District Court at nine in the morning two days later, unless stated otherwise."""
    actor = actor or make_actor(person.program, "peer_support")
    on = local_date(person.program, at) + timedelta(days=2)
    values = {"court": "district", "when": "time", "on": on, "starts": time(9), "room": "001A"}
    return court.add_court_case(
        actor=actor,
        person=person,
        number=number,
        court_input=CourtInput(**{**values, **fields}),
        key=str(uuid.uuid4()),
        at=at,
    )


def make_court_order(
    person: Person, kind: str = "warrant", actor: Actor | None = None, at: datetime = AT, **fields: Any
) -> CourtOrder:
    """A warrant since today, unless stated otherwise."""
    actor = actor or make_actor(person.program, "peer_support")
    values = {"kind": kind, "starts_on": local_date(person.program, at), "words": "Missed court date"}
    order_input = OrderInput(**{**values, **fields})
    return court.record_court_order(
        actor=actor, person=person, order_input=order_input, key=str(uuid.uuid4()), at=at
    )
