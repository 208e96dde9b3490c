"""What happened since a moment, as lines of a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from handoff.casework.models import ShiftLine, ShiftReading
from handoff.desk.shift.queries import Happening, Kind
from handoff.programs.models import Program


@dataclass(frozen=True)
class HappeningRow:
    """One thing that happened, and where to read more."""

    at: datetime
    kind: str
    name: str
    url: str
    words: str
    by: str


@dataclass(frozen=True)
class LineRow:
    """One line of a shift, and who has read it since."""

    words: str
    at: datetime
    by: str
    readers: list[tuple[str, datetime]]


def happening_rows(found: Iterable[Happening], names: dict[int, str], program: Program) -> list[HappeningRow]:
    return [
        HappeningRow(
            each.at,
            str(each.kind.value),
            each.person.full_name,
            url_of(each, program),
            each.words,
            names.get(each.user_id or 0, ""),
        )
        for each in found
    ]


def url_of(happening: Happening, program: Program) -> str:
    """A referral and a note have pages of their own; anything else stands on the person's page."""
    pages = {Kind.REFERRAL: "referrals:show", Kind.HANDOFF: "referrals:show", Kind.NOTE: "notes:show"}
    name = pages.get(happening.kind, "people:person")
    about = happening.person if name == "people:person" else happening.about
    return reverse(name, args=[program.slug, about.public_id])  # type: ignore[attr-defined]


def line_rows(
    lines: Sequence[ShiftLine], readings: Sequence[ShiftReading], names: dict[int, str]
) -> list[LineRow]:
    """Lines, newest first, each with everyone who has read since, at their first reading."""
    return [
        LineRow(
            each.words,
            each.written_at,
            names.get(each.written_by_id or 0, ""),
            first_readings(each, readings, names),
        )
        for each in lines
    ]


def first_readings(
    line: ShiftLine, readings: Sequence[ShiftReading], names: dict[int, str]
) -> list[tuple[str, datetime]]:
    """Who has read since a line was written, the one who wrote it aside."""
    found: dict[int, datetime] = {}
    for each in readings:
        if each.read_at >= line.written_at and each.user_id != line.written_by_id:
            found.setdefault(each.user_id, each.read_at)
    return [(names.get(user_id, ""), at) for user_id, at in found.items()]
