"""Rows of the audit trail in words: who, what, and why it was allowed (C5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from handoff.accounts.queries import names_of
from handoff.audit.models import AuditEvent
from handoff.audit.wording import in_words, outcome_in_words
from handoff.core.templatetags.handoff import moment
from handoff.core.ui import Cell, Column
from handoff.desk.lookup.services import LookupReason
from handoff.participants.models import Person, RecordOpening, TeamMember
from handoff.participants.queries import openings_of
from handoff.programs.models import Program

REASONS: dict[str, Any] = {**dict(LookupReason.choices), **dict(RecordOpening.Reason.choices)}


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
