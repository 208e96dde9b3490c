"""The cells of a row before they are read: completed by the row above, and by a time in a column of its own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from handoff.spreadsheets.rules.cells import read_date

Cells = Mapping[str, str]
NUMBERS = ("case_number", "booking_number")
NAMES = ("full_name", "last", "first")
PERSON = (*NAMES, "middle", "suffix", "born_on", "age", "person_number")
WHEN = ("occurred_at", "occurred_time")
OF_THE_ARREST = ("arrest_type", "officer", "court_at", "court_time", "court")
CHARGE = (
    "sequence",
    "grade",
    "counts",
    *(f"{name}{place}" for name in ("statute", "words") for place in ("", "_2", "_3", "_4", "_5")),
)
TIMES = (("occurred_at", "occurred_time"), ("court_at", "court_time"))
CLOCK = re.compile(
    r"(\d{1,2})(?::?(\d{2}))(?::\d{2}(?:\.\d+)?)?\s*(?:HRS?|HOURS)?\s*([AP])?\.?\s?(?:M\.?)?", re.IGNORECASE
)
FRACTION = re.compile(r"0?\.\d+")
MINUTES = 24 * 60


@dataclass(frozen=True)
class Continued:
    """A row's cells, and whether they are those of a charge of the row above that names only the charge."""

    cells: Cells
    is_bare: bool = False


def continue_row(cells: Cells, above: Cells | None) -> Continued:
    """Reports print the person, the date and the number once, and the other charges of that arrest under them.

    A row with nothing but a charge is one of the row above. One that names the same person has its date and number
    where it has none. A row without a name that has a date of its own, or another number, is someone else's.
    """
    agrees = above is not None and all(
        cells.get(name) in (None, "", above.get(name)) for name in (*PERSON, *WHEN, *NUMBERS)
    )
    if above is None or not agrees or not any(cells.get(name) for name in CHARGE):
        return Continued(cells)
    is_bare = not any(cells.get(name) for name in (*PERSON, *WHEN))
    if not is_bare and not any(cells.get(name) for name in NAMES):
        return Continued(cells)
    shared = (*PERSON, *WHEN, *NUMBERS, *(OF_THE_ARREST if is_bare else ()))
    return Continued(
        {**cells, **{name: above[name] for name in shared if name in above and not cells.get(name)}}, is_bare
    )


def join_times(cells: Cells, zone: str) -> Cells:
    """The date and the time of day in one cell, where the file has a column for each."""
    joined = dict(cells)
    for whole, part in TIMES:
        clock, on = read_clock(joined.pop(part, "")), read_date(cells.get(whole, ""), zone)
        if clock and on is not None:
            joined[whole] = f"{on.isoformat()} {clock}"
    return joined


def read_clock(text: str) -> str:
    """A time of day as 22:15, from 22:15, 2215, 10:15 PM or a spreadsheet's part of a day; blank if it is none."""
    text = text.strip()
    if FRACTION.fullmatch(text):
        hour, minute = divmod(round(float(text) * MINUTES) % MINUTES, 60)
        return f"{hour:02}:{minute:02}"
    if re.fullmatch(r"\d{1,2}", text):
        # Of 0005 a spreadsheet leaves 5.
        text = f"00{int(text):02}"
    found = CLOCK.fullmatch(text)
    if found is None or int(found[1]) > 24 or int(found[2]) > 59:
        return ""
    hour = int(found[1]) % 24
    if found[3]:
        hour = hour % 12 + (12 if found[3].upper() == "P" else 0)
    return f"{hour:02}:{found[2]}"
