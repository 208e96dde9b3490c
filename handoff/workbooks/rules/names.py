"""A person's name in one cell."""

import re

SUFFIXES = {"jr": "Jr.", "sr": "Sr.", "ii": "II", "iii": "III", "iv": "IV", "junior": "Jr.", "senior": "Sr."}
PARTICLES = frozenset("de la las los del della di da dos van von der den st mc mac al el bin ibn".split())


def split_name(text: str) -> tuple[str, str, str, str]:
    """First, middle and last name and suffix, from "Last, First" or "First Last"."""
    words = " ".join(re.sub(r"\([^)]*\)", " ", text).split())
    last, comma, rest = words.partition(",")
    if not comma:
        parts, suffix = _without_suffix(words.split())
        if len(parts) == 1:
            return "", "", parts[0], suffix
        start = len(parts) - 1
        while start > 1 and parts[start - 1].casefold().strip(".") in PARTICLES:
            start -= 1
        return " ".join(parts[:1]), " ".join(parts[1:start]), " ".join(parts[start:]), suffix
    first_part, _comma, more = rest.partition(",")
    first_parts, suffix = _without_suffix([*first_part.split(), *more.split()])
    last_parts, own = _without_suffix(last.split())
    first, middle = first_parts[:1], first_parts[1:]
    if middle and not all(len(each.strip(".")) == 1 for each in middle):
        # Two given names are one first name: only an initial is surely a middle name.
        first, middle = first_parts, []
    return " ".join(first), " ".join(middle), " ".join(last_parts), suffix or own


def _without_suffix(parts: list[str]) -> tuple[list[str], str]:
    if len(parts) > 1 or (parts and parts[-1].strip(".").casefold() in {"jr", "sr", "iii"}):
        suffix = SUFFIXES.get(parts[-1].strip(".").casefold(), "")
        if suffix:
            return parts[:-1], suffix
    return parts, ""
