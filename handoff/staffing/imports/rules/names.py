"""Names as records systems print them: in one cell or several, in any order, with or without a suffix."""

import re

from handoff.participants.lookup.rules.names import suffix_of

SUFFIX = re.compile(r"^(?:JR|SR|JUNIOR|SENIOR|II|III|IV|V|2ND|3RD|4TH|5TH)\.?$", re.IGNORECASE)

NO_MIDDLE = frozenset({"NMN", "NMI", "NONE", "N/A", "(NMN)", "(NMI)", "NOMIDDLE"})
"""What records systems write where someone has no middle name."""


def split_name(text: str) -> tuple[str, str, str, str]:
    """First, middle, last name and suffix of a name in one cell. Before a comma stands the last name."""
    if "," in text:
        last, *rest = (part.strip() for part in text.split(","))
        later_words = " ".join(rest).split()
        last, found = take_suffix(last.split())
        names, later = take_suffix(later_words, also_first=True)
        first, *others = names.split() or [""]
        return first, without_filler(others), last, later or found
    names, suffix = take_suffix(without_filler(text.split()).split())
    first, *others = names.split() or [""]
    return (first, " ".join(others[:-1]), others[-1], suffix) if others else ("", "", first, suffix)


def take_suffix(words: list[str], *, also_first: bool = False) -> tuple[str, str]:
    """The words without the suffix among them, and the suffix. A word that stands alone is a name."""
    start = 0 if also_first and len(words) > 1 else 1
    for place in range(len(words) - 1, start - 1, -1):
        if SUFFIX.match(words[place]):
            return " ".join([*words[:place], *words[place + 1 :]]), words[place].strip(".")
    return " ".join(words), ""


def join_columns(first: str, middle: str, last: str, suffix: str) -> tuple[str, str, str, str]:
    """Names from columns of their own; a suffix may stand at the end of any of them."""
    last, of_last = take_suffix(last.split())
    first, of_first = take_suffix(first.split())
    middle, of_middle = take_suffix(["", *middle.split()]) if middle else ("", "")
    found = suffix.strip(" .") or of_last or of_first or of_middle
    return without_filler(first.split()), without_filler(middle.split()), last, found


def without_filler(words: list[str]) -> str:
    return " ".join(word for word in words if word.upper().strip(".*") not in NO_MIDDLE)


def known_suffix(suffix: str) -> str:
    """The suffix as the lookup compares it: Jr. and JUNIOR are one."""
    return suffix_of(f"x {suffix}")
