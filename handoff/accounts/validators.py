"""Passwords that any colleague would try first: words of the field and of the programs (ASVS 6.2.11)."""

import re
from itertools import chain

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from handoff.programs.queries import place_names

FIELD_WORDS = (
    "handoff diversion divert lead deflection prearrest naloxone narcan recovery sobriety police sheriff officer "
    "deputy county district attorney peer support case manager program password welcome letmein changeme"
)
MIN_WORD_LENGTH = 4
MIN_OTHER_LETTERS = 6
"""How much must be left of a password once such words, and every digit and sign, are taken out of it."""


class LocalWordsValidator:
    """Refuses a password that is little more than words known here."""

    def validate(self, password: str, user: object = None) -> None:
        left = normalized_letters(password)
        known = sorted(local_password_words(), key=len, reverse=True)
        used = [word for word in known if word in left]
        for word in used:
            left = left.replace(word, "")
        if used and len(left) < MIN_OTHER_LETTERS:
            raise ValidationError(
                _(
                    "This password is too easy to guess. It's mostly words people here would try. "
                    "Choose different words."
                ),
                code="password_local_words",
            )

    def get_help_text(self) -> str:
        return _("Don't use words from this program in your password, such as the county's name.")


def local_password_words() -> set[str]:
    """The words of the field, of every program's name and place, and of HANDOFF_PASSWORD_WORDS."""
    texts = chain([FIELD_WORDS], place_names(), settings.PASSWORD_WORDS)
    found = {normalized_letters(word) for text in texts for word in re.split(r"[\W\d_]+", text)}
    return {word for word in found if len(word) >= MIN_WORD_LENGTH}


def normalized_letters(text: str) -> str:
    """A text's letters alone, in lower case; digits and signs that stand for letters count as these."""
    return "".join(each for each in text.casefold().translate(LOOKS_LIKE) if each.isalpha())


LOOKS_LIKE = str.maketrans("013457@$", "oieastas")
