"""The court that a source prints."""

from handoff.casework.models import Court


def read_court(text: str) -> str:
    """District Court where nothing is printed: every case begins there."""
    upper = text.upper()
    if "SUPERIOR" in upper:
        return Court.SUPERIOR
    return Court.DISTRICT if "DISTRICT" in upper or not upper.strip() else Court.OTHER
