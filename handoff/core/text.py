"""Sentences in modules that may not import Django."""


def mark_for_translation(sentence: str) -> str:
    """Mark an English sentence for the translators; it is translated where it is shown."""
    return sentence


def hundredths(number: int) -> str:
    """A number of hundredths as a reader writes it: 1850 is 18.5."""
    return f"{number / 100:.2f}".rstrip("0").rstrip(".")
