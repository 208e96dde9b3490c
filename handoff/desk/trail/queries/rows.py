"""Rows of the audit log: about a person, by a user, or matching a filter (C5)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from handoff.accounts.models import User
from handoff.accounts.queries import find_member
from handoff.audit.definitions import AuditAction
from handoff.audit.models import AuditEvent
from handoff.audit.queries import events, events_about
from handoff.audit.wording import ACTION_KINDS
from handoff.core.sorting import by_name
from handoff.core.tenancy import SITE
from handoff.desk.trail.queries.subjects import shown_as, subjects_of
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import time_zone_of


def find_user(program: Program, public_id: uuid.UUID) -> User | None:
    """A user who has or had a role in the program."""
    return find_member(program, public_id)


def rows_about(person: Person) -> QuerySet[AuditEvent]:
    """Rows about a person or any record about them, lists that showed them included, newest first."""
    return events_about(person.program_id, subjects_of(person), shown_as(person))


@dataclass(frozen=True)
class TrailFilter:
    """What rows of the trail must match; None and blank match everything. Both days are included."""

    from_day: date | None = None
    to_day: date | None = None
    kind: str = ""
    user_id: int | None = None
    outcome: str = ""


def filter_trail(program: Program, criteria: TrailFilter) -> QuerySet[AuditEvent]:
    """Rows that match a filter, newest first. Days are days in the program's time zone."""
    rows, local = events(program.pk), time_zone_of(program)
    if criteria.from_day:
        rows = rows.filter(at__gte=datetime.combine(criteria.from_day, time(), local))
    if criteria.to_day:
        rows = rows.filter(at__lt=datetime.combine(criteria.to_day + timedelta(days=1), time(), local))
    if criteria.kind in ACTION_KINDS:
        rows = rows.filter(action__in=list(ACTION_KINDS[criteria.kind][1]))
    if criteria.user_id:
        rows = rows.filter(user_id=criteria.user_id)
    if criteria.outcome:
        rows = rows.filter(outcome=criteria.outcome)
    return rows


def rows_by(program: Program, user: User) -> QuerySet[AuditEvent]:
    """What a user did in a program, and when they signed in and out, newest first."""
    here = Q(program_id=program.pk) | Q(
        program_id=SITE, action__in=[AuditAction.SIGN_IN_DONE, AuditAction.SIGN_OUT_DONE]
    )
    return AuditEvent.objects.filter(here, user_id=user.pk).order_by("-at", "-pk")


def current_and_past_members(program: Program) -> list[tuple[int, str]]:
    """Users who have or had a role in the program, as choices for the filter."""
    held = User.objects.filter(memberships__program=program).distinct().order_by(*by_name("full_name"))
    return list(held.values_list("pk", "full_name"))
