"""How names sound to an English or Spanish ear, as codes to compare. Unlike `keys.sound_key`, never stored."""

import re
from functools import lru_cache
from itertools import product
from typing import Final

_ALWAYS: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"^(?:kn|gn|pn|mn)", "n"),
        (r"^wr|^rh", "r"),
        (r"^ps", "s"),
        (r"^(?:wh|w|hu(?=[aei]))", "u"),
        (r"ph|pf", "f"),
        (r"tch|tsch|sch|sh|ch|cz|sz|x(?=i)", "x"),
        (r"tz|ts|z", "s"),
        (r"ck|qu|q", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"v|w(?=[aeiou])", "b"),
        (r"d", "t"),
        (r"m$", "n"),
        (r"mb|mn", "m"),
        (r"(?<=[aeiou])s$", "s"),
        (r"y", "i"),
    )
)
# Spellings with two sounds: English or Spanish, hard or soft. Every choice makes a code of its own.
_EITHER: Final = (
    (re.compile(r"gh"), ("", "f", "g")),
    (re.compile(r"ll"), ("l", "i")),
    (re.compile(r"j"), ("h", "x")),
    (re.compile(r"^x"), ("x", "s", "h")),
    (re.compile(r"gu(?=[ei])"), ("g", "u")),
    (re.compile(r"g(?=[ei])"), ("x", "k")),
)
_MOST_CODES: Final = 8
_VOWELS: Final = re.compile(r"[aeiou]+")
_DOUBLED: Final = re.compile(r"(.)\1+")


@lru_cache(maxsize=50_000)
def sounds_of(word: str) -> frozenset[str]:
    """Every way the word may sound: consonants in classes, vowels as one sign, silent h left out."""
    choices = [replacements if pattern.search(word) else ("",) for pattern, replacements in _EITHER]
    found: set[str] = set()
    for chosen in list(product(*choices))[:_MOST_CODES]:
        spelled = word
        for (pattern, _replacements), replacement in zip(_EITHER, chosen, strict=True):
            spelled = pattern.sub(replacement, spelled)
        found.add(_code(spelled))
    return frozenset(found)


def _code(word: str) -> str:
    for pattern, replacement in _ALWAYS:
        word = pattern.sub(replacement, word)
    word = word.replace("g", "k").replace("h", "")
    return _DOUBLED.sub(r"\1", _VOWELS.sub("a", word)) or "a"


@lru_cache(maxsize=50_000)
def bare_sounds_of(word: str) -> frozenset[str]:
    """The consonants of every way the word may sound."""
    return frozenset(without_vowels(code) for code in sounds_of(word))


def without_vowels(code: str) -> str:
    """The consonants of a code, for names whose vowels are not written or not heard."""
    return _DOUBLED.sub(r"\1", code.replace("a", ""))
