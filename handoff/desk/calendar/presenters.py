"""The calendar as a week of days, and as a feed that names no one and no place."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from handoff.casework.models import CalendarFeed
from handoff.core.forms.dates import EARLIEST, LATEST
from handoff.core.templatetags.handoff import clock
from handoff.desk.calendar.queries import Entry
from handoff.programs.models import Program

DAYS = 7


@dataclass(frozen=True)
class Line:
    """One entry of a day as shown."""

    time: str
    kind: str
    name: str
    url: str
    words: str


@dataclass(frozen=True)
class Day:
    """One day of the week, with its entries in order."""

    on: date
    is_today: bool
    lines: list[Line]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def chosen_week(asked: str, today: date) -> date:
    """The Monday of the week that was asked for; of this week if that says no day that a calendar can show."""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = today
    return monday_of(day if EARLIEST <= day <= LATEST else today)


def week_of(entries: Iterable[Entry], monday: date, today: date, program: Program) -> list[Day]:
    days: dict[date, list[Line]] = {monday + timedelta(days=number): [] for number in range(DAYS)}
    for each in entries:
        days[each.on].append(line_of(each, program))
    return [Day(on, on == today, lines) for on, lines in days.items()]


def line_of(entry: Entry, program: Program) -> Line:
    return Line(
        time=clock(entry.starts_at, program) if entry.starts_at else "",
        kind=str(entry.kind.value),
        name=entry.person.full_name,
        url=reverse(entry.url_name, args=[program.slug, *entry.url_ids]),
        words=entry.words,
    )


def feed_content(feed: CalendarFeed, entries: Iterable[Entry], program: Program, at: datetime) -> bytes:
    """The feed as RFC 5545 has it: when, and what kind of thing; never who or where.

    Each entry leads to the day's page, which asks for a sign-in.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Handoff//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Handoff"))
    calendar.add("x-published-ttl", "PT1H")
    for each in entries:
        calendar.add_component(event_of(feed, each, program, at))
    return bytes(calendar.to_ical())


def event_of(feed: CalendarFeed, entry: Entry, program: Program, at: datetime) -> Event:
    event = Event()
    event.add("uid", uid_of(feed, entry))
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC) if entry.starts_at else entry.on)
    event.add("summary", _("Handoff: %(kind)s") % {"kind": entry.kind.in_feed.value})
    event.add("class", "PRIVATE")
    event.add("url", f"{settings.SITE_ADDRESS}{week_path(program, entry.on)}")
    return event


def uid_of(feed: CalendarFeed, entry: Entry) -> str:
    """The same for the same entry of the same feed, and of no use to find a record by."""
    return f"{hashlib.sha256(f'{feed.secret_digest}:{entry.key}'.encode()).hexdigest()[:32]}@handoff"


def week_path(program: Program, day: date) -> str:
    return f"{reverse('calendar:week', args=[program.slug])}?week={day.isoformat()}"
