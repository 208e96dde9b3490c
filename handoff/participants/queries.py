"""Who works with a person, and who has given a reason to open their record."""

import uuid
from datetime import datetime

from django.db.models import Q, QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.participants.models import Person, RecordOpening, TeamMember

Why = TeamMember.Why


def find_person(program_id: int, public_id: uuid.UUID) -> Person | None:
    rows = Person.objects.filter(program_id=program_id, public_id=public_id)
    return rows.select_related("program").first()


def current_condition(at: datetime) -> Q:
    """Return the condition of a stretch of time being under way (half-open)."""
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def team_of(person: Person, at: datetime) -> QuerySet[TeamMember]:
    """Return the person's team, those who joined first on top."""
    return TeamMember.objects.filter(current_condition(at), person=person).order_by("starts_at", "pk")


def is_on_team(actor: Actor, person: Person, at: datetime) -> bool:
    """Say whether somebody works with the person: their worker, who began the intake, who was in contact in the last
    30 days, or who was added (C8).
    """
    return team_of(person, at).filter(user_id=actor.user_id or 0).exists()


def is_open_to_outreach(person: Person) -> bool:
    """Say whether the person is still everybody's at outreach: nobody is their worker yet or was added to their team.

    A contact makes nobody the only one who may try again, and who began the intake hands it on to who goes on with it:
    the warm handoff (handbook 4c) asks nobody for a reason.
    """
    return not TeamMember.objects.filter(person=person).exclude(why__in=(Why.CONTACT, Why.INTAKE)).exists()


def live_opening(actor: Actor, person: Person, at: datetime) -> RecordOpening | None:
    """Return the reason that somebody gave for opening the record, while it holds."""
    given = RecordOpening.objects.filter(person=person, user_id=actor.user_id or 0)
    return given.filter(opened_at__lte=at, ends_at__gt=at).order_by("-ends_at").first()


def can_open_record(actor: Actor, person: Person, at: datetime) -> bool:
    """Say whether the record stands open to somebody on the care side at an instant (C8)."""
    if is_on_team(actor, person, at) or live_opening(actor, person, at) is not None:
        return True
    return actor.can(Permission.OUTREACH_DO) and is_open_to_outreach(person)


def openings_of(person: Person) -> QuerySet[RecordOpening]:
    """Return every reason that was given to open a person's record, newest first."""
    return RecordOpening.objects.filter(person=person).order_by("-opened_at", "-pk")
