"""Funds, their entries and what was handed out, as pages and files show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.casework.models import Fund, FundEntry, HelpGiven
from handoff.casework.supplies.queries import fund_of
from handoff.core.templatetags.handoff import day
from handoff.core.text import dollars
from handoff.core.ui import Cell, Column
from handoff.documents.engines.workbooks import Cell as FileCell
from handoff.documents.engines.workbooks import Sheet
from handoff.programs.models import Program
from handoff.programs.queries import local_date

CENTS = Decimal(100)


@dataclass(frozen=True)
class FundRow:
    fund: Fund
    balance: str
    overdrawn: bool


@dataclass(frozen=True)
class HelpRow:
    """Some help, what it cost, who pays, who recorded it, and whether it was undone."""

    help_given: HelpGiven
    what: str
    on: date
    cost: str
    fund: str
    by: str
    undone: str
    may_correct: bool


def fund_rows(funds: Iterable[Fund]) -> list[FundRow]:
    """Needs funds with their `balance`."""
    return [fund_row(each) for each in funds]


def fund_row(fund: Fund) -> FundRow:
    balance: int = fund.balance  # type: ignore[attr-defined]
    return FundRow(fund, dollars(balance), overdrawn=balance < 0)


def what_of(help_given: HelpGiven) -> str:
    """What was handed out, and how many."""
    many = help_given.quantity
    return f"{help_given.called} × {many}" if many > 1 else help_given.called


def help_row(help_given: HelpGiven, names: dict[int, str], actor: Actor) -> HelpRow:
    correction = getattr(help_given, "correction", None)
    own = help_given.recorded_by_id == actor.user_id or actor.can(Permission.FUNDS_MANAGE)
    return HelpRow(
        help_given=help_given,
        what=what_of(help_given),
        on=local_date(help_given.program, help_given.occurred_at),
        cost="" if help_given.cost_cents is None else dollars(help_given.cost_cents),
        fund=fund_of(help_given),
        by=names.get(help_given.recorded_by_id or 0, ""),
        undone=str(correction.get_why_display()) if correction else "",
        may_correct=correction is None and own and actor.can(Permission.OUTREACH_DO),
    )


def unpaid_columns() -> list[Column]:
    return [
        Column(_("Help")),
        Column(_("Participant")),
        Column(_("Day")),
        Column(_("Cost"), number=True),
        Column(_("Next step")),
    ]


def unpaid_rows(found: Iterable[HelpGiven], program: Program) -> list[list[Cell]]:
    """Help that no fund has paid for yet."""
    return [
        [
            Cell(what_of(each)),
            Cell(each.person.full_name, reverse("supplies:help", args=[program.slug, each.person.public_id])),
            Cell(day(each.occurred_at, program)),
            Cell(dollars(each.cost_cents or 0)),
            Cell(
                _("Choose the fund"),
                reverse("supplies:charge", args=[program.slug, each.public_id]),
                about=f"{what_of(each)}, {day(each.occurred_at, program)}",
            ),
        ]
        for each in found
    ]


def entry_what(entry: FundEntry) -> str:
    """What an entry is about; of help, what was handed out and never who received it."""
    if entry.help_given is None:
        return entry.words or str(entry.get_kind_display())
    return what_of(entry.help_given)


def entry_columns() -> list[Column]:
    return [
        Column(_("Day")),
        Column(_("Entry")),
        Column(_("What")),
        Column(_("Amount"), number=True),
        Column(_("Balance"), number=True),
        Column(_("Recorded by")),
        Column(_("Reason")),
        Column(_("Next step")),
    ]


def entry_rows(entries: Sequence[FundEntry], names: dict[int, str], program: Program) -> list[list[Cell]]:
    return [
        [
            Cell(day(each.occurred_on)),
            Cell(str(each.get_kind_display())),
            Cell(entry_what(each)),
            Cell(dollars(each.amount_cents)),
            Cell(dollars(each.balance), kind="overdue" if each.balance < 0 else ""),  # type: ignore[attr-defined]
            Cell(names.get(each.recorded_by_id or 0, "")),
            Cell(reason_of(each)),
            next_of(each, program),
        ]
        for each in entries
    ]


def reason_of(entry: FundEntry) -> str:
    """Why a fund was overdrawn, or why an entry of money received was reversed."""
    if entry.kind == FundEntry.Kind.REVERSED and entry.help_given is None:
        return entry.words
    return entry.reason


def next_of(entry: FundEntry, program: Program) -> Cell:
    """What can be done about an entry: money is reversed here, help is undone where it stands."""
    if hasattr(entry, "reversal"):
        return Cell(_("Reversed"))
    about = f"{entry_what(entry)}, {day(entry.occurred_on)}"
    if entry.kind == FundEntry.Kind.RECEIVED:
        url = reverse("supplies:reverse", args=[program.slug, entry.public_id])
        return Cell(_("Reverse"), url, about=about)
    if entry.kind == FundEntry.Kind.SPENT and entry.help_given is not None:
        url = reverse("supplies:correct", args=[program.slug, entry.help_given.public_id])
        return Cell(_("Undo (mistake)"), url, about=about)
    return Cell("")


def ledger_sheet(fund: Fund, entries: Iterable[FundEntry], names: dict[int, str]) -> Sheet:
    """A fund's entries as a sheet, oldest first. It names no participant."""
    columns = [_("Day"), _("Entry"), _("What"), _("Amount"), _("Balance"), _("Recorded by"), _("Reason")]
    rows: list[list[FileCell]] = [
        [
            each.occurred_on,
            str(each.get_kind_display()),
            entry_what(each),
            each.amount_cents / CENTS,
            each.balance / CENTS,  # type: ignore[attr-defined]
            names.get(each.recorded_by_id or 0, ""),
            reason_of(each),
        ]
        for each in entries
    ]
    return Sheet(fund.name, columns, rows)


def file_name(fund: Fund, program: Program, at: datetime, kind: str) -> str:
    return f"fund-{program.slug}-{str(fund.public_id)[:8]}-{local_date(program, at).isoformat()}.{kind}"
