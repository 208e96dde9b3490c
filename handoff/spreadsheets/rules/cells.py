"""Dates and ages in the cells of tables, as records systems and spreadsheets write them."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

EXCEL_DAY_ZERO = date(1899, 12, 30)
EXCEL_DAYS = range(20_000, 80_000)
NUMBERS = re.compile(r"^(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{2,4})(?:\D.*)?$")
UTC_MOMENT = re.compile(
    r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T ](\d{1,2}):(\d{2})[\d:.]*\s?(?:Z|UTC|[+-]00(?::?00)?)$"
)
WEEKDAY = re.compile(r"^(?:MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]*[,.]?\s+", re.IGNORECASE)
TWO_DIGIT_YEAR = re.compile(r"(?<!\d)\d{2}$")
MINOR_WORDS = re.compile(
    r"\s*(?:JUV\w*|MINOR|J|UNDER 18|< ?18|(?:\d{1,2}\s?(?:-|TO)\s?)1[0-7])\s*$", re.IGNORECASE
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
AGE = re.compile(
    r"\s*(\d{1,3})(?:\.\d+)?\s*(?:Y[A-Z.]*)?\s*(?:(?:\d{1,2})\s*M\w*)?\s*$", re.IGNORECASE | re.ASCII
)
NAMED = ("%b %d %Y", "%d %b %Y", "%Y %b %d", "%B %d %Y", "%d %B %Y", "%b %d %y", "%d %b %y", "%B %d %y")
OLDEST = 110
OLDEST_MINOR = 17
ZONE = "America/New_York"


@lru_cache(maxsize=20_000)
def read_date(text: str, zone: str = ZONE) -> date | None:
    """Parse a day: ISO, U.S. order, with a month's name, an Excel serial day, or a computer's time stamp; None for
    anything else. A moment that is marked as UTC is the day in the agency's time zone.
    """
    text = text.strip()[:40]
    serial = re.fullmatch(r"(\d{5})(?:\.\d+)?", text)
    if serial and int(serial[1]) in EXCEL_DAYS:
        return EXCEL_DAY_ZERO + timedelta(days=int(serial[1]))
    if re.fullmatch(r"\d{8}", text):
        return _build_date(int(text[:4]), int(text[4:6]), int(text[6:]))
    if re.fullmatch(r"1\d{12}|\d{12}", text):
        return _local_day(EPOCH + timedelta(milliseconds=int(text)), zone)
    moment = UTC_MOMENT.match(text)
    if moment:
        return _utc_day(moment, zone)
    found = NUMBERS.match(WEEKDAY.sub("", text))
    if found:
        return _from_numbers(found[1], found[2], found[3])
    return _from_words(WEEKDAY.sub("", text))


def _utc_day(moment: re.Match[str], zone: str) -> date | None:
    day = _build_date(int(moment[1]), int(moment[2]), int(moment[3]))
    hour, minute = int(moment[4]), int(moment[5])
    if day is None or hour > 23 or minute > 59:
        return day
    return _local_day(datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC), zone)


def _local_day(moment: datetime, zone: str) -> date:
    """The day in a time zone; midnight UTC is what systems write for a date without a time."""
    if (moment.hour, moment.minute) == (0, 0):
        return moment.date()
    return moment.astimezone(ZoneInfo(zone)).date()


def _from_words(text: str) -> date | None:
    words = " ".join(re.sub(r"[,.\-/]", " ", text).split()[:3])
    for shape in NAMED:
        try:
            day = datetime.strptime(words, shape).date()  # noqa: DTZ007 - a day of a list, not an instant
        except ValueError:
            continue
        return day if day.year >= 1900 else None
    return None


def _from_numbers(first: str, second: str, third: str) -> date | None:
    if len(first) == 4:
        return _build_date(int(first), int(second), int(third[:2]))
    year = int(third) if len(third) == 4 else _century(int(third[:2]))
    return _build_date(year, int(first), int(second)) or _build_date(year, int(second), int(first))


def _century(year: int) -> int:
    """A two-digit year as computers have read it since 1999: 69 is 1969, 68 is 2068."""
    return year + (1900 if year >= 69 else 2000)


def _build_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= 1900 else None
    except ValueError:
        return None


@lru_cache(maxsize=20_000)
def read_birth_date(text: str, on: date | None, zone: str = ZONE) -> date | None:
    """Parse a birth date: at least a year before the arrest, and no one is older than 110.

    Where none is known, systems write the day of the arrest or of the entry.
    """
    text = text.strip()
    serial = re.fullmatch(r"(\d{5})(?:\.0+)?", text)
    if serial:
        born: date | None = EXCEL_DAY_ZERO + timedelta(days=int(serial[1]))
    else:
        born = read_date(text, zone)
    if born is None or on is None:
        return born
    if born > on and TWO_DIGIT_YEAR.search(text.split(" ")[0] if ":" in text else text):
        born = _build_date(born.year - 100, born.month, born.day)
    return born if born and born < on and read_age("", born, on) is not None else None


def read_age(text: str, born: date | None = None, on: date | None = None) -> int | None:
    """An age in whole years from `17`, `17.0`, `17 yrs` or `JUVENILE`, else from the birth date; None above 110."""
    found = AGE.match(text[:20])
    age = int(found[1]) if found else None
    if age is None and MINOR_WORDS.match(text):
        return OLDEST_MINOR
    if age is None and born and on:
        age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return age if age is not None and 0 < age <= OLDEST else None
