"""Recognizes a charge as police typed it: which catalog offense is meant, and how sure that is. It never guesses.

There are two pieces of evidence, the statute and the words. Where they agree, or one of them says nothing, the offense
is named. Where they contradict each other in a way that matters, or neither says enough, the charge stays unmapped for
a person to review. The rules are data: `data/north_carolina_charge_texts.csv` (which statutes and words belong to which
offense; the first matching line wins) and `data/north_carolina_charge_words.csv` (police abbreviations).
"""

import csv
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from handoff.charges.definitions import DATA, Divertible, offense_on
from handoff.core.text import mark_for_translation

TEXTS = DATA / "north_carolina_charge_texts.csv"
WORDS = DATA / "north_carolina_charge_words.csv"
LONGEST = 300

FAILURE_TO_APPEAR = "failure-to-appear"
WARRANT = "warrant-for-arrest"
SAYS_TOO_LITTLE = mark_for_translation("neither the statute nor the words say enough")

PROCEDURE = {
    "15A-304",
    "15A-305",
    "15A-302",
    "15A-303",
    "15A-401",
    "15A-501",
    "15A-511",
    "14-2.4",
    "14-2.5",
    "14-3",
}
"""Sections about the procedure, which do not say what the charge is."""
WARRANT_SECTIONS = {"15A-304", "15A-305"}

DEALING = re.compile(
    r"\bPW\w*D\b|\bPWI\w*|\bINTENT|\bTRAFF?ICK\w*|\bMANUF\w*|\bMFG\b|\bSELL\w*|\bSALE\b|\bSOLD\b"
    r"|\bDELIVER\w*|\bDISTRIB\w*|\bDEAL(ING|ER)\b|\b\w*M S D\b|\b\w*MSD\b|\bPRECURSOR"
)
"""Words of dealing in drugs. No charge that holds them is read as possession."""
DEALING_SECTIONS = ("90-95:A1", "90-95:A2", "90-95:D11", "90-95:D12", "90-95:E8", "90-95:E10", "90-95:H")
"""Dealing, counterfeits, precursors, dealing near schools and parks, and trafficking, in G.S. 90-95."""
POSSESSION_KINDS = {"possession", "paraphernalia"}
SAYS_DEALING = mark_for_translation(
    "the statute or the words mean dealing, and the rest of the text means possession"
)
UNKNOWN_SECTION = mark_for_translation("we don't know this section, so its words alone aren't enough")

CHAPTERS = frozenset(
    "5A 7B 14 15A 18B 19 20 50 50B 50C 50D 53 58 66 67 75 75A 87 90 95 97 105 106 108A 110 113 115C 115D 116 119 122C "
    "127A 130A 131D 143 148 153A 160A 163".split()
)
"""Chapters of the North Carolina General Statutes that hold offenses or local powers to make them."""
SECTION_SHAPE = re.compile(r"\d\w*\s?[-.:/(\u2010-\u2013]\s?\w")

ORDINANCE = re.compile(
    r"^(?:CO|TO|CC|MC|ORD(?:INANCE)?|CITY|TOWN|COUNTY|MUN\w*|CODE)\b[\s.#:A-Z-]*(\d[\w.-]*)"
)
STATUTE = re.compile(r"(?<![\w.-])(\d{1,3}[A-Z]?)\s?[-\u2010-\u2013\s]\s?(\d+(?:\.\d+)?)(.*)$")
PREFIX = re.compile(r"^(?:N\.?\s?C\.?\s?)?G\.?\s?S\.?\s?|^SEC(?:TION)?\.?\s|§+")
ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6"}


class RecognitionBasis(StrEnum):
    """What a recognition rests on."""

    BOTH = "both"
    STATUTE = "statute"
    DESCRIPTION = "description"
    UNMAPPED = "unmapped"


@dataclass(frozen=True)
class Recognition:
    """The result of recognizing a charge. Without an offense key a person has to review it."""

    offense_key: str | None
    basis: RecognitionBasis
    statute: str = ""
    warrant: bool = False
    failure_to_appear: bool = False
    attempt: bool = False
    conspiracy: bool = False
    felony_stated: bool | None = None
    note: str = ""


@dataclass(frozen=True)
class Statute:
    """A section as typed: `14-72(a)(2)` is section 14-72 with the subsection marks A and 2."""

    section: str = ""
    marks: str = ""
    ordinance: str = ""

    def __str__(self) -> str:
        if self.ordinance:
            return f"ordinance {self.ordinance}"
        return self.section + "".join(f"({mark.lower()})" for mark in re.findall(r"\d+|[A-Z]", self.marks))


@dataclass(frozen=True)
class TextRule:
    """One line of the rules: the statutes an offense goes with, those that name it alone, and its words."""

    offense_key: str
    statutes: tuple[str, ...]
    statute_alone: tuple[str, ...]
    words: re.Pattern[str] | None
    only_with_statute: bool


@cache
def text_rules() -> tuple[TextRule, ...]:
    with TEXTS.open(encoding="utf-8", newline="") as lines:
        return tuple(
            TextRule(
                offense_key=row["offense_key"],
                statutes=tuple(row["statutes"].split()),
                statute_alone=tuple(row["statute_alone"].split()),
                words=re.compile(row["words"]) if row["words"] else None,
                only_with_statute=row["only_with_statute"] == "yes",
            )
            for row in csv.DictReader(lines)
        )


@cache
def _abbreviations() -> tuple[tuple[re.Pattern[str], str], ...]:
    with WORDS.open(encoding="utf-8", newline="") as lines:
        return tuple((re.compile(rf"\b(?:{row['typed']})\b"), row["word"]) for row in csv.DictReader(lines))


@cache
def _lettered_sections() -> frozenset[str]:
    """Sections whose number itself ends in a letter, such as 90-113.22A."""
    named = {pattern for rule in text_rules() for pattern in (*rule.statutes, *rule.statute_alone)}
    return frozenset(pattern for pattern in named if re.fullmatch(r"\d+[A-Z]?-[\d.]+[A-Z]", pattern))


@cache
def _known_sections() -> frozenset[str]:
    """The whole numbers of the sections that the rules name."""
    named = (pattern for rule in text_rules() for pattern in (*rule.statutes, *rule.statute_alone))
    return frozenset(re.split(r"[:.]", pattern)[0] for pattern in named)


@lru_cache(maxsize=10_000)
def read_statute(text: str) -> Statute:
    """Parse a typed statute. The result is empty if the text is not a statute."""
    upper = PREFIX.sub("", " ".join(text[:LONGEST].upper().split())).strip()
    ordinance = ORDINANCE.match(upper)
    if ordinance:
        return Statute(ordinance=ordinance[1])
    found = STATUTE.search(upper)
    if found is None or found.start() > 0:
        return Statute()
    section, rest = f"{found[1]}-{found[2]}", found[3]
    if rest[:1].isalpha() and section + rest[0] in _lettered_sections():
        section, rest = section + rest[0], rest[1:]
    return Statute(section=section, marks=_subsection_marks(rest))


def _subsection_marks(rest: str) -> str:
    """Subsection letters and numbers, up to a word or a second statute."""
    kept = re.split(r"[;,&]|\s+(?!\(|[A-Z]\d*$)|[A-Z]{3,}", rest.strip(), maxsplit=1)[0]
    return re.sub(r"[^A-Z0-9]", "", kept)


def normalize_statute(text: str) -> str:
    """A statute in one spelling: `90-95A3CF`, `G.S. 90-95(A)(3)` and `90-95 (a)(3)` begin alike. Blank: no statute."""
    statute = read_statute(text)
    return str(statute) if statute.section or statute.ordinance else ""


@lru_cache(maxsize=10_000)
def normalize_words(text: str) -> str:
    """A charge's words in upper case, without punctuation, abbreviations spelled out."""
    upper = text[:LONGEST].upper()
    upper = re.sub(r"^\W*\d+\)\s", "", upper)
    upper = re.sub(r"\(F\)", " FELONY ", re.sub(r"\(M\)", " MISDEMEANOR ", upper))
    upper = upper.replace("&", " AND ").replace(">", " OVER ").replace("<", " LESS THAN ")
    upper = " ".join(re.sub(r"[^A-Z0-9]+", " ", upper).split())
    for typed, word in _abbreviations():
        upper = typed.sub(word, upper)
    return re.sub(r"\bSCHEDULE (VI|IV|V|I{1,3})\b", lambda found: f"SCHEDULE {ROMAN[found[1]]}", upper)


def _matches(statute: Statute, pattern: str) -> bool:
    """Whether a statute matches a pattern: `20-` a chapter, `14-27.*` a range, `14-72:B2` a subsection."""
    if pattern == "ORD":
        return bool(statute.ordinance)
    if not statute.section:
        return False
    if pattern.endswith("-"):
        return statute.section.startswith(pattern)
    if pattern.endswith(".*"):
        return statute.section.startswith(pattern[:-1])
    section, _, marks = pattern.partition(":")
    return statute.section == section and statute.marks.startswith(marks)


def _by_statute_alone(statute: Statute) -> str | None:
    """The offense that the statute alone means: the longest pattern wins, then the first line."""
    fitting = [
        (len(pattern), -place, rule.offense_key)
        for place, rule in enumerate(text_rules())
        for pattern in rule.statute_alone
        if _matches(statute, pattern)
    ]
    return max(fitting)[2] if fitting else None


def _resolve_contradiction(by_words: str, by_statute: str) -> str | None:
    """Resolve a harmless contradiction; return None where it would decide about diversion."""
    words, section = offense_on(by_words), offense_on(by_statute)
    # Every text rule names an offense in the list; a test holds them to it.
    assert words is not None
    assert section is not None
    if words.kind == section.kind:
        return by_statute
    if Divertible.YES not in {words.divertible, section.divertible}:
        return by_words
    return None


@lru_cache(maxsize=20_000)
def is_north_carolina_section(text: str) -> bool | None:
    """Whether a typed section fits a chapter of North Carolina's statutes; None for words and plain code numbers."""
    statute = read_statute(text)
    if statute.ordinance:
        return True
    if statute.section:
        return statute.section.partition("-")[0] in CHAPTERS
    return False if SECTION_SHAPE.search(text[:LONGEST]) else None


def _is_known(statute: Statute) -> bool:
    """True when a rule names the section or the one it belongs to (14-159 for 14-159.14), or none is typed."""
    return not statute.section or statute.section.partition(".")[0] in _known_sections()


def _objection(key: str | None, statute: Statute, typed: str, words: str) -> str:
    """Why a text that was read as a divertible offense stays unmapped after all; '' when nothing speaks against it."""
    offense = offense_on(key or "")
    if offense is None or offense.divertible is not Divertible.YES:
        return ""
    dealing = any(_matches(statute, pattern) for pattern in DEALING_SECTIONS) or DEALING.search(words)
    if offense.kind in POSSESSION_KINDS and dealing:
        return SAYS_DEALING
    foreign = is_north_carolina_section(typed) is False
    return UNKNOWN_SECTION if foreign or not _is_known(statute) else ""


def _match_offense(statute: Statute, words: str) -> tuple[str | None, RecognitionBasis, str]:
    """Weigh the statute against the words."""
    spoken = [rule for rule in text_rules() if rule.words and rule.words.search(words)]
    for rule in spoken:
        if any(_matches(statute, pattern) for pattern in rule.statutes):
            return rule.offense_key, RecognitionBasis.BOTH, ""
    free = next((rule.offense_key for rule in spoken if not rule.only_with_statute), None)
    alone = _by_statute_alone(statute)
    if free is None:
        return (
            (alone, RecognitionBasis.STATUTE, "")
            if alone
            else (None, RecognitionBasis.UNMAPPED, SAYS_TOO_LITTLE)
        )
    if alone is None:
        return free, RecognitionBasis.DESCRIPTION, ""
    settled = _resolve_contradiction(free, alone)
    if settled is None:
        return None, RecognitionBasis.UNMAPPED, f"the statute means {alone}, the words mean {free}"
    return settled, RecognitionBasis.STATUTE if settled == alone else RecognitionBasis.DESCRIPTION, ""


def _read_flags(statute: Statute, words: str) -> Recognition:
    """What the text says besides the offense."""
    felony = bool(re.search(r"\bFELONY\b", words))
    misdemeanor = bool(re.search(r"\bMISDEMEANOR\b", words))
    return Recognition(
        offense_key=None,
        basis=RecognitionBasis.UNMAPPED,
        statute=str(statute),
        warrant=statute.section in WARRANT_SECTIONS
        or bool(re.search(r"(?<!SEARCH )\bWARRANTS?\b|ORDER FOR ARREST|\bOFA\b|\bCAPIAS\b", words)),
        failure_to_appear=statute.section == "15A-543"
        or bool(re.search(r"\bFTA\b|\bFAIL(?:ED|URE|S|ING)? (?:TO )?APP(?:EA)?R?", words)),
        attempt=statute.section == "14-2.5" or bool(re.search(r"\bATT(?:EMPT(?:ED|ING)?)?\b", words)),
        conspiracy=statute.section == "14-2.4" or bool(re.search(r"\bCONSP\w*", words)),
        felony_stated=None if felony == misdemeanor else felony,
    )


def _state_felony(read: Recognition, felony: bool | None) -> Recognition:
    """Add the grade that a column states; where words and column contradict each other, the grade is unstated."""
    if felony is None or read.felony_stated is felony:
        return read
    return replace(read, felony_stated=felony if read.felony_stated is None else None)


@lru_cache(maxsize=20_000)
def recognize_charge(statute_text: str, description: str, felony: bool | None = None) -> Recognition:
    """Recognize one charge; `felony` is what a column of its own says. The same input always gives the same result."""
    statute, words = read_statute(statute_text), normalize_words(description)
    if not statute.section and not statute.ordinance:
        words = f"{words} {normalize_words(statute_text)}".strip()
    read = _state_felony(_read_flags(statute, words), felony)
    if read.failure_to_appear:
        return replace(
            read,
            offense_key=FAILURE_TO_APPEAR,
            basis=RecognitionBasis.BOTH if statute.section == "15A-543" else RecognitionBasis.DESCRIPTION,
        )
    speaking = Statute() if statute.section in PROCEDURE else statute
    key, how, note = _match_offense(speaking, words)
    if note == SAYS_TOO_LITTLE and statute.section in WARRANT_SECTIONS:
        key, how, note = WARRANT, RecognitionBasis.STATUTE, ""
    objection = _objection(key, speaking, statute_text, words)
    if objection:
        key, how, note = None, RecognitionBasis.UNMAPPED, objection
    if key and read.felony_stated and offense_on(f"{key}-felony"):
        key = f"{key}-felony"
    return replace(read, offense_key=key, basis=how, note=note)
