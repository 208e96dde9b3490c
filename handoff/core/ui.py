"""Small things that pages are built of, as plain values."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html


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

    @property
    def html(self) -> str:
        """Return the cell as it stands in the page: words, a link, or a state in its colour."""
        text = localize(self.text)
        if self.url:
            return format_html('<a class="usa-link" href="{}">{}</a>', self.url, text)
        if self.kind:
            return format_html('<span class="status status--{}">{}</span>', self.kind, text)
        return conditional_escape(text)


@dataclass(frozen=True)
class TableRow:
    """One line of a table: what heads it, and its other cells, each after the look and the words of its column."""

    head: str
    cells: list[tuple[str, str, str]]
