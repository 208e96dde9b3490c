"""Small things that pages are built of, as plain values."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Step:
    """One step of a way through several pages: a key, its name, and its address once it may be opened."""

    key: str
    label: Any
    url: str = ""
    done: bool = False


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened: when, in a few words, with details that fold away."""

    at: Any
    title: Any
    by: str = ""
    text: Any = ""
    details: Any = ""
    url: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Column:
    """One column of a table: its heading, whether it holds numbers, and the address that sorts by it."""

    label: Any
    number: bool = False
    sort_url: str = ""
    sorted: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell of a table: its text, and the address it leads to."""

    text: Any = ""
    url: str = ""
    kind: str = ""
