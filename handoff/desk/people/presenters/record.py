"""A participant's record: who, how to reach them, what is next, and everything else on one page (K1)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.casework.appointments.presenters import (
    AppointmentCard,
    appointment_cards,
    planned_of,
    where_and_with_whom,
)
from handoff.casework.appointments.queries import appointments_of
from handoff.casework.caseloads.queries import ContactDue, changes_of, contact_of
from handoff.casework.court.presenters import court_lines
from handoff.casework.goals.presenters import owner_name
from handoff.casework.goals.queries import goals_of, open_goals, open_steps
from handoff.casework.matching.presenters import wish_now
from handoff.casework.models import AgreedPlan, Appointment, Goal, Need
from handoff.casework.needs.presenters import NeedCard, need_cards
from handoff.casework.needs.queries import ProviderAppointment, needs_of, open_needs
from handoff.casework.needs.queries import appointments as provider_appointments
from handoff.casework.phones.presenters import PhoneState, phone_state
from handoff.casework.phones.queries import phone_steps_of
from handoff.casework.plans.queries import next_review, plans_without_contents
from handoff.casework.presenters import ContactOption, approach_of, best_first, contact_options
from handoff.casework.queries import OPEN_STATES
from handoff.casework.situation.presenters import NowRow, now_rows
from handoff.casework.situation.queries import held_facts
from handoff.consent.queries import RoiState, roi_state_from, signed_releases_of
from handoff.desk.people.presenters.timeline import Timeline, TimelineSources, timeline_of
from handoff.desk.people.queries import (
    REFERRALS,
    TeamMemberRow,
    intakes_of,
    member_names,
    read_ways_to_reach,
    team_member_rows,
)
from handoff.enrollment.models import Enrollment, Intake, StatusPeriod
from handoff.enrollment.queries import enrollment_of
from handoff.participants.models import ContactPoint, Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date, time_zone_of
from handoff.referrals.models import Referral, ReferralEvent
from handoff.staffing.agendas.queries import decided
from handoff.staffing.models import MeetingAction

STEPS_ON_TOP = 3
"""How many next steps the first screen of a phone holds."""


@dataclass(frozen=True)
class NextStep:
    """A step that is still to be done: what, who does it, until when."""

    words: str
    owner: str
    due_on: date | None
    starts_at: datetime | None = None
    """Of an appointment: when it is."""


@dataclass(frozen=True)
class PersonRecord:
    """Everything on a person's record page."""

    person: Person
    approach: str
    first_option: list[ContactOption]
    next_steps: list[NextStep]
    later_steps: list[NextStep]
    enrollment: Enrollment | None
    worker: str
    wish: list[str]
    contact: ContactDue | None
    team: list[TeamMemberRow]
    roi: RoiState
    contact_points: list[ContactPoint]
    phone: PhoneState | None
    appointments: list[AppointmentCard]
    court: list[str]
    goals: list[Goal]
    plan: AgreedPlan | None
    needs: list[NeedCard]
    situation: list[NowRow]
    open_intakes: list[Intake]
    done_intakes: list[Intake]
    open_referrals: list[Referral]
    timeline: Timeline

    @property
    def inactive_reason(self) -> str:
        """Why they're inactive, in words; empty for anyone else."""
        reason: str = getattr(self.enrollment, "status_reason", "") or ""
        return str(StatusPeriod.InactiveReason(reason).label) if reason else ""

    @property
    def is_deceased(self) -> bool:
        """Whether they are recorded as deceased: then no one is asked to reach them (C-F08)."""
        return getattr(self.enrollment, "status_reason", "") == StatusPeriod.InactiveReason.DECEASED


def person_record(person: Person, program: Program, actor: Actor, at: datetime) -> PersonRecord:
    """Read a person's whole record for the care team; the number of queries doesn't grow with what it holds."""
    read_ways_to_reach(person)
    enrollment = enrollment_of(person.pk, program)
    referrals = REFERRALS.rows(person.pk)
    intakes, goals, needs = intakes_of(person), goals_of(person), needs_of(person)
    releases, actions = signed_releases_of(person.pk), decided(person, actor)
    names, booked = member_names(program.pk), appointments_of(person)
    planned, phones = planned_of(booked), phone_steps_of(person)
    plans, changes = plans_without_contents(person), changes_of(person)
    steps = next_steps(goals, needs, planned, names, program, plans[:1], actions)
    facts, today = held_facts(person, program, actor, intakes), local_date(program, at)
    sources = TimelineSources(
        referrals, enrollment, releases, goals, needs, booked, changes, facts, today, phones, plans, actions
    )
    open_intakes = intakes_to_do(intakes, unreported_referral_ids(referrals, intakes))
    return PersonRecord(
        person=person,
        approach=approach_of(person),
        first_option=contact_options(person)[:1],
        next_steps=steps[:STEPS_ON_TOP],
        later_steps=steps[STEPS_ON_TOP:],
        enrollment=enrollment,
        contact=contact_of(enrollment, program, at),
        worker=names.get(enrollment.primary_worker_id or 0, "") if enrollment else "",
        wish=wish_now(person, changes, names),
        team=team_member_rows(person, at),
        roi=roi_state_from(releases, at),
        contact_points=contact_points_of(person),
        phone=phone_state(phones),
        appointments=appointment_cards(planned, names, program, at),
        court=court_lines(person),
        goals=open_goals(goals),
        plan=next(iter(plans), None),
        needs=need_cards(open_needs(needs), names, time_zone_of(program), {}),
        situation=now_rows(facts, today),
        open_intakes=open_intakes,
        done_intakes=[each for each in intakes if each not in open_intakes],
        open_referrals=referrals_without_intake(referrals, intakes),
        timeline=timeline_of(person, program, actor, names, sources),
    )


def intakes_to_do(intakes: list[Intake], unreported: set[int]) -> list[Intake]:
    """Those of which something is still to be done: the intake itself, or telling the referring agency."""
    return [each for each in intakes if each.completed_at is None or each.referral_id in unreported]


def contact_points_of(person: Person) -> list[ContactPoint]:
    """Those that still hold, the ones that work first, out of the rows that were read before."""
    return best_first(each for each in person.contact_points.all() if each.ended_at is None)


def next_steps(
    goals: list[Goal],
    needs: list[Need],
    planned: list[Appointment],
    names: dict[int, str],
    program: Program,
    plans: list[AgreedPlan],
    actions: list[MeetingAction],
) -> list[NextStep]:
    """Steps toward goals, appointments, the next look at the plan and what a staffing meeting decided, the earliest
    first, those without a day last.
    """
    found = [
        NextStep(each.version.words, owner_name(each.version, names), each.version.due_on)
        for each in open_steps(goals)
    ]
    found += [
        NextStep(_("Appointment: %(where)s") % {"where": each.referral.provider}, "", each.on)
        for each in appointments_elsewhere(needs, planned)
    ]
    found += [
        NextStep(
            _("Appointment: %(where)s") % {"where": where_and_with_whom(each, names)},
            "",
            local_date(program, each.starts_at),
            each.starts_at,
        )
        for each in planned
    ]
    found += [
        NextStep(_("Look at the plan together"), "", review_on)
        for review_on in map(next_review, plans)
        if review_on is not None
    ]
    found += [
        NextStep(each.words, names.get(each.owner_id, ""), each.due_on) for each in actions if not each.end
    ]
    return sorted(found, key=lambda each: (each.due_on is None, str(each.due_on), str(each.starts_at)))


def appointments_elsewhere(needs: list[Need], planned: list[Appointment]) -> list[ProviderAppointment]:
    """The days that providers gave, without those that stand here as an appointment of their own."""
    known = {each.referral_id for each in planned}
    return [each for each in provider_appointments(needs) if each.referral.pk not in known]


def referrals_without_intake(referrals: list[Referral], intakes: list[Intake]) -> list[Referral]:
    """Open referrals whose intake hasn't started: the next step is there."""
    started = {each.referral_id for each in intakes}
    return [each for each in referrals if each.state in OPEN_STATES and each.pk not in started]


def unreported_referral_ids(referrals: list[Referral], intakes: list[Intake]) -> set[int]:
    """Arrest diversions with a completed intake of which the referring agency has not been notified (ADR 0006)."""
    complete = {intake.referral_id for intake in intakes if intake.completed_at}
    return {
        each.pk
        for each in referrals
        if each.encounter_id
        and each.pk in complete
        and all(event.what != ReferralEvent.Kind.RESPONSIBILITY_ENDED for event in each.events.all())
    }
