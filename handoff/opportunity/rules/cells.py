"""The groups in the cells of an arrest list: sex, race and age bands as records systems write them."""

import re
from functools import lru_cache

from handoff.core.text import mark_for_translation

SEXES = {
    "M": mark_for_translation("Male"),
    "MALE": mark_for_translation("Male"),
    "F": mark_for_translation("Female"),
    "FEMALE": mark_for_translation("Female"),
    "X": mark_for_translation("Another"),
    "U": mark_for_translation("Unknown"),
    "": mark_for_translation("Unknown"),
}
RACES = {
    "W": mark_for_translation("White"),
    "B": mark_for_translation("Black"),
    "A": mark_for_translation("Asian"),
    "H": mark_for_translation("Hispanic"),
    "I": mark_for_translation("American Indian"),
    "P": mark_for_translation("Pacific Islander"),
    "U": mark_for_translation("Unknown"),
    "": mark_for_translation("Unknown"),
}
BANDS = (
    (18, mark_for_translation("under 18")),
    (21, mark_for_translation("18 to 20")),
    (25, mark_for_translation("21 to 24")),
    (35, mark_for_translation("25 to 34")),
    (45, mark_for_translation("35 to 44")),
    (55, mark_for_translation("45 to 54")),
)
OLDEST_BAND = mark_for_translation("55 and over")
UNKNOWN = mark_for_translation("Unknown")
NOT_HISPANIC = re.compile(
    r"[\s,/(-]*\b(NON|NOT)( OF)?[- ]?(HISPANIC|LATIN\w*)( ORIGIN| OR LATIN\w*|/LATIN\w*)?\)?"
)
RACE_WORDS = (
    (re.compile(r"^$|UNKNOWN|NOT (REPORTED|SPECIFIED)"), "U"),
    (re.compile(r"HISPANIC|LATIN"), "H"),
    (re.compile(r"BLACK|AFRICAN"), "B"),
    (re.compile(r"PACIFIC|HAWAIIAN"), "P"),
    (re.compile(r"AMERICAN INDIAN|NATIVE AM|ALASKA"), "I"),
    (re.compile(r"ASIAN"), "A"),
    (re.compile(r"WHITE|CAUCASIAN"), "W"),
)


def sex_label(text: str) -> str:
    return SEXES.get(text.strip().upper(), text.strip()[:30])


@lru_cache(maxsize=2_000)
def race_label(text: str, ethnicity: str = "") -> str:
    """The race as recorded; a person whose ethnicity is recorded as Hispanic counts as Hispanic, of any race."""
    if _is_hispanic(ethnicity):
        return RACES["H"]
    upper = NOT_HISPANIC.sub("", " ".join(text.upper().split()))
    if upper in RACES:
        return RACES[upper]
    return next((RACES[code] for words, code in RACE_WORDS if words.search(upper)), text.strip()[:30])


def _is_hispanic(ethnicity: str) -> bool:
    upper = ethnicity.strip().upper()
    return upper in {"H", "Y", "YES", "TRUE", "1"} or (
        bool(re.search(r"HISP|LATIN", upper)) and not re.match(r"(NON|NOT|NO|N)\b", upper)
    )


def age_band(age: int | None) -> str:
    if age is None:
        return UNKNOWN
    return next((band for limit, band in BANDS if age < limit), OLDEST_BAND)
