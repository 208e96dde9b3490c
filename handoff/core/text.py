"""Sentences written where Django may not be imported."""


def mark_for_translation(sentence: str) -> str:
    """Mark an English sentence for the translators; it is translated where it is shown."""
    return sentence
