"""Numbers of a records system, also after a spreadsheet has changed how they look (C-F34)."""

import re

EXPONENT = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
WHOLE = re.compile(r"^(\d+)\.0+$")
MONTHS = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
DATE = re.compile(
    rf"\d{{1,2}}[-\s](?:{MONTHS})[A-Z]*(?:[-\s]\d{{2,4}})?|(?:{MONTHS})[A-Z]*[-\s]\d{{1,4}}"
    r"|\d{4}-\d{2}-\d{2}(?:[T ][\d:.]+)?|\d{1,2}/\d{1,2}/\d{2,4}",
    re.IGNORECASE,
)


def is_spoiled(text: str) -> bool:
    """Whether a spreadsheet made an exponent or a date of a number or a statute; what it was can't be known."""
    return bool(EXPONENT.fullmatch(text.strip()) or DATE.fullmatch(text.strip()))


def normalize_number(text: str) -> str:
    """A number without what spreadsheets add or drop: 26012345, 26012345.0 and 0026012345 are one."""
    number = " ".join(text.upper().split())
    number = WHOLE.sub(r"\1", number)
    return number.lstrip("0") if number.isdigit() else number
