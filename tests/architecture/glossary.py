"""docs/reference/glossary.csv and words-to-avoid.txt as patterns, and what a text or a translated sentence breaks."""

import csv
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from tests.architecture.source import ROOT

REFERENCE = ROOT / "docs" / "reference"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


@dataclass(frozen=True)
class Term:
    """One row: what English and Spanish avoid, and the Spanish that an English word asks for."""

    name: str
    avoid_en: re.Pattern[str] | None = None
    avoid_es: re.Pattern[str] | None = None
    pair_en: re.Pattern[str] | None = None
    pair_es: re.Pattern[str] | None = None


def pattern(text: str) -> re.Pattern[str] | None:
    return re.compile(text, re.IGNORECASE) if text else None


def terms() -> tuple[Term, ...]:
    columns = ("avoid_en", "avoid_es", "pair_en", "pair_es")
    with (REFERENCE / "glossary.csv").open(encoding="utf-8", newline="") as rows:
        listed = [Term(row["en"], *(pattern(row[name]) for name in columns)) for row in csv.DictReader(rows)]
    lines = (REFERENCE / "words-to-avoid.txt").read_text(encoding="utf-8").splitlines()
    avoided = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return (*listed, *(Term(better, pattern(words)) for words, better in avoided))


TERMS = terms()


def english_faults(text: str, but: Container[str] = ()) -> Iterator[str]:
    """Return what the glossary avoids in an English text; readers never see the placeholders."""
    plain = PLACEHOLDER.sub("", text)
    for term in TERMS:
        if term.name not in but and term.avoid_en and (found := term.avoid_en.search(plain)):
            yield f"{found[0]} (better: {term.name})"


def spanish_faults(text: str) -> Iterator[str]:
    plain = PLACEHOLDER.sub("", text)
    for term in TERMS:
        if term.avoid_es and (found := term.avoid_es.search(plain)):
            yield f"{found[0]} (see: {term.name})"


def pair_faults(english: str, spanish: Sequence[str]) -> Iterator[str]:
    """Return each term whose English word is there and whose Spanish word is in none of the forms."""
    plain = PLACEHOLDER.sub("", english)
    for term in TERMS:
        asked = term.pair_en and term.pair_en.search(plain)
        if asked and term.pair_es and not any(term.pair_es.search(text) for text in spanish):
            yield f"{term.name}: {english!r} as {' / '.join(spanish)!r}"
