"""Words that everybody at this table would try first: the field's and the programs' own (ASVS 6.2.11)."""

import re
from itertools import chain
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from handoff.programs.queries import place_names

FIELD = (
    "handoff diversion divert lead deflection prearrest naloxone narcan recovery sobriety police sheriff officer "
    "deputy county district attorney peer support case manager program password welcome letmein changeme"
)
SHORTEST_WORD = 4
OWN_LETTERS = 6
"""How much must be left of a password once such words, and every digit and sign, are taken out of it."""


class LocalWordsValidator:
    """Refuses a password that is little more than words which are known here."""

    def validate(self, password: str, user: Any = None) -> None:
        left = letters(password)
        known = sorted(local_words(), key=len, reverse=True)
        used = [word for word in known if word in left]
        for word in used:
            left = left.replace(word, "")
        if used and len(left) < OWN_LETTERS:
            raise ValidationError(
                _("This password is mostly words that anybody here would try. Choose other ones."),
                code="password_local_words",
            )

    def get_help_text(self) -> str:
        return _("Your password can’t be made of words of this program, such as the name of the county.")


def local_words() -> set[str]:
    """Return the words: of the field, of every program's name and place, and of HANDOFF_PASSWORD_WORDS."""
    texts = chain([FIELD], place_names(), settings.PASSWORD_WORDS)
    found = {letters(word) for text in texts for word in re.split(r"[\W\d_]+", text)}
    return {word for word in found if len(word) >= SHORTEST_WORD}


def letters(text: str) -> str:
    """Return a text's letters alone, in lower case; digits in the place of letters count as these."""
    return "".join(each for each in text.casefold().translate(LOOKS_LIKE) if each.isalpha())


LOOKS_LIKE = str.maketrans("013457@$", "oieastas")
