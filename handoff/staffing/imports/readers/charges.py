"""Read the rows of an export into charges: each person, each charge, and what isn't taken, with the reason."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from handoff.charges.rules import normalize_statute, normalize_words, recognize_charge
from handoff.opportunity.rules.charge_cells import read_grade, split_charges
from handoff.spreadsheets.facts import Columns, RefusedRow, Table
from handoff.spreadsheets.readers.tables import CUT_OFF, CUT_OFF_WORDS, UnusableFile
from handoff.spreadsheets.rules.cells import UTC_MOMENT, read_age, read_birth_date, read_date
from handoff.staffing.imports.facts import ChargeFile, IncomingCharge, Kind
from handoff.staffing.imports.readers.columns import SHAPE
from handoff.staffing.imports.readers.rows import Cells, continue_row, join_times, read_clock
from handoff.staffing.imports.rules.kinds import read_kind
from handoff.staffing.imports.rules.names import join_columns, split_name
from handoff.staffing.imports.rules.numbers import is_spoiled, normalize_number
from handoff.staffing.reports.facts import NamedPerson

TIME = re.compile(r"(?:[T\s]|^)(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*([AP])?\.?M?", re.IGNORECASE)
PLACES = ("", "_2", "_3", "_4", "_5")
"""What ends the names of the columns of a row's charges, where each charge has columns of its own."""
SPOILED = (
    "case_number",
    "booking_number",
    "person_number",
    "sequence",
    *(f"statute{place}" for place in PLACES),
)
LABELS = {each.name: each.label for each in SHAPE.fields}
LONGEST_WORDS = 160
GRADES = {True: "F", False: "M", None: ""}
SERIAL = re.compile(r"\d{5}(\.\d+)")
MOST_COUNTS = 999
SAME_CELL_ROWS, SAME_CELL_CHARGES = 3, 3
"""A cell with so many charges that is the same on all of so many rows belongs to no one of them."""


@dataclass(frozen=True)
class Reading:
    """What the rows are read against: the program's zone and youngest age, and today."""

    zone: str
    minimum_age: int
    today: date


class NotTakenError(Exception):
    """A row that isn't taken; the message says why and names no one."""


def read_charges(table: Table, columns: Columns, reading: Reading) -> ChargeFile:
    """Read a table of charges. Raises `UnusableFile` where its cells belong to no single row."""
    result = ChargeFile()
    refuse_repeated_lists(table, columns)
    seen: set[tuple[tuple[str, str], ...]] = set()
    above: Cells | None = None
    for place, row in enumerate(table.rows):
        line = table.lines[place] if table.lines else place + 2
        result.lines += 1
        if table.marks and table.marks[place] == CUT_OFF:
            result.refused.append(RefusedRow(line, _(CUT_OFF_WORDS)))
            continue
        continued = continue_row(table.cells(row, columns), above)
        above, cells = continued.cells, join_times(continued.cells, reading.zone)
        same = tuple(sorted(cells.items()))
        if same in seen:
            result.printed_twice.append(line)
            continue
        seen.add(same)
        readable = leave_out_spoiled(cells)
        try:
            found = list(read_row(readable, line, reading))
        except NotTakenError as reason:
            result.refused.append(RefusedRow(line, str(reason)))
            continue
        if continued.is_bare:
            result.continued.append(line)
        if not found:
            result.without_charge.append(line)
        elif readable != cells:
            result.without_spoiled.append(line)
        result.charges += found
    result.charges = tell_apart(result.charges)
    return result


def refuse_repeated_lists(table: Table, columns: Columns) -> None:
    """Refuse a file in which every row repeats the charges of all people (C-F31)."""
    place = columns.get("words")
    if place is None or len(table.rows) < SAME_CELL_ROWS:
        return
    cells = {row[place] for row in table.rows}
    charges = split_charges("", next(iter(cells)))
    if len(cells) == 1 and len(charges) >= SAME_CELL_CHARGES:
        raise UnusableFile(
            _("All rows name the same %(count)s charges, so we can't tell whose they are. Export again.")
            % {"count": len(charges)}
        )


def read_row(cells: Cells, line: int, reading: Reading) -> Iterator[IncomingCharge]:
    """The charges of one row. Raises `NotTakenError`."""
    occurred_on = read_date(cells.get("occurred_at", ""), reading.zone)
    person = read_person(cells, occurred_on, reading.zone)
    check_row(cells, person, occurred_on, reading)
    assert occurred_on is not None
    pairs = read_pairs(cells)
    grade, holds = read_grade(cells.get("grade", "")), 0
    moment = read_moment(cells.get("occurred_at", ""), occurred_on, reading.zone)
    for part, (statute, words) in enumerate(pairs):
        kind = read_kind(cells.get("arrest_type", ""), statute, words)
        if kind is Kind.HOLD:
            holds += 1
            continue
        yield IncomingCharge(
            line=line,
            person=person,
            identity=charge_identity(cells, part, statute, words),
            kind=kind,
            statute=normalize_statute(statute),
            words=" ".join(words.split())[:LONGEST_WORDS],
            offense_key=recognize_charge(statute, words, grade).offense_key or "",
            counts=read_counts(cells.get("counts", "")),
            occurred_on=occurred_on,
            occurred_at=moment,
            incident_number=" ".join((cells.get("case_number") or cells.get("booking_number", "")).split())[
                :40
            ],
            court_at=read_court_date(cells.get("court_at", ""), reading.zone),
            court=cells.get("court", ""),
            officer=" ".join(cells.get("officer", "").split())[:160],
            grade=GRADES[grade],
        )
    if pairs and holds == len(pairs):
        raise NotTakenError(_("This is a hold, not a charge."))


def read_pairs(cells: Cells) -> list[tuple[str, str]]:
    """The statute and words of each charge of a row: also those that stand in columns of their own."""
    return [
        pair
        for place in PLACES
        for pair in split_charges(cells.get(f"statute{place}", ""), cells.get(f"words{place}", ""))
        if any(pair)
    ]


def leave_out_spoiled(cells: Cells) -> Cells:
    """A row without the numbers that a spreadsheet changed, of those that neither the charge nor its person rests on.

    The number of the person never is the only sign of who it is. A statute says nothing that the words don't, where
    the source's own numbers tell the charge from others. Any other number would make it another charge.
    """
    spoiled = {name for name in SPOILED if is_spoiled(cells.get(name, ""))}
    if not spoiled:
        return cells
    numbered = cells.get("sequence") and (cells.get("case_number") or cells.get("booking_number"))
    safe = {"person_number"} | ({"statute"} if numbered and cells.get("words") else set())
    return {name: "" if name in spoiled & safe else cell for name, cell in cells.items()}


def check_row(cells: Cells, person: NamedPerson, occurred_on: date | None, reading: Reading) -> None:
    """Raise `NotTakenError` for what can't be read, and for minors: nothing of theirs is kept."""
    if is_minor(person, occurred_on, reading.minimum_age):
        raise NotTakenError(
            _("The person is younger than %(age)s. Nothing of this row was kept.")
            % {"age": reading.minimum_age}
        )
    for name in SPOILED:
        if is_spoiled(cells.get(name, "")):
            raise NotTakenError(
                _(
                    "A spreadsheet changed this cell: %(column)s. Enter it as it was, or export it as text, and send "
                    "the file again: no charge is added twice."
                )
                % {"column": _(LABELS[name])}
            )
    if not (person.last or person.first):
        raise NotTakenError(_("The row names no one."))
    if occurred_on is None:
        raise NotTakenError(_("The date can't be read."))
    if occurred_on > reading.today:
        raise NotTakenError(_("The date is in the future."))


def is_minor(person: NamedPerson, on: date | None, minimum_age: int) -> bool:
    """Whether the birth date or the printed age says so; the lower of the two counts."""
    by_date = read_age("", person.born_on, on)
    ages = [each for each in (by_date, person.age) if each is not None]
    return bool(ages) and min(ages) < minimum_age


def read_person(cells: Cells, on: date | None, zone: str) -> NamedPerson:
    """The person a row names, from one cell or several."""
    if cells.get("last"):
        parts = join_columns(
            cells.get("first", ""), cells.get("middle", ""), cells["last"], cells.get("suffix", "")
        )
    else:
        parts = split_name(cells.get("full_name") or cells.get("first", ""))
    first, middle, last, suffix = (part[:80] for part in parts)
    return NamedPerson(
        first=first,
        middle=middle,
        last=last,
        suffix=suffix[:10],
        born_on=read_birth_date(cells.get("born_on", ""), on, zone),
        age=read_age(cells.get("age", "")) if cells.get("age") else None,
        number=normalize_number(cells.get("person_number", "")),
    )


def charge_identity(cells: Cells, part: int, statute: str, words: str) -> tuple[str, ...]:
    """The source's numbers and the charge's number; where one is missing, what the source prints instead (C-F28)."""
    case, booking = (normalize_number(cells.get(name, "")) for name in ("case_number", "booking_number"))
    sequence = normalize_number(cells.get("sequence", ""))
    text = f"{normalize_statute(statute)} {normalize_words(words)}".strip()
    charge = sequence if sequence and not part else text
    if case or booking:
        return ("number", case, booking, charge)
    name = cells.get("full_name") or f"{cells.get('last', '')}, {cells.get('first', '')}"
    return ("printed", cells.get("occurred_at", ""), " ".join(name.casefold().split()), text)


def tell_apart(charges: list[IncomingCharge]) -> list[IncomingCharge]:
    """Two people cited in one incident may share all numbers: then the person belongs to the identity (C-F31)."""
    people: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for each in charges:
        people[each.identity].add(each.person.identity)
    apart = [
        replace(each, identity=(*each.identity, *each.person.identity))
        if len(people[each.identity]) > 1
        else each
        for each in charges
    ]
    return list({each.identity: each for each in reversed(apart)}.values())[::-1]


def read_counts(text: str) -> int | None:
    """The number of counts; None where the cell says none."""
    number = normalize_number(text)
    return min(int(number), MOST_COUNTS) if number.isdecimal() and int(number) else None


@lru_cache(maxsize=20_000)
def read_moment(text: str, on: date, zone: str) -> datetime | None:
    """The instant, where the cell has a time of day; a time without a zone is the agency's.

    Midnight is what exports add to a date without a time.
    """
    serial = SERIAL.fullmatch(text.strip())
    found = TIME.search(f" {read_clock(serial[1])}" if serial else text)
    if found is None:
        return None
    hour, minute = int(found[1]) % 24, int(found[2])
    if found[3]:
        hour = hour % 12 + (12 if found[3].upper() == "P" else 0)
    if minute > 59 or hour == minute == 0:
        return None
    if UTC_MOMENT.match(text.strip()):
        moment = datetime(on.year, on.month, on.day, hour, minute, tzinfo=UTC)
        # The day is the agency's; in UTC it may be the next one.
        return moment if moment.astimezone(ZoneInfo(zone)).date() == on else moment + timedelta(days=1)
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=ZoneInfo(zone))


def read_court_date(text: str, zone: str) -> datetime | None:
    """A court date with its time; one without a time, or at the midnight that exports add, isn't an appointment yet."""
    on = read_date(text, zone)
    return read_moment(text, on, zone) if on is not None else None
