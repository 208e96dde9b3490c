"""Who opened whose record, who did what, and the audit trail in words (C5)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from handoff.access.permissions import Permission
from handoff.accounts.definitions import SITE
from handoff.accounts.models import User
from handoff.accounts.queries import member_of, members_who_may, names_of
from handoff.audit.catalog import KINDS, in_words, outcome_in_words
from handoff.audit.models import AuditEvent
from handoff.audit.queries import events, events_about
from handoff.charges.models import Encounter
from handoff.core.templatetags.handoff import moment
from handoff.core.ui import Cell, Column
from handoff.desk.lookup import LookupReason
from handoff.enrollment.models import Enrollment
from handoff.participants.models import Person, RecordOpening, TeamMember
from handoff.participants.queries import openings_of, team_of
from handoff.programs.models import Program
from handoff.programs.queries import local_date, zone

REASONS: dict[str, Any] = {**dict(LookupReason.choices), **dict(RecordOpening.Reason.choices)}


def user_of(program: Program, public_id: uuid.UUID) -> User | None:
    """Return somebody who holds or held a role in the program."""
    return member_of(program, public_id)


def who_may_join(program: Program, at: datetime) -> list[tuple[int, str]]:
    """Return whom a team can be made of: everybody who may open records."""
    may = members_who_may(program, Permission.PARTICIPANT_READ, local_date(program, at))
    return [(user.pk, user.full_name) for user in may.order_by("full_name")]


@dataclass(frozen=True)
class TeamLine:
    """Somebody on a person's team: who, why, since when."""

    user: User
    why: str
    since: datetime


def team_lines(person: Person, at: datetime) -> list[TeamLine]:
    """Return a person's team, each member once with every reason."""
    members = list(team_of(person, at))
    users = User.objects.in_bulk([each.user_id for each in members])
    found: dict[int, TeamLine] = {}
    for each in members:
        before = found.get(each.user_id)
        why = str(each.get_why_display())
        if each.user_id in users:
            words = f"{before.why}; {why}" if before else why
            found[each.user_id] = TeamLine(
                users[each.user_id], words, before.since if before else each.starts_at
            )
    return list(found.values())


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


@dataclass(frozen=True)
class Grounds:
    """Why each user could open one person's record, at any moment."""

    team: list[TeamMember]
    openings: list[RecordOpening]

    def at(self, row: AuditEvent) -> str:
        """Return why the deed of a row was let through, in words."""
        if row.outcome == "refused":
            return ""
        if row.reason:
            return reason_in_words(row.reason)
        for each in self.team:
            within = each.starts_at <= row.at and (each.ends_at is None or row.at < each.ends_at)
            if each.user_id == row.user_id and within:
                return str(each.get_why_display())
        for opening in self.openings:
            if opening.user_id == row.user_id and opening.opened_at <= row.at < opening.ends_at:
                return str(opening.get_reason_display())
        return _("By their role")


def grounds_of(person: Person) -> Grounds:
    """Return everything that ever opened a person's record to anybody."""
    return Grounds(list(person.team.all()), list(openings_of(person)))


def reason_in_words(reason: str) -> str:
    """Return what a reason's code stands for."""
    return str(REASONS.get(reason, reason))


def person_columns() -> list[Column]:
    return [Column(label=name) for name in (_("When"), _("Who"), _("What"), _("Why it was allowed"))]


def person_rows(rows: Iterable[AuditEvent], person: Person, program: Program) -> list[list[Cell]]:
    """Return who did what with a person's record, when and why, as cells."""
    rows = list(rows)
    names, grounds = names_of(row.user_id for row in rows), grounds_of(person)
    return [
        [
            Cell(text=moment(row.at, program)),
            Cell(text=who(row, names)),
            Cell(text=what(row)),
            Cell(text=grounds.at(row)),
        ]
        for row in rows
    ]


def who(row: AuditEvent, names: dict[int, str]) -> str:
    """Return who acted: the name on the account, else what the row says."""
    return names.get(row.user_id or 0, row.username)


def what(row: AuditEvent) -> str:
    """Return what was done, and that it was not let through where it was not."""
    words = in_words(row.action)
    return f"{words} ({outcome_in_words(row.outcome)})" if row.outcome == "refused" else words


def trail_columns() -> list[Column]:
    names = (_("When"), _("Who"), _("What"), _("Record"), _("Reason"), _("From"), _("Number"))
    return [Column(label=name) for name in names]


def trail_rows(rows: Iterable[AuditEvent], program: Program) -> list[list[str]]:
    """Return rows of the trail as words, one list of cells each; the page and the files show the same."""
    rows = list(rows)
    names = names_of(row.user_id for row in rows)
    return [
        [
            moment(row.at, program),
            who(row, names),
            what(row),
            row.subject,
            reason_in_words(row.reason) if row.reason else "",
            row.address,
            str(row.number),
        ]
        for row in rows
    ]


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


@dataclass(frozen=True)
class OpeningLine:
    """One opening from outside the team: who, when, why, and the words where the reason was another."""

    who: str
    at: datetime
    reason: str
    note: str


def opening_lines(openings: Iterable[RecordOpening]) -> list[OpeningLine]:
    """Return every opening of a person's record from outside the team, in words."""
    openings = list(openings)
    names = names_of(each.user_id for each in openings)
    return [
        OpeningLine(names.get(each.user_id, ""), each.opened_at, str(each.get_reason_display()), each.note)
        for each in openings
    ]
