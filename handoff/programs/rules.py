"""Which questions no program may ask, and when a shift begins and ends."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handoff.core.text import mark_for_translation

NO_DRUG_TEST = mark_for_translation(
    "The program doesn't use drug tests. Results are never recorded and decide nothing, so you "
    "can't add this question."
)
NO_ABSTINENCE = mark_for_translation(
    "No one has to stop using to be in the program, so you can't add a question about "
    "abstinence. You can ask what the person wants to change."
)
NO_SSN = mark_for_translation(
    "You never need a Social Security number to help someone, so you can't ask for one."
)

GAP = r"(?:\W+\w+){0,3}?\W+"
SUBSTANCE = (
    r"(?:drugs?|urin\w*|saliva|fentanyl|opioids?|cocaine|meth\w*|marijuana|thc|breath|"
    r"drogas?|orina|fentanilo|opioides?|cocaina|marihuana)"
)
TEST = r"(?:tests?|tested|testing|screens?|screened|screening|panels?|prueba\w*|examen\w*|analisis|tamiz\w*)"
TEST_BY_NAME = (
    r"urinalys[ie]s|uroanalisis|urine sample|muestra de orina|toxicolog\w*|breathaly[sz]er|alcoholimetro|"
    r"uas?|u/a|uds|antidopin\w*|antidopaje|(?:alcohol|substance)\W+tests?|prueba de alcohol"
)
ABSTINENT = (
    r"abstinen\w*|abstain\w*|abstuv\w*|sober|sobriety|sobri[oa]s?|sobriedad|drug[- ]free|libre\W+de\W+drogas"
)
WITHOUT_USE = (
    r"(?:days?|weeks?|months?|time|been|stay(?:ed|ing)?|get(?:ting)?|got|long)\W+clean|"
    r"clean\W+(?:time|date|and|since)|(?:dias|semanas|meses|tiempo|esta|estado|estar)\W+limpi[oa]s?"
)
SSN = (
    r"ssn|s\.s\.n|nss|"
    rf"social\W+security{GAP}?(?:numbers?|no\b|num\b|cards?|digits)|"
    rf"(?:numbers?|digits|numero|digitos|tarjeta){GAP}(?:social(?:\W+security)?|seguro\W+social|seguridad\W+social)"
)
HARM_REDUCTION = re.compile(
    r"test(?:ing)? strips?|drug[- ]checking|tiras? (?:reactivas?|de prueba)", re.IGNORECASE
)
SOBER_HOUSING = re.compile(
    r"sober(?:ing)?[- ](?:living|homes?|houses?|housing|cent(?:er|re)s?)|vida sobria", re.IGNORECASE
)

FORBIDDEN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE), sentence)
    for pattern, sentence in (
        (f"{SUBSTANCE}{GAP}{TEST}|{TEST}{GAP}{SUBSTANCE}", NO_DRUG_TEST),
        (TEST_BY_NAME, NO_DRUG_TEST),
        (r"(?:dirty|clean)\W+(?:ua|urine|test|screen)\w*", NO_DRUG_TEST),
        (f"{ABSTINENT}|{WITHOUT_USE}", NO_ABSTINENCE),
        (SSN, NO_SSN),
    )
)


def strip_accents(text: str) -> str:
    """Remove accents: people leave them out in a hurry."""
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))


def forbidden_question_reason(text: str) -> str | None:
    """The sentence that says why a program may not ask this, or None when it may (guiding rule G4).

    Covers English and Spanish. Test strips, drug checking and sober living are help that people want: they are allowed.
    """
    read = SOBER_HOUSING.sub(" ", HARM_REDUCTION.sub(" ", strip_accents(text)))
    return next((sentence for pattern, sentence in FORBIDDEN if pattern.search(read)), None)


class NonexistentTime(ValueError):
    """The clocks go forward over this time: on that day it does not exist."""


def to_instant(day: date, at: time, zone: ZoneInfo, *, last: bool = False) -> datetime:
    """The instant of a local time; of an hour that occurs twice the first, or with `last` the second.

    Raises `NonexistentTime` for a time that the clocks skip.
    """
    local = datetime.combine(day, at, zone).replace(fold=1 if last else 0)
    # A skipped time does not come back from UTC as the time it was.
    utc = local.astimezone(UTC)
    if utc.astimezone(zone).replace(tzinfo=None, fold=0) != local.replace(tzinfo=None, fold=0):
        raise NonexistentTime(f"{day} has no {at} in {zone.key}")
    return utc


def shift_instants(day: date, starts: time, ends: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When a shift begins and ends; an end that isn't after the start is on the next day.

    When the clocks go back, the hour that occurs twice belongs to both the ending and the starting shift: better two
    people who answer than none.
    """
    last_day = day if ends > starts else day + timedelta(days=1)
    return to_instant(day, starts, zone), to_instant(last_day, ends, zone, last=True)
