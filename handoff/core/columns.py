"""Columns that an app states once about its facts, for every sheet, measure, form and data dictionary made of them.

An app's queries return typed rows (a frozen dataclass) whose attributes are the keys of its columns. A column says what
the value means, in which unit, where it comes from and which part of the handbook asks for it (handbook 7a–d).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Only a name for the type checker: any frozen dataclass may be a row of facts.
    from _typeshed import DataclassInstance
    from django_stubs_ext import StrOrPromise


class ColumnKind(StrEnum):
    """What a cell of a column holds. A cell may always be empty: nothing is known."""

    DATE = "date"
    MOMENT = "moment"
    """An instant, shown in the program's time zone."""
    CHOICE = "choice"
    CHOICES = "choices"
    """Several of the choices at once."""
    WHOLE_NUMBER = "whole_number"
    YES_NO = "yes_no"
    TEXT = "text"
    REFERENCE = "reference"
    """Names a record or a person without describing them; counted, never shown as it is."""


@dataclass(frozen=True)
class Choice:
    """One value that a column of choices may hold: the stored code and the words shown for it."""

    code: str
    label: StrOrPromise


@dataclass(frozen=True)
class FactColumn:
    """One column of facts.

    `source` names the form or record where the value is entered, `section` the part of the handbook that asks for it,
    `instruction` how to enter it, `unit` what a number counts ("days", "minutes").
    """

    key: str
    label: StrOrPromise
    kind: ColumnKind
    source: StrOrPromise
    section: str = ""
    instruction: StrOrPromise = ""
    unit: StrOrPromise = ""
    choices: tuple[Choice, ...] = ()

    def __post_init__(self) -> None:
        takes_choices = self.kind in {ColumnKind.CHOICE, ColumnKind.CHOICES}
        if takes_choices != bool(self.choices):
            raise ValueError(f"{self.key}: a column has choices exactly if its kind is a choice")

    def label_of(self, code: str) -> StrOrPromise:
        """The words for a stored code; the code itself where no choice has it, such as one of an older release."""
        return next((each.label for each in self.choices if each.code == code), code)


def choices_of(pairs: Iterable[tuple[str, StrOrPromise]]) -> tuple[Choice, ...]:
    """The choices of a Django choices class: `choices_of(Pathway.choices)`."""
    return tuple(Choice(code, label) for code, label in pairs)


@dataclass(frozen=True)
class FactTable:
    """The columns of one kind of row, in order, and what one row is ("a referral")."""

    key: str
    label: StrOrPromise
    row: type[DataclassInstance]
    columns: tuple[FactColumn, ...]

    def __post_init__(self) -> None:
        stated, kept = [each.key for each in self.columns], [each.name for each in fields(self.row)]
        if stated != kept:
            raise ValueError(f"{self.key}: the columns {stated} aren't the row's attributes {kept}")

    def __iter__(self) -> Iterator[FactColumn]:
        return iter(self.columns)

    def __getitem__(self, key: str) -> FactColumn:
        return next(each for each in self.columns if each.key == key)
