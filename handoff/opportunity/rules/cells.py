"""Reading single cells of an arrest list: dates, ages and groups as records systems write them. Plain Python."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from handoff.core.text import mark

EXCEL_DAY_ZERO = date(1899, 12, 30)
EXCEL_DAYS = range(20_000, 80_000)
NUMBERS = re.compile(r"^(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{2,4})(?:\D.*)?$")
AGE = re.compile(r"\s*(\d{1,3})(?:\.\d+)?\s*(?:Y\w*)?\s*$", re.IGNORECASE | re.ASCII)
NAMED = ("%b %d %Y", "%d %b %Y", "%Y %b %d", "%B %d %Y", "%d %B %Y")
SEXES = {
    "M": mark("Male"),
    "MALE": mark("Male"),
    "F": mark("Female"),
    "FEMALE": mark("Female"),
    "X": mark("Another"),
    "U": mark("Unknown"),
    "": mark("Unknown"),
}
RACES = {
    "W": mark("White"),
    "B": mark("Black"),
    "A": mark("Asian"),
    "H": mark("Hispanic"),
    "I": mark("American Indian"),
    "P": mark("Pacific Islander"),
    "U": mark("Unknown"),
    "": mark("Unknown"),
}
BANDS = (
    (18, mark("under 18")),
    (21, mark("18 to 20")),
    (25, mark("21 to 24")),
    (35, mark("25 to 34")),
    (45, mark("35 to 44")),
    (55, mark("45 to 54")),
)
OLDEST_BAND = mark("55 and over")
UNKNOWN = mark("Unknown")
OLDEST = 120


@lru_cache(maxsize=20_000)
def read_date(text: str) -> date | None:
    """Read a date: ISO, US order, a month's name, or an Excel serial day. None when it is none of these."""
    text = text.strip()[:40]
    serial = re.fullmatch(r"(\d{5})(?:\.\d+)?", text)
    if serial and int(serial[1]) in EXCEL_DAYS:
        return EXCEL_DAY_ZERO + timedelta(days=int(serial[1]))
    if re.fullmatch(r"\d{8}", text):
        return _made(int(text[:4]), int(text[4:6]), int(text[6:]))
    found = NUMBERS.match(text)
    if found:
        return _from_numbers(found[1], found[2], found[3])
    words = " ".join(re.sub(r"[,\-/]", " ", text).split()[:3])
    for shape in NAMED:
        try:
            return datetime.strptime(words, shape).date()  # noqa: DTZ007 - a day of a list, not an instant
        except ValueError:
            continue
    return None


def _from_numbers(first: str, second: str, third: str) -> date | None:
    if len(first) == 4:
        return _made(int(first), int(second), int(third))
    year = int(third) + (0 if len(third) == 4 else 2000)
    return _made(year, int(first), int(second)) or _made(year, int(second), int(first))


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= 1900 else None
    except ValueError:
        return None


def read_age(text: str, born: date | None = None, on: date | None = None) -> int | None:
    """Read an age in whole years: `17`, `17.0`, `17 yrs`; else count it from the birth date."""
    found = AGE.match(text[:20])
    age = int(found[1]) if found else None
    if age is None and born and on:
        age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return age if age is not None and 0 < age <= OLDEST else None


def sex_of(text: str) -> str:
    """Write a recorded sex in words."""
    return SEXES.get(text.strip().upper(), text.strip()[:30])


def race_of(text: str) -> str:
    """Write a recorded race in words."""
    return RACES.get(text.strip().upper(), text.strip()[:30])


def age_band(age: int | None) -> str:
    """Put an age into its band."""
    if age is None:
        return UNKNOWN
    return next((band for limit, band in BANDS if age < limit), OLDEST_BAND)
