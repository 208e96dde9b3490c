"""The rows of the audit trail that a page asks for: about a person, by a user, within a filter (C5)."""

import uuid
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from handoff.accounts.definitions import SITE
from handoff.accounts.models import User
from handoff.accounts.queries import member_of
from handoff.audit.models import AuditEvent
from handoff.audit.queries import events, events_about
from handoff.audit.wording import KINDS
from handoff.charges.models import Encounter
from handoff.enrollment.models import Enrollment
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import zone


def user_of(program: Program, public_id: uuid.UUID) -> User | None:
    """Return somebody who holds or held a role in the program."""
    return member_of(program, public_id)


def subjects_of(person: Person) -> set[str]:
    """Return the public id of the person and of every record about them."""
    found = {person.public_id}
    for related in ("releases", "referrals", "intakes", "new_charges"):
        found.update(getattr(person, related).values_list("public_id", flat=True))
    found.update(Enrollment.objects.filter(person=person).values_list("public_id", flat=True))
    found.update(Encounter.objects.filter(person=person).values_list("public_id", flat=True))
    found.update(person.releases.filter(scan__isnull=False).values_list("scan__public_id", flat=True))
    return {str(each) for each in found}


def rows_about(person: Person) -> QuerySet[AuditEvent]:
    """Return every row about a person or a record of theirs, newest first."""
    return events_about(person.program_id, subjects_of(person))


def trail(program: Program, asked: dict[str, Any]) -> QuerySet[AuditEvent]:
    """Return the rows that a filter asks for, newest first; days are the program's own."""
    rows, local = events(program.pk), zone(program)
    if asked.get("from_day"):
        rows = rows.filter(at__gte=datetime.combine(asked["from_day"], time(), local))
    if asked.get("to_day"):
        rows = rows.filter(at__lt=datetime.combine(asked["to_day"] + timedelta(days=1), time(), local))
    if asked.get("kind") in KINDS:
        rows = rows.filter(action__in=list(KINDS[asked["kind"]][1]))
    if asked.get("who"):
        rows = rows.filter(user_id=asked["who"])
    if asked.get("outcome"):
        rows = rows.filter(outcome=asked["outcome"])
    return rows


def rows_by(program: Program, user: User) -> QuerySet[AuditEvent]:
    """Return what a user did in a program, and their signing in and out, newest first."""
    here = Q(program_id=program.pk) | Q(program_id=SITE, action__in=["sign_in.done", "sign_out.done"])
    return AuditEvent.objects.filter(here, user_id=user.pk).order_by("-at", "-pk")


def people_of_table(program: Program) -> list[tuple[int, str]]:
    """Return everybody who holds or held a role, for the filter of the trail."""
    held = User.objects.filter(memberships__program=program).distinct().order_by("full_name")
    return list(held.values_list("pk", "full_name"))
