"""The words that a service or a place is found by."""

from handoff.programs.rules.folding import strip_accents

MOST_WORDS = 6


def fold_words(text: str) -> str:
    """Text in small letters without accents, one space between words."""
    return " ".join(strip_accents(text).casefold().split())


def words_of_search(text: str) -> list[str]:
    """The words that were typed into a search, folded; more than six only make it slow."""
    return fold_words(text.replace(",", " ")).split()[:MOST_WORDS]
