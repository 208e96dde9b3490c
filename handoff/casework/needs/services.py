"""Record needs, refer to services, follow each referral up, and record milestones. Nothing is overwritten."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.queries import users_with_permission
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.casework.definitions import ENDS
from handoff.casework.models import (
    Appointment,
    Milestone,
    Need,
    NeedEvent,
    ServiceReferral,
    ServiceReferralEvent,
)
from handoff.casework.needs import policies
from handoff.casework.needs.queries import agency_of, name_of_service, shown_to_providers
from handoff.casework.policies import check_is_care_team
from handoff.casework.services import check_same_person, end_appointment, lock_person, lock_planned
from handoff.core.refusals import check_says_the_same
from handoff.directory.models import Service
from handoff.notifications.services import queue_notice
from handoff.participants.models import Person
from handoff.programs.queries import local_date

STAYS_OPEN = "open"
State = ServiceReferralEvent.State
CANCELED_WITH: dict[str, Appointment.State] = {
    State.PARTICIPANT_DECLINED: Appointment.State.PARTICIPANT_CANCELED,
    State.PROVIDER_DECLINED: Appointment.State.PROVIDER_CANCELED,
}
"""Who cancels the appointments of a referral that ends; any other end is ours."""


@dataclass(frozen=True)
class FollowUpInput:
    """What became of a referral to a service: the state, its day, and what got in the way."""

    state: str
    occurred_on: date
    appointment_on: date | None = None
    barrier: str = ""
    outcome: str = ""
    need_next: str = ""
    keep_appointments: bool = False
    """True to leave planned appointments for the referral as they are when it ends."""


def record(actor: Actor, person: Person, action: AuditAction, at: datetime, **details: str) -> None:
    audit.record(actor=actor, at=at, action=action, subject=person.public_id, details=details)


def lock_need(need: Need) -> Need:
    """Lock the need's person, and read the need as it is now."""
    lock_person(need.person)
    return Need.objects.select_related("person", "program").get(pk=need.pk)


@transaction.atomic
def add_need(
    *, actor: Actor, person: Person, kind: str, words: str, opened_on: date, key: str, at: datetime
) -> Need:
    """Record what a participant needs, in their words. The same form sent twice makes one need."""
    check_is_care_team(actor, person)
    person = lock_person(person)
    policies.check_need(kind, opened_on, local_date(person.program, at))
    existing = Need.objects.filter(key=key).first()
    if existing is not None:
        check_same_person(existing.person_id, person)
        check_says_the_same(
            (existing.kind, kind), (existing.words, words.strip()), (existing.opened_on, opened_on)
        )
        return existing
    need = Need.objects.create(
        program_id=actor.program_id,
        person=person,
        kind=kind,
        words=words.strip(),
        opened_on=opened_on,
        added_at=at,
        added_by_id=actor.user_id,
        key=key,
    )
    record(actor, person, AuditAction.NEED_ADDED, at, need=str(need.public_id))
    return need


def add_need_event(actor: Actor, need: Need, what: str, on: date, at: datetime) -> NeedEvent:
    event = NeedEvent.objects.create(
        need=need, what=what, occurred_on=on, recorded_at=at, recorded_by_id=actor.user_id
    )
    record(actor, need.person, AuditAction.NEED_CHANGED, at, need=str(need.public_id))
    return event


@transaction.atomic
def close_need(*, actor: Actor, need: Need, what: str, on: date, at: datetime) -> Need:
    """Record a need as met or no longer wanted. Closing it twice changes nothing."""
    need = lock_need(need)
    if need.state == what:
        return need
    policies.check_can_close_need(actor, need, what, on, local_date(need.program, at))
    add_need_event(actor, need, what, on, at)
    return need


@transaction.atomic
def open_need_again(*, actor: Actor, need: Need, at: datetime) -> Need:
    """The participant wants it again, with everything that happened before."""
    need = lock_need(need)
    check_is_care_team(actor, need.person)
    if not need.is_open:
        add_need_event(actor, need, NeedEvent.What.OPENED_AGAIN, local_date(need.program, at), at)
    return need


@transaction.atomic
def refer_to_service(
    *,
    actor: Actor,
    need: Need,
    on: date,
    key: str,
    at: datetime,
    service: Service | None = None,
    provider: str = "",
) -> ServiceReferral:
    """Refer a participant to a service for an open need. The same form sent twice makes one referral."""
    need = lock_need(need)
    existing = ServiceReferral.objects.filter(key=key).select_related("need").first()
    if existing is not None:
        check_same_person(existing.need.person_id, need.person)
        check_says_the_same(
            (existing.service, service),
            (existing.provider, provider.strip() or existing.provider),
            (existing.events.earliest("pk").occurred_on, on),
        )
        return existing
    policies.check_can_refer(actor, need, service, provider, on, local_date(need.program, at))
    referral = ServiceReferral.objects.create(
        need=need,
        service=service,
        provider=name_of_service(service) if service is not None else provider.strip(),
        added_at=at,
        added_by_id=actor.user_id,
        key=key,
    )
    add_referral_event(actor, referral, FollowUpInput(State.MADE, on), at)
    notify_provider(referral, at)
    record(actor, need.person, AuditAction.NEED_REFERRED, at, need=str(need.public_id))
    return referral


def notify_provider(referral: ServiceReferral, at: datetime) -> None:
    """Notify the partner that a referral is addressed to, if a live ROI lets it know: a link and no name (H4)."""
    agency, program = agency_of(referral), referral.need.program
    if agency is None or not shown_to_providers([referral], at)[referral.pk]:
        return
    users = users_with_permission(program, Permission.SERVICES_ANSWER, local_date(program, at), agency)
    for user in users:
        queue_notice(
            program_id=program.pk,
            user=user,
            kind="service_asked",
            path=reverse("providers:list", args=[program.slug]),
            key=str(referral.public_id),
            at=at,
        )


def add_referral_event(
    actor: Actor, referral: ServiceReferral, follow_up: FollowUpInput, at: datetime
) -> ServiceReferralEvent:
    return ServiceReferralEvent.objects.create(
        referral=referral,
        state=follow_up.state,
        occurred_on=follow_up.occurred_on,
        appointment_on=follow_up.appointment_on if follow_up.state == State.APPOINTMENT else None,
        barrier=follow_up.barrier,
        outcome=follow_up.outcome.strip(),
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )


def is_repeated(need: Need, current: ServiceReferralEvent, follow_up: FollowUpInput) -> bool:
    """True for the form sent twice: it says what was recorded last, on the same day, and nothing else of the need."""
    recorded = (current.state, current.occurred_on, current.appointment_on, current.barrier, current.outcome)
    says_the_same = recorded == (
        follow_up.state,
        follow_up.occurred_on,
        follow_up.appointment_on if follow_up.state == State.APPOINTMENT else None,
        follow_up.barrier,
        follow_up.outcome.strip(),
    )
    leaves_need = not need.is_open or follow_up.need_next in {"", STAYS_OPEN}
    return says_the_same and (follow_up.state not in ENDS or leaves_need)


@transaction.atomic
def follow_up_referral(
    *, actor: Actor, referral: ServiceReferral, follow_up: FollowUpInput, at: datetime
) -> ServiceReferral:
    """Record what became of a referral, and with its end what becomes of the need. Sent twice, it is recorded once."""
    need = lock_need(referral.need)
    referral = ServiceReferral.objects.select_related("need__person").get(pk=referral.pk)
    if is_repeated(need, referral.current, follow_up):
        return referral
    policies.check_can_follow_up(
        actor,
        referral,
        follow_up.state,
        follow_up.occurred_on,
        follow_up.appointment_on,
        local_date(need.program, at),
    )
    policies.check_barrier(follow_up.barrier)
    policies.check_need_next(need, follow_up.state, follow_up.need_next)
    add_referral_event(actor, referral, follow_up, at)
    record(
        actor,
        need.person,
        AuditAction.SERVICE_REFERRAL_CHANGED,
        at,
        referral=str(referral.public_id),
    )
    if follow_up.state in ENDS and not follow_up.keep_appointments:
        cancel_appointments(actor, referral, follow_up.state, at)
    if follow_up.state in ENDS and need.is_open and follow_up.need_next != STAYS_OPEN:
        add_need_event(actor, need, follow_up.need_next, follow_up.occurred_on, at)
    return referral


def cancel_appointments(actor: Actor, referral: ServiceReferral, state: str, at: datetime) -> None:
    """Cancel what was planned for a referral that ended, so that nothing of it waits in anyone's day (C-F10)."""
    who = CANCELED_WITH.get(state, Appointment.State.PROGRAM_CANCELED)
    for each in lock_planned(referral):
        end_appointment(actor, each, who, at)


@transaction.atomic
def add_milestone(
    *, actor: Actor, person: Person, kind: str, words: str, reached_on: date, key: str, at: datetime
) -> Milestone:
    """Record what a participant reached. The same form sent twice makes one milestone."""
    check_is_care_team(actor, person)
    person = lock_person(person)
    policies.check_milestone(kind, reached_on, local_date(person.program, at))
    existing = Milestone.objects.filter(key=key).first()
    if existing is not None:
        check_same_person(existing.person_id, person)
        check_says_the_same(
            (existing.kind, kind), (existing.words, words.strip()), (existing.reached_on, reached_on)
        )
        return existing
    milestone = Milestone.objects.create(
        program_id=actor.program_id,
        person=person,
        kind=kind,
        words=words.strip(),
        reached_on=reached_on,
        added_at=at,
        added_by_id=actor.user_id,
        key=key,
    )
    record(actor, person, AuditAction.MILESTONE_ADDED, at, milestone=str(milestone.public_id))
    return milestone


@transaction.atomic
def withdraw_milestone(*, actor: Actor, milestone: Milestone, at: datetime) -> Milestone:
    """Withdraw a milestone recorded by mistake: the row stays and counts no longer."""
    milestone = (
        Milestone.objects.select_for_update(of=("self",)).select_related("person").get(pk=milestone.pk)
    )
    check_is_care_team(actor, milestone.person)
    if milestone.withdrawn_at is None:
        milestone.withdrawn_at, milestone.withdrawn_by_id = at, actor.user_id
        milestone.save(update_fields=["withdrawn_at", "withdrawn_by_id"])
        record(
            actor, milestone.person, AuditAction.MILESTONE_WITHDRAWN, at, milestone=str(milestone.public_id)
        )
    return milestone
