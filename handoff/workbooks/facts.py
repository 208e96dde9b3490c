"""A row of a program's own workbook as Handoff reads it, what it can't read, and what only a person can say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LEAVE_OUT = "-"
"""The answer that a value isn't taken."""
NEW_PERSON = "new"
"""The answer that a row is about someone who isn't on record."""
KEEP, TAKE = "keep", "take"
"""The answers about a value that differs: what Handoff has stays, or the workbook's is taken."""


class QuestionKind(StrEnum):
    """What a question is about, in the order in which the page asks."""

    VALUE = "value"
    CELL = "cell"
    PERSON = "person"
    STATUS = "status"
    DIFFERENCE = "difference"


@dataclass(frozen=True)
class Question:
    """Something that only a person can say. `where` names the cells; `sides` are shown beside each other.

    A question that isn't `required` may stay open: the value is left out then.
    """

    key: str
    kind: QuestionKind
    label: str
    where: str
    choices: tuple[tuple[str, StrOrPromise], ...]
    is_required: bool = True
    sides: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    likely: str = ""
    """The answer that the same whole name and date of birth suggest."""

    @property
    def compared(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """The sides as a table: its headings, and a row for each thing that is compared."""
        rows = zip(*(lines for _title, lines in self.sides), strict=True)
        return (
            ("", *(title for title, _lines in self.sides)),
            tuple((row[0][0], *(value for _label, value in row)) for row in rows),
        )


@dataclass(frozen=True)
class Remark:
    """A sentence about a cell or row: why it can't be taken and how to mend it, or what was done with it."""

    where: str
    sentence: str


@dataclass(frozen=True)
class StatedContact:
    """A way to reach someone: the kind and value of a contact point."""

    kind: str
    value: str


@dataclass(frozen=True)
class StatedReferral:
    """A referral as the workbook states it, on a day of the program. `later_no_on` is when a yes became a no."""

    occurred_on: date
    occurred_at: datetime
    pathway: str
    state: str
    agency_id: int | None = None
    officer_name: str = ""
    officer_id: int | None = None
    charges: tuple[str, ...] = ()
    later_no_on: date | None = None
    decline_reason: str = ""
    screened_at: datetime | None = None
    services: tuple[str, ...] = ()
    officer_minutes: int | None = None


@dataclass(frozen=True)
class StatedPerson:
    """Who a row is about. `None` and "" are what the workbook doesn't say."""

    first_name: str = ""
    last_name: str = ""
    middle_name: str = ""
    suffix: str = ""
    preferred_name: str = ""
    date_of_birth: date | None = None
    gender: str = ""
    gender_words: str = ""
    race_ethnicity: tuple[str, ...] = ()
    language: str = ""

    def known(self) -> dict[str, object]:
        """What is stated, by the name of the record's field."""
        return {name: value for name, value in vars(self).items() if value not in (None, "", ())}


@dataclass
class StatedRow:
    """One row about a person. `problems` hold it back; `questions` wait for an answer; `remarks` don't stop it."""

    line: int
    identity: str
    person: StatedPerson = field(default_factory=StatedPerson)
    handoff_id: str = ""
    contacts: list[StatedContact] = field(default_factory=list)
    referral: StatedReferral | None = None
    enrolled_on: date | None = None
    status: str = ""
    inactive_reason: str = ""
    status_since: date | None = None
    worker_id: int | None = None
    needs: tuple[str, ...] = ()
    note: str = ""
    external_number: str = ""
    prints: Mapping[str, str] = field(default_factory=dict)
    problems: list[Remark] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        return any(each.is_required for each in self.questions)
