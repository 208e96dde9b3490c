"""The words that a service or a place is found by."""

from rapidfuzz import fuzz

from handoff.programs.rules.folding import strip_accents

MOST_WORDS = 6


def fold_words(text: str) -> str:
    """Text in small letters without accents, one space between words."""
    return " ".join(strip_accents(text).casefold().split())


def words_of_search(text: str) -> list[str]:
    """The words that were typed into a search, folded; more than six only make it slow."""
    return fold_words(text.replace(",", " ")).split()[:MOST_WORDS]


SAME_NAME = 90
"""From this likeness on (of 100), two names may be one service."""


def may_be_same_name(one: str, other: str) -> bool:
    """True for two names that differ in a letter or in capitals, as "Walk-in counseling" and "Walk-In Counseling"."""
    return fuzz.ratio(fold_words(one), fold_words(other)) >= SAME_NAME
