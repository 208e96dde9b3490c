"""Sentences in modules that may not import Django."""


def mark_for_translation(sentence: str) -> str:
    """Mark an English sentence for the translators; it is translated where it is shown."""
    return sentence
