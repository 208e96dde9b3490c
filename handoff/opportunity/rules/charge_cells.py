"""Parse the cells about a charge: several charges in one cell, felony or misdemeanor, and who ordered the arrest."""

import re
from enum import StrEnum
from functools import lru_cache

from handoff.charges.definitions import Divertible, OffenseDefinition, offense_on
from handoff.charges.rules import normalize_statute, recognize_charge

BREAKS = re.compile(r"[;|\n]")
NUMBERED = re.compile(
    r"(?:^|(?<=[\s,;]))(?:AND\s+)?(?:(?:COUNT|CT|CHARGE)\s*)?[#(]?(\d{1,2})(?:[).:]\)?(?=\s)|(?<=#\d)\s)",
    re.IGNORECASE,
)
COMMA = re.compile(r",(?!\d)(?![^()]*\))\s*(?:AND\s+)?", re.IGNORECASE)
JOINED = re.compile(r"\s*/\s*|\s+&\s+|\s+AND\s+", re.IGNORECASE)
SPACED_SLASH = re.compile(r"\s+/\s+")
STATUTE_BREAKS = re.compile(r"[;|\n,&]|\s/\s")
LEADING_STATUTE = re.compile(
    r"^\W*((?:N\.?\s?C\.?\s?)?(?:G\.?\s?S\.?\s?)?\d{1,3}[A-Z]?-\d+(?:\.\d+)?[A-Z]?\d?(?:\s?\([^)\s]{1,4}\))*)(?:\s+[-:]?\s*|\s*[-:]\s+)(\D.*)$",
    re.IGNORECASE,
)
DEALING_KINDS = {"drug_sale", "drug_trafficking"}
POSSESSION = "possession"
TRIM = " ,;.-\t"


class ArrestBasis(StrEnum):
    """Whether an arrest was an officer's own choice or a court's order."""

    OFFICER = "officer"
    COURT = "court"
    UNCLEAR = "unclear"


COURT_ORDERED = re.compile(
    r"WARRANT|\bOFA\b|ORDERS? (FOR|OF) ARREST|CAPIAS|CRIMINAL SUMMONS|\bFTA\b|FAIL\w* TO APPEAR|INDICT|GRAND JURY|COURT"
    r"|MAGISTRATE|\bVOP\b|PROBATION VIOL|FUGITIVE|DETAINER|COMMITMENT|\bWRIT\b|TRUE BILL"
)
NO_WARRANT = re.compile(r"WARRANT\s?LESS|\b(WITHOUT|NO|W/O|NON)[- ]?(A )?WARRANT")
MAGISTRATES_ORDER = re.compile(r"MAGISTRATE['\u2019]?S?['\u2019]? ORDER")
"""What follows an arrest without a warrant in North Carolina (G.S. 15A-511(c)); confirm with your attorney."""
OFFICERS_CHOICE = re.compile(
    r"ON[- ]?VIEW|ONVIEW|SUMMON(ED|S)? ?[/,-] ?CITED?|\bCITED?\b|CITATION|PROBABLE CAUSE|\bPC\b"
    r"|IN PROGRESS|ON[- ]?SIGHT"
)
ARREST_CODES = {
    "O": ArrestBasis.OFFICER,
    "C": ArrestBasis.OFFICER,
    "S": ArrestBasis.OFFICER,
    "W": ArrestBasis.COURT,
}
"""One-letter codes: O on-view and S summoned/cited are those of the FBI's NIBRS, whose T doesn't say which."""
NOT_A_WARRANT = {"N", "NO", "FALSE", "0"}
A_WARRANT = {"Y", "YES", "TRUE", "1"}
FELONY_CLASSES = {"B", "B1", "B2", "C", "D", "E", "G", "H"}
MISDEMEANOR_CLASSES = {"A1", "1", "2", "3"}


@lru_cache(maxsize=2_000)
def read_arrest_basis(text: str) -> ArrestBasis | None:
    """Read an Arrest Type cell (On-View, Warrant/OFA, Summons/Cited), or a Warrant column's yes or no; None: blank."""
    upper = " ".join(text.upper().split())
    if not upper:
        return None
    if upper in NOT_A_WARRANT:
        return ArrestBasis.OFFICER
    if upper in A_WARRANT:
        return ArrestBasis.COURT
    code = re.match(r"([OCSW])(?:$|\s?[-:])(?!VIEW)", upper)
    if code:
        return ARREST_CODES[code[1]]
    if NO_WARRANT.search(upper) or MAGISTRATES_ORDER.search(upper):
        return ArrestBasis.OFFICER
    if COURT_ORDERED.search(upper):
        return ArrestBasis.COURT
    return ArrestBasis.OFFICER if OFFICERS_CHOICE.search(upper) else ArrestBasis.UNCLEAR


@lru_cache(maxsize=2_000)
def read_grade(text: str) -> bool | None:
    """True for a felony, False for a misdemeanor or infraction, None when the cell doesn't say or says both."""
    upper = re.sub(r"^CLASS\s+", "", " ".join(text.upper().split()))
    if re.fullmatch(r"F\w* ?[/,-] ?M\w*", upper):
        return None
    felony = bool(re.match(r"F(EL\w*)?\b", upper)) or "FELON" in upper or upper in FELONY_CLASSES
    lesser = bool(re.match(r"(M(IS\w*)?|INF\w*)\b", upper)) or "MISD" in upper or upper in MISDEMEANOR_CLASSES
    lesser = lesser or bool(re.fullmatch(r"M[ABC123]\d?", upper))
    felony = felony or bool(re.fullmatch(r"F[A-I123]\d?", upper))
    return None if felony == lesser else felony


@lru_cache(maxsize=20_000)
def split_charges(statute: str, description: str) -> tuple[tuple[str, str], ...]:
    """The charges of one row's two cells, each with its statute and words. A row without a charge holds none.

    Semicolons, bars, line breaks and numbering always separate charges. Commas, slashes and "and" also stand inside
    one charge's words: they separate only where both sides are read as charges.
    """
    words = _split_words(description)
    sections = _split_statutes(statute)
    if len(words) == 1 and len(sections) <= 1:
        return (_take_leading_statute(sections[0] if sections else "", words[0]),)
    if not words:
        return tuple((section, "") for section in sections)
    if len(words) == len(sections):
        return tuple(zip(sections, words, strict=True))
    if len(sections) <= 1:
        own = [_take_leading_statute("", each) for each in words]
        return ((sections[0], own[0][1]) if sections and not own[0][0] else own[0], *own[1:])
    if len(words) == 1:
        return ((sections[0], words[0]), *((section, "") for section in sections[1:]))
    # Which statute goes with which words isn't known: each is read for itself, and nothing is dropped.
    return (*((section, "") for section in sections), *(("", each) for each in words))


def _take_leading_statute(statute: str, words: str) -> tuple[str, str]:
    """Part `14-72(A) LARCENY` into its statute and words where the list has no statute of its own."""
    found = None if statute else LEADING_STATUTE.match(words)
    return (found[1], found[2]) if found and normalize_statute(found[1]) else (statute, words)


def _split_statutes(text: str) -> list[str]:
    parts = [part.strip(TRIM) for part in STATUTE_BREAKS.split(text)]
    parts = [part for part in parts if part]
    if len(parts) > 1 and all(normalize_statute(part) for part in parts):
        return parts
    return [text.strip()] if text.strip() else []


def _split_words(text: str) -> list[str]:
    parts: list[str] = []
    for piece in BREAKS.split(text):
        for numbered in _split_numbered(piece):
            parts += _split_where_both_are_charges(numbered)
    return parts


def _split_numbered(text: str) -> list[str]:
    """The charges of `1) LARCENY, 2) ASSAULT, and 3) TRESPASS`: numbers that count up from one."""
    marks = list(NUMBERED.finditer(text))
    counts_up = [int(mark[1]) for mark in marks] == list(range(1, len(marks) + 1))
    if len(marks) > 1 and counts_up and not text[: marks[0].start()].strip(TRIM):
        ends = [mark.start() for mark in marks[1:]] + [len(text)]
        parts = [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
        parts = [re.sub(r"[\s,]+AND\s*$", "", part, flags=re.IGNORECASE) for part in parts]
    else:
        parts = [text]
    stripped = (part.strip(TRIM) if len(parts) > 1 else part.strip() for part in parts)
    return [part for part in stripped if part]


def _split_where_both_are_charges(text: str) -> list[str]:
    """Split at commas between charges of different kinds, and at slashes and "and" that would hide a charge."""
    whole = _offense(text)
    for breaks in (COMMA, SPACED_SLASH):
        parts = [part.strip(TRIM) for part in breaks.split(text) if part.strip(TRIM)]
        if len(parts) > 1 and all(map(LEADING_STATUTE.match, parts)):
            return parts
    parts = [part.strip(TRIM) for part in COMMA.split(text) if part.strip(TRIM)]
    if len(parts) > 1 and (whole is None or whole.kind not in DEALING_KINDS):
        found = [offense for part in parts if (offense := _offense(part))]
        drugs = {offense.key for offense in found if offense.kind == POSSESSION}
        if len({offense.kind for offense in found}) > 1 or len(drugs) > 1:
            return parts
    parts = [part.strip(TRIM) for part in SPACED_SLASH.split(text) if part.strip(TRIM)]
    if len(parts) > 1 and _are_apart([_offense(part) for part in parts]):
        return parts
    parts = [part.strip(TRIM) for part in JOINED.split(text) if part.strip(TRIM)]
    # "BREAK/ENTER" or "RESIST AND OBSTRUCT" is one charge; "LARCENY/ASSAULT" would hide the one that isn't diverted.
    if len(parts) > 1 and (whole is None or whole.divertible is Divertible.YES):
        found = [offense for part in parts if (offense := _offense(part))]
        if len(found) == len(parts) and len({offense.divertible is Divertible.YES for offense in found}) > 1:
            return parts
    return [text]


def _are_apart(found: list[OffenseDefinition | None]) -> bool:
    """Whether each part is read as a charge, and they are of different kinds, or of different drugs or their tools."""
    known = [offense for offense in found if offense is not None]
    drugs = {offense.key for offense in known if offense.kind == POSSESSION}
    return len(known) == len(found) and (len({offense.kind for offense in known}) > 1 or len(drugs) > 1)


def _offense(words: str) -> OffenseDefinition | None:
    return offense_on(recognize_charge("", words).offense_key or "")
