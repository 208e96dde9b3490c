"""Phone numbers as people type them into a search box."""

from typing import Final

_FEWEST_DIGITS: Final = 3
_WITH_COUNTRY: Final = 11


def phone_digits(words: str) -> str:
    """The digits of a number, without the 1 of the United States; blank if the words are no number.

    >>> phone_digits("+1 (919) 555-0142")
    '9195550142'
    """
    digits = "".join(char for char in words if char.isascii() and char.isdigit())
    if any(char.isalpha() for char in words) or len(digits) < _FEWEST_DIGITS:
        return ""
    return digits[1:] if len(digits) == _WITH_COUNTRY and digits[0] == "1" else digits
