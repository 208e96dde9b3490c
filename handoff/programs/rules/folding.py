"""Text as a reader sees it: look-alike letters, hidden characters and spaces between letters are folded away."""

import re
import unicodedata
from itertools import filterfalse

# By shape, not by sound: the Cyrillic "р" is read as a "p". Letters that Unicode decomposes itself aren't listed.
PAIRS = (
    ("авеёзіїјкмнопрсԁԛԝтухһьѕгб", "abee3iijkmhonpcdqwtyxhbsr6"),
    ("АВЕЗІЈКМНОПРСТУХЅҮ", "ABE3IJKMHONPCTYXSY"),
    ("αβγειικνορςτυχωη", "abyeiikvopctuxwn"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
    ("ıłøđħŧɑɡɩɪʀʏʟɴɛ", "ilodhtagiirylne"),
    ("ᎠᎡᎢᎥᎪᎫᎬᎳᎷᎻᎽᏀᏂᏃᏏᏔᏕᏙᏚᏞᏟᏢᏦᏧᏴ", "DRTiAJEWMHYGhZbWSVSLCPKdB"),
    ("ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "BPDTGKJCZFMNLSRVHWXYAEIOU"),
    ("օոսհցյզաՕՏՍԼ", "onuhgjqwOSUL"),
)
LOOK_ALIKES = {ord(one): other for ones, others in PAIRS for one, other in zip(ones, others, strict=True)}
# Small capitals, turned letters and those in black squares have no decomposition, but Unicode's names say which
# letter they are.
NAMED_LETTER = re.compile(
    r"(?:NEGATIVE (?:SQUARED|CIRCLED) |REGIONAL INDICATOR SYMBOL )?(?:LATIN )?"
    r"(?:(?:LETTER|SMALL|CAPITAL|TURNED|REVERSED|INVERTED|SIDEWAYS|DOTLESS|SCRIPT|INSULAR|OPEN|BARRED|LONG|SYMBOL) )+"
    r"([A-Z])(?: WITH .+| BAR)?"
)
SIGNS = str.maketrans("0134567@$!|", "oieasbtasii")
HIDDEN_LETTER = re.compile(r"\w*[^\W\d_][*#%•×█■]+[^\W\d_]\w*")
"""A word in which a sign stands for a letter, as in "dr*g"."""
WORD = re.compile(r"[^\W\d_]+")
SIGNS_IN_WORD = re.compile(r"(?<=[A-Za-z])[0134567@$!|]+(?=[A-Za-z])")
SPACED_OUT = re.compile(r"(?<!\w)(?:\w[\W_]{1,2}){3,}\w(?!\w)")
MARKS_IN_WORD = re.compile(r"(?<=\w)[-.*'·~]+(?=\w)")


def strip_accents(text: str) -> str:
    """Remove accents: people leave them out in a hurry."""
    if text.isascii():
        return text
    return "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", text)))


def name_letter(sign: str) -> str:
    """The plain letter that a special form of it is named for, else the sign itself."""
    if sign.isascii():
        return sign
    found = NAMED_LETTER.fullmatch(unicodedata.name(sign, ""))
    return found[1].lower() if found else sign


def fold_text(text: str) -> str:
    """The text in plain letters, with one space between the words of a line."""
    # Format characters (category Cf) are invisible: a soft hyphen or a zero-width space inside a word.
    plain = "".join(each for each in strip_accents(text) if unicodedata.category(each) != "Cf")
    plain = plain.replace("_", " ").replace("’", "'").translate(LOOK_ALIKES)
    plain = "".join(name_letter(each) for each in plain)
    plain = SIGNS_IN_WORD.sub(lambda signs: signs[0].translate(SIGNS), plain)
    plain = SPACED_OUT.sub(lambda run: re.sub(r"[\W_]", "", run[0]), plain)
    return re.sub(r"[^\S\n]+", " ", plain)


def readings(text: str) -> tuple[str, str]:
    """The folded text, and the same without the marks inside its words ("ab-sti-nence")."""
    folded = fold_text(text)
    return folded, MARKS_IN_WORD.sub("", folded)


def find_mixed_word(text: str) -> str | None:
    """A word in which letters of two alphabets stand side by side; neither English nor Spanish has one."""
    words = WORD.findall(strip_accents(text))
    return next((word for word in words if len({_is_latin(each) for each in word}) == 2), None)


def find_hidden_letter(text: str) -> str | None:
    """A word that hides a letter behind a sign."""
    found = HIDDEN_LETTER.search(strip_accents(text))
    return found[0] if found else None


def _is_latin(letter: str) -> bool:
    # The sign for "micro" is a Greek letter, and stands before Latin ones in "μg".
    return letter == "μ" or unicodedata.name(letter, "").startswith("LATIN")
