"""What each charge of a file means beside the source's earlier files: new, changed or the same (C-F28)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from handoff.spreadsheets.facts import Preview, PreviewRow, RowOutcome
from handoff.staffing.imports.facts import ChargeFile, IncomingCharge

EACH_FACT = 9
"""Digits of the fingerprint of one fact: of all facts of a charge they are together at most 64."""
SILENT = "-" * EACH_FACT
TEXT_FACTS = 3
"""How many facts, the first, say which offense it is: `IncomingCharge.text`."""


@dataclass(frozen=True)
class Prints:
    """The keyed fingerprints of the person, of their names alone, and of each fact of the charge."""

    person: str
    names: str
    content: str

    @property
    def text(self) -> str:
        return self.content[: TEXT_FACTS * EACH_FACT]


@dataclass(frozen=True)
class PlannedCharge:
    """A charge of a file with its fingerprints, and what it means beside what is known."""

    charge: IncomingCharge
    identity: str
    prints: Prints
    outcome: RowOutcome


def read_beside(prints: Prints, known: Prints | None, *, has_birth_date: bool) -> Prints:
    """The fingerprints of a charge where a blank cell takes nothing back: what the source said before still counts.

    A later export may have fewer columns: without the kind of arrest, the statute, or the birth date. That corrects
    nothing. It is decided by fingerprints alone, the same for a participant and anyone else.
    """
    if known is None:
        return prints
    content = prints.content
    # Those of an earlier version are of another length: then nothing is known of each fact.
    if len(known.content) == len(content):
        facts = zip(cut(content), cut(known.content), strict=True)
        content = "".join(before if now == SILENT else now for now, before in facts)
    is_same_name = bool(known.names) and prints.names == known.names and not has_birth_date
    return replace(prints, person=known.person if is_same_name else prints.person, content=content)


def cut(content: str) -> list[str]:
    """The fingerprint of each fact."""
    return [content[start : start + EACH_FACT] for start in range(0, len(content), EACH_FACT)]


def outcome_of(prints: Prints, known: Prints | None) -> RowOutcome:
    """A charge that the source lists again is unchanged or changed. One that is missing isn't dismissed."""
    if known is None:
        return RowOutcome.ADDED
    is_same = (prints.person, prints.content) == (known.person, known.content)
    return RowOutcome.UNCHANGED if is_same else RowOutcome.CHANGED


def preview_of(file: ChargeFile, plan: Mapping[str, PlannedCharge]) -> Preview:
    """Each charge and each refused row once."""
    charges = (PreviewRow(each.charge.line, each.outcome) for each in plan.values())
    refused = (PreviewRow(row.line, RowOutcome.REFUSED, row.reason) for row in file.refused)
    return Preview(tuple(sorted((*charges, *refused), key=lambda row: row.line)))
