"""Rows of the audit log: who, what, and why it was allowed (C5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from handoff.accounts.queries import full_names_by_id
from handoff.audit.models import AuditEvent
from handoff.audit.wording import action_label, outcome_label
from handoff.core.templatetags.handoff import moment
from handoff.core.ui import Cell, Column
from handoff.desk.lookup.services import LookupReason
from handoff.participants.models import Person, RecordOpening, TeamMember
from handoff.participants.queries import openings_of
from handoff.programs.models import Program

REASON_LABELS: dict[str, object] = {**dict(LookupReason.choices), **dict(RecordOpening.Reason.choices)}


@dataclass(frozen=True)
class AccessGrounds:
    """Everything that ever allowed users to open one person's record: team memberships and stated reasons."""

    team: list[TeamMember]
    openings: list[RecordOpening]

    def reason_for(self, row: AuditEvent) -> str:
        """Why the action in an audit row was allowed; blank if it was refused."""
        if row.outcome == "refused":
            return ""
        if row.reason:
            return reason_label(row.reason)
        for each in self.team:
            within = each.starts_at <= row.at and (each.ends_at is None or row.at < each.ends_at)
            if each.user_id == row.user_id and within:
                return str(each.get_why_display())
        for opening in self.openings:
            if opening.user_id == row.user_id and opening.opened_at <= row.at < opening.ends_at:
                return str(opening.get_reason_display())
        return _("Through their role")


def access_grounds(person: Person) -> AccessGrounds:
    return AccessGrounds(list(person.team.all()), list(openings_of(person)))


def reason_label(reason: str) -> str:
    return str(REASON_LABELS.get(reason, reason))


def person_columns() -> list[Column]:
    return [Column(label=name) for name in (_("When"), _("Who"), _("What"), _("Why access was allowed"))]


def person_rows(rows: Iterable[AuditEvent], person: Person, program: Program) -> list[list[Cell]]:
    rows = list(rows)
    names, grounds = full_names_by_id(row.user_id for row in rows), access_grounds(person)
    return [
        [
            Cell(text=moment(row.at, program)),
            Cell(text=actor_name(row, names)),
            Cell(text=action_text(row)),
            Cell(text=grounds.reason_for(row)),
        ]
        for row in rows
    ]


def actor_name(row: AuditEvent, names: dict[int, str]) -> str:
    """The account's full name, or the user name in the row if the account is unknown."""
    return names.get(row.user_id or 0, row.username)


def action_text(row: AuditEvent) -> str:
    """The action, marked if it was refused."""
    words = action_label(row.action)
    return f"{words} ({outcome_label(row.outcome)})" if row.outcome == "refused" else words


def trail_columns() -> list[Column]:
    names = (_("When"), _("Who"), _("What"), _("Record"), _("Reason"), _("From"), _("Number"))
    return [Column(label=name) for name in names]


def trail_rows(rows: Iterable[AuditEvent], program: Program) -> list[list[str]]:
    """Rows of the trail as text, the same for the page and the files."""
    rows = list(rows)
    names = full_names_by_id(row.user_id for row in rows)
    return [
        [
            moment(row.at, program),
            actor_name(row, names),
            action_text(row),
            row.subject,
            reason_label(row.reason) if row.reason else "",
            row.address,
            str(row.number),
        ]
        for row in rows
    ]


@dataclass(frozen=True)
class OpeningRow:
    """One opening from outside the team: who, when, the reason, and the note for a reason not on the list."""

    who: str
    at: datetime
    reason: str
    note: str


def opening_rows(openings: Iterable[RecordOpening]) -> list[OpeningRow]:
    openings = list(openings)
    names = full_names_by_id(each.user_id for each in openings)
    return [
        OpeningRow(names.get(each.user_id, ""), each.opened_at, str(each.get_reason_display()), each.note)
        for each in openings
    ]
