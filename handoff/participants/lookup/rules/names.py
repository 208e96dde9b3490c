"""Names as the lookup compares them: folded to one plain form, split into the parts people search by.

Nothing here is shown to anyone. A name is kept and printed as its owner writes it; only the comparison is folded.
"""

import unicodedata
from functools import lru_cache
from typing import Final

CACHE_SIZE: Final = 50_000

# Letters that Unicode does not take apart into a base letter and an accent.
_UNDIVIDED: Final = str.maketrans(
    {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ħ": "h", "ŋ": "n"}
)
# Cyrillic and Arabic letters, as they are usually written in English; a record may hold either script.
_OTHER_SCRIPTS: Final = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфхыэіґ", "abvgdeziiklmnoprstufhyeig", strict=True))
    | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "є": "ye"}
    | {"ь": "", "ъ": "", "ё": "e", "ї": "i"}
    | dict(zip("ابتجحدرزسصضطظفقكلمنهويى", "abtjhdrzssdtzfqklmnhwya", strict=True))
    | {
        "ث": "th",
        "خ": "kh",
        "ذ": "dh",
        "ش": "sh",
        "غ": "gh",
        "ع": "a",
        "ة": "a",
        "ء": "",
        "پ": "p",
        "گ": "g",
        "چ": "ch",
    }
)
# Signs inside a name that join what stands around them: O'Brien, O’Brien, Ka`ala, and Arabic's letter stretcher.
_JOINING: Final = frozenset("'’‘ʼʻ`´′ʹ＇\u0640\u200c\u200d\u00ad")
# Small words that belong to the word after them: de la Cruz, O Brien, van der Berg, St. John.
_PARTICLES: Final = frozenset(
    "a al bin ben da das de dei del dela della den der di do dos du el ibn la las le los mac mc o saint "
    "san sant santa santo st ter van vande vander von y".split()
)
_SUFFIXES: Final = {
    "jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "2nd": "ii", "iii": "iii", "3rd": "iii",
    "iv": "iv", "4th": "iv", "v": "v", "5th": "v",
}  # fmt: skip
# What is written where no name is known. Such a name belongs to no one in particular.
_PLACEHOLDERS: Final = frozenset(
    "doe unknown unk unidentified anonymous none noname refused test desconocido desconocida ninguno nfn nln lnu "
    "fnu nmn".split()
)


@lru_cache(maxsize=CACHE_SIZE)
def normalize_name(name: str) -> str:
    """Lower case, no accents, ñ as n, apostrophes joined; everything else that is not a letter or digit becomes one
    space.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold()).translate(
        _UNDIVIDED
    )
    folded = folded.translate(_OTHER_SCRIPTS)
    kept = [
        char if char.isalnum() else " "
        for char in folded
        if char not in _JOINING and not unicodedata.combining(char)
    ]
    return " ".join("".join(kept).split())


@lru_cache(maxsize=CACHE_SIZE)
def name_tokens(name: str) -> tuple[str, ...]:
    """The words of a name, in order, particles joined to the word they belong to and suffixes (Jr, III) left out.

    >>> name_tokens("María-José de la Cruz, Jr.")
    ('maria', 'jose', 'delacruz')
    """
    words = normalize_name(name).split()
    tokens: list[str] = []
    prefix = ""
    for place, word in enumerate(words):
        is_last = place == len(words) - 1
        if word in _SUFFIXES and (tokens or prefix):
            continue
        if word in _PARTICLES and not is_last:
            prefix += "st" if word == "saint" else word
            continue
        tokens.append(prefix + word)
        prefix = ""
    if prefix:
        tokens.append(prefix)
    return tuple(tokens)


@lru_cache(maxsize=CACHE_SIZE)
def bare_tokens(name: str) -> tuple[str, ...]:
    """The same words with their particles left out, for those who search "Cruz" for "de la Cruz"."""
    words = [word for word in normalize_name(name).split() if word not in _SUFFIXES]
    bare = tuple(word for word in words if word not in _PARTICLES)
    return bare or name_tokens(name)


@lru_cache(maxsize=CACHE_SIZE)
def name_forms(name: str) -> tuple[str, ...]:
    """Every single word by which this name may be looked up, the likeliest first, without repeats.

    A double surname is found by either half, a name with a particle with and without it.
    """
    return tuple(dict.fromkeys((*name_tokens(name), *bare_tokens(name))))


def suffix_of(*names: str) -> str:
    """The generational suffix in these names (jr, sr, ii, iii, iv, v), or blank.

    >>> suffix_of("Featherston, Jr.")
    'jr'
    """
    for name in names:
        for word in normalize_name(name).split()[1:]:
            if word in _SUFFIXES:
                return _SUFFIXES[word]
    return ""


def is_placeholder(name: str) -> bool:
    """Whether a name only marks that none is known (Doe, Unknown, LNU): people with it are not the same person."""
    words = normalize_name(name).split()
    return bool(words) and all(
        word in _PLACEHOLDERS or (len(word) > 2 and len(set(word)) == 1) for word in words
    )
