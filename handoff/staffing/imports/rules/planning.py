"""What each charge of a file means beside the source's earlier files: new, changed or the same (C-F28)."""

from collections.abc import Mapping
from dataclasses import dataclass

from handoff.spreadsheets.facts import Preview, PreviewRow, RowOutcome
from handoff.staffing.imports.facts import ChargeFile, IncomingCharge


@dataclass(frozen=True)
class Prints:
    """The keyed fingerprints of the person and of the charge."""

    person: str
    content: str


@dataclass(frozen=True)
class PlannedCharge:
    """A charge of a file with its fingerprints, and what it means beside what is known."""

    charge: IncomingCharge
    identity: str
    prints: Prints
    outcome: RowOutcome


def outcome_of(prints: Prints, known: Prints | None) -> RowOutcome:
    """A charge that the source lists again is unchanged or changed. One that is missing isn't dismissed."""
    if known is None:
        return RowOutcome.ADDED
    return RowOutcome.UNCHANGED if known == prints else RowOutcome.CHANGED


def preview_of(file: ChargeFile, plan: Mapping[str, PlannedCharge]) -> Preview:
    """Each charge and each refused row once."""
    charges = (PreviewRow(each.charge.line, each.outcome) for each in plan.values())
    refused = (PreviewRow(row.line, RowOutcome.REFUSED, row.reason) for row in file.refused)
    return Preview(tuple(sorted((*charges, *refused), key=lambda row: row.line)))
