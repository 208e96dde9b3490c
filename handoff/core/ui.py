"""Small components of pages, as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Step:
    """One step of a form in several pages: a key, its name, and its URL once it may be opened."""

    key: str
    label: StrOrPromise
    url: str = ""
    done: bool = False


@dataclass(frozen=True)
class TimelineEntry:
    """One event: when, in a few words, with details that fold away."""

    at: date
    title: StrOrPromise
    by: str = ""
    text: StrOrPromise = ""
    details: StrOrPromise = ""
    url: str = ""
    kind: str = ""
    record: str = ""
    """The public ID of what is shown, where opening it is audited by name."""


def newest_first(entries: Iterable[TimelineEntry], zone: ZoneInfo) -> list[TimelineEntry]:
    """Entries in order. What is known by its day alone counts as the end of that day: it stands above its morning."""

    def moment_of(entry: TimelineEntry) -> datetime:
        return entry.at if isinstance(entry.at, datetime) else datetime.combine(entry.at, time.max, zone)

    return sorted(entries, key=moment_of, reverse=True)


@dataclass(frozen=True)
class Column:
    """One column of a table: its heading, whether it holds numbers, and the URL that sorts by it."""

    label: StrOrPromise
    number: bool = False
    sort_url: str = ""
    sorted: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell of a table: its text, and the URL it links to. `about` says to a screen reader what the link is for."""

    text: object = ""
    url: str = ""
    kind: str = ""
    about: str = ""

    @property
    def html(self) -> str:
        """The cell as shown: text, a link, or a status in its color."""
        text = localize(self.text)
        if self.url and self.about:
            words = format_html('{}<span class="usa-sr-only">: {}</span>', text, self.about)
            return format_html('<a class="usa-link" href="{}">{}</a>', self.url, words)
        if self.url:
            return format_html('<a class="usa-link" href="{}">{}</a>', self.url, text)
        if self.kind:
            return format_html('<span class="status status--{}">{}</span>', self.kind, text)
        return conditional_escape(str(text))
