"""What a table of events before and after referrals says: looks by participant, and rows that aren't taken."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from handoff.enrollment.look_back.inputs import LookBackInput
from handoff.spreadsheets.facts import RefusedRow, RowOutcome


@dataclass(frozen=True)
class ListedLook:
    """One look of a file: a participant's number, what was looked up and when, and the lines that say so."""

    number: UUID
    kind: str
    first_on: date
    last_on: date
    days: tuple[date, ...]
    lines: tuple[int, ...]

    def as_input(self, source: str) -> LookBackInput:
        return LookBackInput(self.kind, self.first_on, self.last_on, self.days, source)


@dataclass
class EventFile:
    """What was read of a file."""

    looks: list[ListedLook] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)

    def refuse(self, numbers: Collection[UUID], reason: str) -> None:
        """Take no look of these participants: of each everything or nothing, so that no day goes missing."""
        lines = [line for each in self.looks if each.number in numbers for line in each.lines]
        self.looks = [each for each in self.looks if each.number not in numbers]
        self.refused += [RefusedRow(line, reason) for line in lines]
        self.refused.sort(key=lambda each: each.line)


@dataclass(frozen=True)
class PlannedLook:
    """A look of a file with the participant it's about, and whether the record has it already."""

    person: int
    look: ListedLook
    is_new: bool

    @property
    def outcome(self) -> RowOutcome:
        return RowOutcome.ADDED if self.is_new else RowOutcome.UNCHANGED


def rows_by_outcome(file: EventFile, planned: Iterable[PlannedLook]) -> Mapping[str, int]:
    """How many rows of a file each outcome has: a look has as many as there are lines that say it."""
    rows = Counter({RowOutcome.REFUSED: len(file.refused)})
    for each in planned:
        rows[each.outcome] += len(each.look.lines)
    return {outcome.value: rows[outcome] for outcome in RowOutcome}
