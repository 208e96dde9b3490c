"""Record overdoses, reversals and deaths of participants, and what the team learned from them (M13, ADR 0076)."""

from datetime import date, datetime

from django.db import transaction

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import check_says_the_same
from handoff.enrollment.models import (
    Enrollment,
    SafetyAction,
    SafetyEvent,
    SafetyReview,
    StatusPeriod,
)
from handoff.enrollment.queries import day_of_death, since_death
from handoff.enrollment.safety import policies, queries
from handoff.enrollment.safety.inputs import EventInput, ReviewInput
from handoff.enrollment.services import end_asking_and_sharing
from handoff.participants.models import Person
from handoff.programs.queries import local_date


def _lock(person: Person) -> Person:
    return Person.objects.select_for_update(of=("self",)).select_related("program").get(pk=person.pk)


def _write(
    actor: Actor,
    person: Person,
    event_input: EventInput,
    key: str,
    at: datetime,
    corrects: SafetyEvent | None,
) -> SafetyEvent:
    return SafetyEvent.objects.create(
        program_id=person.program_id,
        person=person,
        kind=event_input.kind,
        happened_on=event_input.happened_on,
        is_about=event_input.is_about,
        naloxone=event_input.naloxone,
        cause=event_input.cause,
        source=event_input.source,
        is_confirmed=event_input.is_confirmed,
        words=event_input.words.strip(),
        recorded_at=at,
        recorded_by_id=actor.user_id,
        corrects=corrects,
        key=key,
    )


def _record(actor: Actor, person: Person, action: AuditAction, at: datetime) -> None:
    # Not which kind: whoever reads the audit log may not read about health.
    audit.record(actor=actor, at=at, action=action, subject=person.public_id)


@transaction.atomic
def record_event(
    *, actor: Actor, person: Person, event_input: EventInput, key: str, at: datetime
) -> SafetyEvent:
    """Record what happened. A death makes the participant inactive from its day, and ends every release. Sent twice,
    the form records it once."""
    policies.check_is_care_team(actor, person.program_id)
    person = _lock(person)
    existing = SafetyEvent.objects.filter(key=key).first()
    if existing is not None:
        check_says_the_same(
            (existing.person_id, person.pk),
            (existing.kind, event_input.kind),
            (existing.happened_on, event_input.happened_on),
            (existing.words, event_input.words.strip()),
        )
        return existing
    policies.check_event(event_input, local_date(person.program, at))
    policies.check_dies_once(event_input.kind, queries.has_died(person))
    event = _write(actor, person, event_input, key, at, None)
    _record(actor, person, AuditAction.SAFETY_EVENT_RECORDED, at)
    if event.kind == SafetyEvent.Kind.DEATH:
        _close_at_death(actor, person, event.happened_on, at)
    return event


def _close_at_death(actor: Actor, person: Person, died_on: date, at: datetime) -> None:
    """Nothing is planned, asked or shared anymore. Nothing that was recorded is removed."""
    for enrollment in Enrollment.objects.select_for_update().filter(person=person):
        _end_participation(actor, enrollment, died_on, at)
    end_asking_and_sharing(actor=actor, person=person, at=at)


def _end_participation(actor: Actor, enrollment: Enrollment, died_on: date, at: datetime) -> None:
    """Inactive from the day of death on; at once where their present status began later."""
    current = enrollment.status_periods.get(ends_at__isnull=True)
    if current.reason == StatusPeriod.InactiveReason.DECEASED:
        _move_death(actor, current, day_of_death(enrollment.program, died_on, at), at)
        return
    since = since_death(enrollment, died_on, at)
    current.ends_at = since
    current.save(update_fields=["ends_at"])
    StatusPeriod.objects.create(
        enrollment=enrollment,
        status=StatusPeriod.Status.INACTIVE,
        reason=StatusPeriod.InactiveReason.DECEASED,
        starts_at=since,
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )
    audit.record(actor=actor, at=at, action=AuditAction.ENROLLMENT_INACTIVE, subject=enrollment.public_id)


def _move_death(actor: Actor, deceased: StatusPeriod, since: datetime, at: datetime) -> None:
    """Let a status that says deceased hold from the day of death as it is known now, if the one before it allows."""
    before = StatusPeriod.objects.filter(enrollment=deceased.enrollment_id, ends_at=deceased.starts_at)
    earlier = before.exclude(pk=deceased.pk).first()
    if earlier is None or since < earlier.starts_at or since == deceased.starts_at:
        return
    is_later = since > deceased.starts_at
    earlier.ends_at = deceased.starts_at = since
    # The one that gets shorter first: at no moment do two statuses hold at one time.
    for period in (deceased, earlier) if is_later else (earlier, deceased):
        period.save(update_fields=["starts_at" if period is deceased else "ends_at"])
    subject = deceased.enrollment.public_id
    audit.record(actor=actor, at=at, action=AuditAction.ENROLLMENT_INACTIVE, subject=subject)


@transaction.atomic
def correct_event(
    *, actor: Actor, event: SafetyEvent, event_input: EventInput, key: str, at: datetime
) -> SafetyEvent:
    """Correct an entry by a new one of the same kind. Reviews and actions go with it; the earlier one stays. The day
    of a death moves the day since which they are inactive."""
    person = _lock(event.person)
    existing = SafetyEvent.objects.filter(key=key).first()
    if existing is not None:
        return existing
    event = SafetyEvent.objects.select_related("person__program").get(pk=event.pk)
    policies.check_can_change(actor, event)
    policies.check_event(event_input, local_date(person.program, at))
    corrected = _write(actor, person, event_input, key, at, event)
    event.reviews.update(event=corrected)
    event.actions.update(event=corrected)
    if corrected.kind == SafetyEvent.Kind.DEATH:
        for enrollment in Enrollment.objects.select_for_update().filter(person=person):
            _end_participation(actor, enrollment, corrected.happened_on, at)
    _record(actor, person, AuditAction.SAFETY_EVENT_CORRECTED, at)
    return corrected


@transaction.atomic
def remove_event(*, actor: Actor, event: SafetyEvent, at: datetime) -> SafetyEvent:
    """Remove an entry made by mistake: it stays, marked, and counts nowhere. A status that a death changed stays until
    someone makes the participant active again."""
    _lock(event.person)
    event = SafetyEvent.objects.get(pk=event.pk)
    policies.check_can_change(actor, event)
    event.removed_at, event.removed_by_id = at, actor.user_id
    event.save(update_fields=["removed_at", "removed_by_id"])
    _record(actor, event.person, AuditAction.SAFETY_EVENT_REMOVED, at)
    return event


@transaction.atomic
def record_review(
    *, actor: Actor, event: SafetyEvent, review_input: ReviewInput, key: str, at: datetime
) -> SafetyReview:
    """Record what the team learned, and who looked back together. A later look adds another review."""
    person = _lock(event.person)
    event = SafetyEvent.objects.get(pk=event.pk)
    policies.check_can_change(actor, event)
    existing = SafetyReview.objects.filter(key=key).first()
    if existing is not None:
        check_says_the_same((existing.event_id, event.pk), (existing.learned, review_input.learned.strip()))
        return existing
    today = local_date(person.program, at)
    team = set(queries.care_team(person.program, today).values_list("pk", flat=True))
    policies.check_review(review_input, event, team, today)
    review = SafetyReview.objects.create(
        event=event,
        held_on=review_input.held_on,
        attendees=sorted(set(review_input.attendees)),
        helped=review_input.helped.strip(),
        learned=review_input.learned.strip(),
        recorded_at=at,
        recorded_by_id=actor.user_id,
        key=key,
    )
    _record(actor, person, AuditAction.SAFETY_REVIEW_RECORDED, at)
    return review


@transaction.atomic
def add_action(
    *, actor: Actor, event: SafetyEvent, words: str, owner_id: int, due_on: date, key: str, at: datetime
) -> SafetyAction:
    """Plan what the program does after a review."""
    person = _lock(event.person)
    event = SafetyEvent.objects.get(pk=event.pk)
    policies.check_can_change(actor, event)
    existing = SafetyAction.objects.filter(key=key).first()
    if existing is not None:
        check_says_the_same((existing.event_id, event.pk), (existing.words, words.strip()))
        return existing
    today = local_date(person.program, at)
    team = set(queries.care_team(person.program, today).values_list("pk", flat=True))
    policies.check_action(words, owner_id, due_on, team, today)
    action = SafetyAction.objects.create(
        event=event,
        words=words.strip(),
        owner_id=owner_id,
        due_on=due_on,
        recorded_at=at,
        recorded_by_id=actor.user_id,
        key=key,
    )
    _record(actor, person, AuditAction.SAFETY_ACTION_ADDED, at)
    return action


@transaction.atomic
def finish_action(*, actor: Actor, action: SafetyAction, at: datetime) -> SafetyAction:
    """Mark an action as done. A second press changes nothing."""
    _lock(action.event.person)
    action = SafetyAction.objects.select_related("event__person").get(pk=action.pk)
    policies.check_is_care_team(actor, action.event.program_id)
    if action.done_at is None:
        action.done_at, action.done_by_id = at, actor.user_id
        action.save(update_fields=["done_at", "done_by_id"])
        _record(actor, action.event.person, AuditAction.SAFETY_ACTION_DONE, at)
    return action
