"""Single cells of a directory file: dates, times, days, ages, numbers and languages as sources really write them."""

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

import phonenumbers
from django.core.exceptions import ValidationError

from handoff.core.forms import ClockTimeField
from handoff.core.forms.phones import REGION, format_phone, is_dialable, to_e164
from handoff.directory.definitions import LANGUAGES, LAST, NEED_CODES, NEEDS, WEEKDAYS
from handoff.directory.facts import PhoneFacts

OFFSET = re.compile(r"(z|[+-]\d\d:?\d\d)$", re.IGNORECASE)
DAY = re.compile(r"([+-]?\d)?\s*(MO|TU|WE|TH|FR|SA|SU)[A-Z]*", re.IGNORECASE)
RANGE = re.compile(r"([A-Z]+)\s*(?:-|–|to)\s*([A-Z]+)", re.IGNORECASE)
EXTENSION = re.compile(r"\b(?:extension|ext|x)\.?\s*(\d+)", re.IGNORECASE)
WRITTEN_EXTENSION = re.compile(r"(?:^|; )ext\. (?P<text>[^;]+)$")
"""How an extension that isn't a plain number is written into an export's description, and read back."""
NUMBER_WORDS = re.compile(r"[\s()\[\]:;,/-]+")
OLDEST = 120
LONGEST_LANGUAGE = 40


def text_of(value: object) -> str:
    """A cell as text: None is blank, 204.0 is "204"."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def read_date(text: str) -> date | None:
    """A date as ISO 8601 or as Americans write it; None for anything else."""
    for form in ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y"):
        try:
            return datetime.strptime(text[:10], form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def read_time(text: str) -> time | None:
    """A clock time; an offset is dropped, because hours are local time, in summer and winter."""
    plain = OFFSET.sub("", text.strip())
    try:
        return ClockTimeField().clean(plain) if plain else None
    except ValidationError:
        return None


def read_age(text: str) -> int | None:
    """An age in years; blank and words are unknown, not 0."""
    plain = text.removesuffix(".0")
    return int(plain) if plain.isdecimal() and int(plain) <= OLDEST else None


def read_amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text.lstrip("$").replace(",", ""))
    except InvalidOperation:
        return None
    return amount.quantize(Decimal("0.01")) if amount.is_finite() and 0 <= amount < 1_000_000 else None


def read_days(text: str) -> list[tuple[str, str]]:
    """Weekdays with their week of the month: "Mon-Fri" is [("", "MO"), …], "2TH" is [("2", "TH")]."""
    span = RANGE.fullmatch(text.strip())
    if span:
        first, last = (_weekday(word) for word in span.groups())
        if first and last:
            start, end = WEEKDAYS.index(first), WEEKDAYS.index(last)
            count = (end - start) % len(WEEKDAYS) + 1
            return [("", WEEKDAYS[(start + step) % len(WEEKDAYS)]) for step in range(count)]
    found = []
    for part in re.split(r"[,;/ ]+", text.strip()):
        match = DAY.fullmatch(part)
        if match:
            week = (match[1] or "").lstrip("+")
            found.append((LAST if week == "-1" else week, match[2].upper()))
    return found


def _weekday(word: str) -> str:
    return word[:2].upper() if word[:2].upper() in WEEKDAYS else ""


def read_language(text: str) -> str:
    """A language by its code or its English name; one that we don't know stays as it is written."""
    plain = text.strip()
    named = {name.casefold(): code for code, name in LANGUAGES}
    code = plain.casefold().split("-")[0].split("_")[0]
    if plain.casefold() in named:
        return named[plain.casefold()]
    return code if code in dict(LANGUAGES) else plain[:LONGEST_LANGUAGE]


def read_need(text: str) -> str:
    """A kind of need by its code or its English words; '' for a term of another list.

    A county's own list says "Housing" or "Mental Health", which are codes in all but their spelling.
    """
    plain = text.strip().casefold()
    code = "_".join(plain.replace("-", " ").split())
    return code if code in NEED_CODES else {label.casefold(): code for code, label in NEEDS}.get(plain, "")


def read_phones(number: str, extension: str, kind: str, description: str, source_id: str) -> list[PhoneFacts]:
    """The phone numbers in one cell; words before a further number say what that one is for."""
    matcher = phonenumbers.PhoneNumberMatcher(number, REGION, leniency=phonenumbers.Leniency.POSSIBLE)
    found = [match for match in matcher if is_dialable(match.number)]
    phones = []
    for place, match in enumerate(found):
        following = found[place + 1].start if place + 1 < len(found) else len(number)
        before = number[found[place - 1].end : match.start] if place else ""
        after = number[match.end : following]
        inside = match.number.extension or _extension_in(after)
        own = _plain_extension(extension) if not place else ""
        words = words_around(before) if place else description
        if place + 1 == len(found):
            words = "; ".join(each for each in (words, words_around(after)) if each)
        if own and inside and own != inside:
            words = "; ".join(each for each in (words, f"also ext {inside}") if each)
        match.number.extension = None
        phones.append(
            PhoneFacts(
                number=format_phone(to_e164(match.number)),
                extension=own or inside,
                kind=kind,
                description=words,
                source_id=f"{source_id}#{place + 1}" if place and source_id else source_id,
            )
        )
    return phones


def words_around(text: str) -> str:
    """The words beside a number, without an extension: "after hours" of " ext. 3 (after hours "."""
    return " ".join(word for word in NUMBER_WORDS.split(EXTENSION.sub("", text)) if word)


def _extension_in(text: str) -> str:
    found = EXTENSION.search(text)
    return found[1] if found else ""


def _plain_extension(text: str) -> str:
    """The digits of "x0204" with their leading zero; words such as "opt. 2" stay words."""
    return text[1:] if re.fullmatch(r"[xX]\d+", text) else text[:20]
