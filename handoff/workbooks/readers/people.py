"""The rows of a workbook as people, referrals and intakes; what can't be read is said by sheet and cell (D2, P6)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from handoff.core.forms.phones import parse_phone
from handoff.core.text import uuid_or_none
from handoff.participants.lookup.rules.dates import is_placeholder_date
from handoff.participants.lookup.rules.names import normalize_name
from handoff.participants.models import ContactPoint
from handoff.spreadsheets.facts import Columns, Table
from handoff.workbooks.facts import (
    LEAVE_OUT,
    Question,
    QuestionKind,
    Remark,
    StatedContact,
    StatedPerson,
    StatedRow,
)
from handoff.workbooks.readers.choices import (
    GENDER_CHOICES,
    LANGUAGE_CHOICES,
    RACE_CHOICES,
    Choices,
    code_by_label,
    codes_by_label,
)
from handoff.workbooks.readers.sheets import NO_RESULT
from handoff.workbooks.rules import words
from handoff.workbooks.rules.kinds import RowKind
from handoff.workbooks.rules.names import split_name
from handoff.workbooks.rules.times import YEAR, read_born, read_day

YOUNGEST, OLDEST = 10, 105
LONGEST_NAME = 80
Kind = ContactPoint.Kind


@dataclass(frozen=True)
class Context:
    """What a workbook is read against: the program's day and zone, its agencies and workers, and the answers so far.

    `key` makes a keyed fingerprint of a purpose and some texts.
    """

    zone: ZoneInfo
    today: date
    key: Callable[[str, Sequence[str]], str]
    answers: Mapping[str, str] = field(default_factory=dict)
    agencies: Choices = ()
    officers: Choices = ()
    workers: Choices = ()


@dataclass
class RowReader:
    """Reads the cells of one row. Each method takes what its cells say and leaves a problem, question or remark."""

    table: Table
    columns: Columns
    context: Context
    line: int
    cells: Mapping[str, str]
    row: StatedRow

    def where(self, name: str) -> str:
        """A cell by its sheet, column and row, as Excel names it."""
        cell = f"{xl_col_to_name(self.columns[name])}{self.line}"
        return f"{self.table.sheet} {cell}".strip()

    def text(self, name: str) -> str:
        cell = self.cells.get(name, "")
        if cell == NO_RESULT:
            self.remark(
                name,
                _(
                    "This cell has a formula whose result isn't in the file. Open the workbook in Excel, save it, and "
                    "upload it again."
                ),
            )
            return ""
        return cell

    def remark(self, name: str, sentence: str) -> None:
        self.row.remarks.append(Remark(self.where(name), sentence))

    def cannot_read(self, name: str, sentence: str) -> None:
        """Hold the row back for a cell, unless the user said that it comes in without it."""
        key = self.context.key("cell", [self.row.identity, name, self.cells.get(name, "")])
        if self.context.answers.get(key) == LEAVE_OUT:
            self.remark(name, _("Left out, as you said."))
            return
        self.row.problems.append(Remark(self.where(name), sentence))
        self.row.questions.append(
            Question(
                key,
                QuestionKind.CELL,
                sentence,
                self.where(name),
                ((LEAVE_OUT, _("Import the row without this cell")),),
                is_required=False,
            )
        )

    def choose(self, name: str, text: str, choices: Choices, *, is_required: bool = True) -> str:
        """What a value means that no rule knows, as the user said; asked once for a value."""
        key = self.context.key("value", [name, words.fold(text)])
        answer = self.context.answers.get(key, "")
        if answer:
            return "" if answer == LEAVE_OUT else answer
        self.row.questions.append(
            Question(
                key,
                QuestionKind.VALUE,
                _("What does “%(text)s” mean?") % {"text": text},
                self.where(name),
                (*choices, (LEAVE_OUT, _("Leave it out"))),
                is_required=is_required,
            )
        )
        return ""

    # Who

    def person(self, near: date) -> StatedPerson:
        first, middle, last, suffix = (
            self.text(each) for each in ("first_name", "middle_name", "last_name", "suffix")
        )
        if self.text("full_name") and not (first or last):
            first, middle, last, suffix = split_name(self.text("full_name"))
        elif last and not first:
            # "Nombre" beside "Apellidos" is the first name.
            first = self.text("full_name")
        for name in ("full_name", "first_name", "last_name"):
            if len(self.text(name)) > LONGEST_NAME:
                self.cannot_read(name, _("This name is longer than 80 letters. Shorten it."))
        if not (first or last):
            self.row.problems.append(
                Remark(
                    self.row_name(),
                    _("The row has no name. Enter the name, or “Unknown” where none is known."),
                )
            )
        return StatedPerson(
            first_name=first[:LONGEST_NAME],
            last_name=last[:LONGEST_NAME],
            middle_name=middle[:LONGEST_NAME],
            suffix=suffix[:10],
            preferred_name=self.text("preferred_name")[:LONGEST_NAME],
            date_of_birth=self.born(near),
            gender=self.gender(),
            gender_words=self.text("gender_words")[:LONGEST_NAME],
            race_ethnicity=self.races(),
            language=self.language(),
        )

    def row_name(self) -> str:
        return _("%(sheet)s row %(line)s") % {"sheet": self.table.sheet, "line": self.line}

    def born(self, near: date) -> date | None:
        text = self.text("date_of_birth")
        if words.is_unknown(text):
            return None
        if YEAR.fullmatch(text):
            self.cannot_read(
                "date_of_birth",
                _("This is a year, not a date. Enter the whole date of birth, or leave the cell blank."),
            )
            return None
        born = read_born(text, near, is_1904=self.table.is_1904)
        anywhen = read_day(text, is_1904=self.table.is_1904)
        if anywhen is not None and anywhen.year <= 1900 and is_placeholder_date(anywhen):
            self.remark(
                "date_of_birth",
                _(
                    "January 1, 1900 is what some files put where no date is known. We leave the date of birth blank."
                ),
            )
            return None
        if born is None and anywhen is not None:
            self.cannot_read(
                "date_of_birth", _("This date of birth is after the referral, or too long ago. Correct it.")
            )
            return None
        if born is None:
            self.cannot_read(
                "date_of_birth", _("There's no such date. Enter the date of birth as month/day/year.")
            )
            return None
        age = near.year - born.year - ((near.month, near.day) < (born.month, born.day))
        if not YOUNGEST <= age <= OLDEST:
            self.cannot_read(
                "date_of_birth",
                _("That would make the person %(age)s years old. Correct the date.") % {"age": age},
            )
            return None
        return born

    def gender(self) -> str:
        text = self.text("gender")
        if words.is_unknown(text):
            return ""
        known = words.code_of(text, words.GENDERS, " ") or code_by_label(text, GENDER_CHOICES)
        return known or self.choose("gender", text, GENDER_CHOICES)

    def races(self) -> tuple[str, ...]:
        text, hispanic = self.text("race"), words.yes_or_no(self.text("hispanic"))
        if words.is_unknown(text):
            return ("hispanic",) if hispanic else ()
        found = words.races_of(text) or codes_by_label(text, RACE_CHOICES)
        if found is None and hispanic and words.fold(text) == "other":
            # Hispanic or Latino is one of the categories: "other" beside it says nothing more (OMB 2024).
            return ("hispanic",)
        if found is None:
            chosen = self.choose("race", text, RACE_CHOICES)
            found = (chosen,) if chosen else ()
        return tuple(dict.fromkeys([*found, "hispanic"])) if hispanic else found

    def language(self) -> str:
        text = self.text("language")
        if words.is_unknown(text):
            return ""
        known = code_by_label(text, LANGUAGE_CHOICES)
        return known or self.choose("language", text, LANGUAGE_CHOICES)

    # How to reach them

    def contacts(self) -> list[StatedContact]:
        found = [each for part in _phone_parts(self.text("phones")) for each in self.phone(part)]
        for name, kind in (
            ("email", Kind.EMAIL),
            ("places", Kind.PLACE),
            ("reach_through", Kind.THROUGH),
        ):
            found += [StatedContact(kind, part[:200]) for part in _parts(self.text(name))]
        zip_code, home = self.zip_code(), self.text("residence")
        addresses = _parts(home) or ([""] if zip_code else [])
        found += [
            StatedContact(Kind.ADDRESS, f"{part} {zip_code}".strip()[:200])
            if zip_code not in part or not part
            else StatedContact(Kind.ADDRESS, part[:200])
            for part in addresses
        ]
        return list(dict.fromkeys(found))

    def phone(self, text: str) -> list[StatedContact]:
        if not any(sign.isalnum() for sign in text) or words.is_unknown(text) or text.strip("0") == "":
            return []
        phone = parse_phone(text)
        if phone is None:
            self.cannot_read("phones", _("This isn't a phone number with its area code. Correct it."))
            return []
        if not phone.e164:
            return (
                []
                if words.fold(text) in {"none", "no phone", "no"}
                else [StatedContact(Kind.PLACE, text[:200])]
            )
        if phone.words:
            # Words beside a number say whose it is: it may not be the person's own.
            return [StatedContact(Kind.THROUGH, text[:200])]
        return [StatedContact(Kind.PHONE, phone.e164)]

    def zip_code(self) -> str:
        text = self.text("zip")
        if words.is_unknown(text):
            return ""
        digits = text.partition("-")[0]
        if digits.isdecimal() and 3 <= len(digits) < 5:
            self.remark("zip", _("Excel dropped the zero in front; we put it back."))
            return digits.zfill(5)
        return text[:10]


def _parts(text: str) -> list[str]:
    return [
        part.strip()
        for part in text.replace("\n", ";").split(";")
        if part.strip() and not words.is_unknown(part)
    ]


def _phone_parts(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\n", ";").replace(" / ", ";").split(";") if part.strip()]


def is_read(mark: str) -> bool:
    """Whether a row below the headings is about a person."""
    return mark in {RowKind.PERSON.value, RowKind.HIDDEN.value}


def identity_of(cells: Mapping[str, str], context: Context) -> str:
    """What names a row in the next workbook: its Handoff ID, else name and referral day as written."""
    handoff_id = uuid_or_none(cells.get("handoff_id", ""))
    if handoff_id is not None:
        return context.key("row", ["id", str(handoff_id)])
    names = [cells.get(name, "") for name in ("full_name", "last_name", "first_name", "suffix")]
    parts = [normalize_name(name) for name in names]
    return context.key("row", [*parts, cells.get("referred_on", ""), cells.get("referred_time", "")])


def without(person: StatedPerson, *names: str) -> StatedPerson:
    """A person without what these fields say."""
    blank = StatedPerson()
    return replace(person, **{name: getattr(blank, name) for name in names})
