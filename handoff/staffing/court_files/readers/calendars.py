"""Read the rows of a court's calendar into cases with a date; no time that the court hasn't said (C-F40)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from handoff.casework.models import Court, When
from handoff.core.forms import ClockTimeField
from handoff.spreadsheets.facts import Columns, RefusedRow, Table
from handoff.spreadsheets.rules.cells import read_date
from handoff.staffing.court_files.facts import CourtFile, ListedCase, Room
from handoff.staffing.imports.readers.charges import NotTakenError, read_person
from handoff.staffing.imports.readers.courts import read_court
from handoff.staffing.imports.rules.numbers import is_spoiled

MORNING, AFTERNOON = time(9), time(14)
"""When a session starts where the court table doesn't say."""
NOON = time(12)

Rooms = Mapping[tuple[str, str], Room]


@dataclass(frozen=True)
class Reading:
    """What the rows are read against: the program's zone, its court table, and today."""

    zone: str
    rooms: Rooms
    today: date


def read_calendar(table: Table, columns: Columns, reading: Reading) -> CourtFile:
    result, seen = CourtFile(), set()
    for place, row in enumerate(table.rows):
        cells, line = table.cells(row, columns), table.lines[place] if table.lines else place + 2
        result.lines += 1
        try:
            case = read_row(cells, line, reading)
        except NotTakenError as reason:
            result.refused.append(RefusedRow(line, str(reason)))
            continue
        same = (case.person, case.number, case.court, case.when, case.on, case.starts, case.room)
        if same not in seen:
            seen.add(same)
            result.cases.append(case)
    return result


def read_row(cells: Mapping[str, str], line: int, reading: Reading) -> ListedCase:
    """The case of one row. Raises `NotTakenError`."""
    person = read_person(cells, reading.today, reading.zone)
    number = " ".join((cells.get("number") or cells.get("citation", "")).upper().split())[:40]
    on = read_date(cells.get("on", ""), reading.zone)
    if not (person.last or person.first):
        raise NotTakenError(_("The row names no one."))
    if is_spoiled(number):
        raise NotTakenError(_("A number was changed by a spreadsheet. Export it again as text."))
    if not number:
        raise NotTakenError(_("The row has no case number."))
    if on is None:
        raise NotTakenError(_("The date can't be read."))
    court, room = read_court(cells.get("court", "")), " ".join(cells.get("room", "").upper().split())[:20]
    when, on, starts = read_when(court, on, cells.get("session", ""), reading.rooms.get((court, room)))
    return ListedCase(line, person, number, court, room, when, on, starts)


def read_when(court: str, on: date, session: str, room: Room | None) -> tuple[str, date, time | None]:
    """Superior Court schedules a week, a drop-in court has hours; else the session has a time."""
    if court == Court.SUPERIOR:
        return When.WEEK, on - timedelta(days=on.weekday()), None
    if room is not None and room.drop_in:
        return When.DROP_IN, on, None
    return When.TIME, on, read_session(session, room)


def read_session(text: str, room: Room | None) -> time:
    """A printed time, else the start of the morning or afternoon session."""
    try:
        printed = ClockTimeField(required=False).to_python(text)
    except ValidationError:
        printed = None
    if printed is not None:
        return printed
    is_afternoon = text.strip().upper().startswith("P")
    if room is not None and (room.opens >= NOON) == is_afternoon:
        return room.opens
    return AFTERNOON if is_afternoon else MORNING
