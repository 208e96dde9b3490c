"""How names sound to an English or Spanish ear, as codes to compare. Unlike `keys.sound_key`, never stored."""

import re
from functools import lru_cache
from itertools import product
from typing import Final

# Each with the letter without which it can't apply; blank where it may begin with several.
_ALWAYS: Final = tuple(
    (sign, re.compile(pattern), replacement)
    for sign, pattern, replacement in (
        ("n", r"^(?:kn|gn|pn|mn)", "n"),
        ("r", r"^wr|^rh", "r"),
        ("p", r"^ps", "s"),
        ("", r"^(?:wh|w|hu(?=[aei]))", "u"),
        ("p", r"ph|pf", "f"),
        ("", r"tch|tsch|sch|sh|ch|cz|sz|x(?=i)", "x"),
        ("", r"tz|ts|z", "s"),
        ("", r"ck|qu|q", "k"),
        ("c", r"c(?=[eiy])", "s"),
        ("", r"v|w(?=[aeiou])", "b"),
        ("m", r"m$", "n"),
        ("m", r"mb|mn", "m"),
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
_SAID_IN_TWO_WAYS: Final = re.compile("|".join(pattern.pattern for pattern, _replacements in _EITHER))
_MOST_CODES: Final = 8
_CLASSES: Final = str.maketrans({"c": "k", "g": "k", "d": "t", "h": None} | dict.fromkeys("aeiouy", "a"))
_DOUBLED: Final = re.compile(r"(.)\1+")


@lru_cache(maxsize=50_000)
def sounds_of(word: str) -> frozenset[str]:
    """Every way the word may sound: consonants in classes, vowels as one sign, silent h left out."""
    if not _SAID_IN_TWO_WAYS.search(word):
        return frozenset((_code(word),))
    choices = [replacements if pattern.search(word) else ("",) for pattern, replacements in _EITHER]
    found: set[str] = set()
    for chosen in list(product(*choices))[:_MOST_CODES]:
        spelled = word
        for (pattern, _replacements), replacement in zip(_EITHER, chosen, strict=True):
            spelled = pattern.sub(replacement, spelled)
        found.add(_code(spelled))
    return frozenset(found)


def _code(word: str) -> str:
    for sign, pattern, replacement in _ALWAYS:
        if sign in word:
            word = pattern.sub(replacement, word)
    return _DOUBLED.sub(r"\1", word.translate(_CLASSES)) or "a"


@lru_cache(maxsize=50_000)
def bare_sounds_of(word: str) -> frozenset[str]:
    """The consonants of every way the word may sound; one alone says nothing."""
    bare = map(without_vowels, sounds_of(word))
    return frozenset(code for code in bare if len(code) > 1)


def without_vowels(code: str) -> str:
    """The consonants of a code, for names whose vowels are not written or not heard."""
    return _DOUBLED.sub(r"\1", code.replace("a", ""))
