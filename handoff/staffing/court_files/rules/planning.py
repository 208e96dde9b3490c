"""What the rows of a calendar mean for one participant's known cases: new, moved, or as before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from handoff.spreadsheets.facts import RowOutcome
from handoff.staffing.court_files.facts import ListedCase

Slot = tuple[str, date | None, time | None]


@dataclass(frozen=True)
class KnownCase:
    """A case on the record: its date now, and all the dates that it had."""

    case: int
    number: str
    is_open: bool
    slot: Slot
    room: str
    former: frozenset[Slot]


@dataclass(frozen=True)
class PlannedCase:
    """What is done with a row; `case` is the known case that it moves."""

    listed: ListedCase
    outcome: RowOutcome
    case: int | None = None


def slot_of(listed: ListedCase) -> Slot:
    return (listed.when, listed.on, listed.starts)


def plan_cases(listed: Sequence[ListedCase], known: Sequence[KnownCase], today: date) -> list[PlannedCase]:
    """Match rows with the cases of the same number. A date that someone has moved on from doesn't come back, and no
    past date moves a case; what a file doesn't list stays as it is. A case without a number at that very time, as a
    charge's file states it, is the same case: it gets the number.
    """
    plan, taken = [], set()
    same_slot = {(each.number.upper(), slot): each for each in known for slot in (each.slot, *each.former)}
    waiting = []
    for row in sorted(listed, key=lambda each: (each.on, each.line)):
        found = same_slot.get((row.number, slot_of(row)))
        if found is None:
            waiting.append(row)
            continue
        is_new_room = found.is_open and found.slot == slot_of(row) and found.room != row.room
        plan.append(PlannedCase(row, RowOutcome.CHANGED if is_new_room else RowOutcome.UNCHANGED, found.case))
        taken.add(found.case)
    for row in waiting:
        cases = [each for each in known if each.number.upper() == row.number]
        cases = cases or [each for each in known if not each.number and each.slot == slot_of(row)]
        free = next((each for each in cases if each.is_open and each.case not in taken), None)
        if row.on < today and cases:
            plan.append(PlannedCase(row, RowOutcome.UNCHANGED, cases[0].case))
        elif free is not None:
            taken.add(free.case)
            plan.append(PlannedCase(row, RowOutcome.CHANGED, free.case))
        else:
            plan.append(PlannedCase(row, RowOutcome.ADDED))
    return plan
