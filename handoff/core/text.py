"""Sentences in modules that may not import Django, and values as text."""

import uuid


def mark_for_translation(sentence: str) -> str:
    """Mark an English sentence for the translators; it is translated where it is shown."""
    return sentence


def hundredths(number: int) -> str:
    """A number of hundredths as a reader writes it: 1850 is 18.5."""
    return f"{number / 100:.2f}".rstrip("0").rstrip(".")


def dollars(cents: int) -> str:
    """Whole cents as money: 123450 is $1,234.50, and -500 is −$5.00."""
    sign = "−" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def uuid_or_none(text: str) -> uuid.UUID | None:
    """A public ID that came with a request; None for anything else."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
