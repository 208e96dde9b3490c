"""Days and times in the cells of a workbook."""

import re
from datetime import date, time, timedelta

from handoff.spreadsheets.rules.cells import EXCEL_DAYS, read_birth_date, read_date

SHIFT_1904 = timedelta(days=1462)
YEAR = re.compile(r"(?:19|20)\d\d")
CLOCK = re.compile(r"(?<![\d:/])(\d{1,2}):(\d{2})(?::\d{2})?(?:\.\d+)?\s*([AaPp])?\.?[Mm]?\.?(?![\d:])")
FRACTION = re.compile(r"0?\.\d+")
MONTH_AND_DAY = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?:/(\d{2,4}))?(?![\d/])")


def read_day(text: str, *, is_1904: bool = False) -> date | None:
    """A day as text, or as a workbook's number for it; None if it is no day."""
    found = read_date(text)
    serial = re.fullmatch(r"\d{5}(?:\.\d+)?", text.strip())
    if found and serial and int(float(text)) in EXCEL_DAYS and is_1904:
        return found + SHIFT_1904
    return found


def read_born(text: str, on: date, *, is_1904: bool = False) -> date | None:
    """A birth date before `on`; a year with two digits is in the past (D-F35)."""
    if re.fullmatch(r"\d{5}(?:\.0+)?", text.strip()) and is_1904:
        return read_birth_date(str(int(float(text)) + SHIFT_1904.days), on)
    return read_birth_date(text, on)


def read_clock(text: str) -> time | None:
    """The time of day in a cell: 21:40, 9:40 PM, or a part of a day as workbooks store it."""
    if FRACTION.fullmatch(text.strip()):
        minutes = round(float(text) * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    found = CLOCK.search(text)
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").casefold()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def day_named(text: str, near: date) -> date | None:
    """The first day that words name as 8/3 or 8/3/26; without a year the first one on or after `near`."""
    found = MONTH_AND_DAY.search(text)
    if not found:
        return None
    if found[3]:
        return read_date(found[0])
    this_year, next_year = (read_date(f"{found[1]}/{found[2]}/{near.year + more}") for more in (0, 1))
    return this_year if this_year is None or this_year >= near else next_year
