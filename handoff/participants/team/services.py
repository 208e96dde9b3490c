"""Joining and leaving a person's team, and opening a record from outside it with a reason (C8)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from handoff.access.actor import Actor
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.participants import policies
from handoff.participants.models import Person, RecordOpening, TeamMember
from handoff.participants.queries import current_condition, live_opening
from handoff.participants.services import save_opening

SHIFT = timedelta(hours=12)
"""How long a reason holds: to the end of the longest shift."""

AFTER_CONTACT = timedelta(days=30)
"""How long a user who was in contact with a person counts as their team."""

Why = TeamMember.Why


@transaction.atomic
def join_team(
    *,
    actor: Actor,
    person: Person,
    user_id: int | None,
    why: str,
    at: datetime,
    ends_at: datetime | None = None,
) -> TeamMember | None:
    """Put a user on a person's team because of their work; once, and for as long as the longest reason lasts.

    Called by the services that assign a worker, start an intake or log a contact.
    """
    if user_id is None:
        return None
    there = TeamMember.objects.filter(current_condition(at), person=person, user_id=user_id, why=why).first()
    # A second contact extends the first one's 30 days instead of adding a row that would have to be ended as well.
    if there is not None:
        if there.ends_at is not None and (ends_at is None or ends_at > there.ends_at):
            there.ends_at = ends_at
            there.save(update_fields=["ends_at"])
        return there
    joined = TeamMember.objects.create(
        person=person, user_id=user_id, why=why, starts_at=at, ends_at=ends_at, added_by_id=actor.user_id
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.TEAM_ADDED,
        subject=person.public_id,
        details={"user": user_id, "why": str(why)},
    )
    return joined


def record_removal(actor: Actor, person: Person, user_id: int, at: datetime) -> None:
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.TEAM_REMOVED,
        subject=person.public_id,
        details={"user": user_id},
    )


def end_membership(*, actor: Actor, person: Person, user_id: int, why: str, at: datetime) -> int:
    """End what put a user on a person's team for one reason; other reasons stay. Called when a worker changes."""
    ended = TeamMember.objects.filter(current_condition(at), person=person, user_id=user_id, why=why).update(
        ends_at=at
    )
    if ended:
        record_removal(actor, person, user_id, at)
    return ended


def cover_person(
    *, actor: Actor, person: Person, user_id: int, starts_at: datetime, ends_at: datetime, at: datetime
) -> TeamMember:
    """Let a colleague open a person's record for the days on which they cover or take over; it ends by itself."""
    there = TeamMember.objects.filter(
        person=person, user_id=user_id, why=Why.COVER, starts_at=starts_at, ends_at=ends_at
    ).first()
    if there is not None:
        return there
    joined = TeamMember.objects.create(
        person=person,
        user_id=user_id,
        why=Why.COVER,
        starts_at=starts_at,
        ends_at=ends_at,
        added_by_id=actor.user_id,
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.TEAM_ADDED,
        subject=person.public_id,
        details={"user": user_id, "why": str(Why.COVER)},
    )
    return joined


def end_cover(*, actor: Actor, person: Person, user_id: int, at: datetime) -> None:
    """End a cover now; one that hasn't started never does."""
    rows = TeamMember.objects.filter(person=person, user_id=user_id, why=Why.COVER, ends_at__gt=at)
    ended = rows.filter(starts_at__gt=at).update(ends_at=F("starts_at"))
    ended += rows.filter(starts_at__lte=at).update(ends_at=at)
    if ended:
        record_removal(actor, person, user_id, at)


def join_after_contact(*, actor: Actor, person: Person, at: datetime) -> None:
    """A user who reached the person counts as their team for 30 days."""
    join_team(
        actor=actor,
        person=person,
        user_id=actor.user_id,
        why=Why.CONTACT,
        at=at,
        ends_at=at + AFTER_CONTACT,
    )


@transaction.atomic
def add_to_team(*, actor: Actor, person: Person, user_id: int, at: datetime) -> TeamMember | None:
    """Add a colleague to a person's team until they are removed."""
    policies.check_can_add_to_team(actor, person, user_id, at)
    return join_team(actor=actor, person=person, user_id=user_id, why=Why.ADDED, at=at)


@transaction.atomic
def remove_from_team(*, actor: Actor, person: Person, user_id: int, at: datetime) -> int:
    """Remove a user from a person's team, whatever put them there; returns how many memberships ended."""
    policies.check_can_change_team(actor, person, at)
    ended = TeamMember.objects.filter(current_condition(at), person=person, user_id=user_id).update(
        ends_at=at
    )
    if ended:
        record_removal(actor, person, user_id, at)
    return ended


@transaction.atomic
def open_with_reason(
    *, actor: Actor, person: Person, reason: str, at: datetime, note: str = ""
) -> RecordOpening:
    """Open a record from outside its team for one shift. The audit row holds the reason's code, never its words."""
    policies.check_can_open_with_reason(actor, person, reason, note)
    # One reason for each shift: opening the record again neither extends it nor asks again.
    current = live_opening(actor, person, at)
    if current is not None:
        return current
    return save_opening(
        actor=actor, person=person, reason=reason, note=note.strip(), at=at, ends_at=at + SHIFT
    )
