"""The invitation as RFC 5545 and RFC 5546 have it, and the mail that Outlook, Google and Apple read it from (S1).

One event for each date, no rule for repeating; the recipient is the only attendee named. Nothing that was typed about a
participant comes here.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.mail import EmailMultiAlternatives
from django.utils.html import escape, linebreaks
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vRecur,
    vText,
)

REQUEST, CANCEL = "REQUEST", "CANCEL"
FILE_NAME = "staffing.ics"


@dataclass(frozen=True)
class Change:
    """When the clocks change: the first time by this rule, the month, and the Sunday of it. By the local clock."""

    first: datetime
    month: int
    day: str


DAYLIGHT = Change(datetime(2007, 3, 11, 2), 3, "2SU")  # noqa: DTZ001 the local clock, by RFC 5545
STANDARD = Change(datetime(2007, 11, 4, 2), 11, "1SU")  # noqa: DTZ001


@dataclass(frozen=True)
class Invitation:
    """What one attendee's calendar is sent. `answers_again` is false where only words changed."""

    method: str
    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    zone: str
    summary: str
    place: str
    description: str
    organizer: str
    organizer_name: str
    recipient: str
    recipient_name: str
    answers_again: bool = True


def calendar_content(invitation: Invitation) -> bytes:
    """The file of an invitation, an update, or a cancellation."""
    calendar = Calendar()
    calendar.add("prodid", "-//Handoff//Staffing//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", invitation.method)
    calendar.add_component(zone_component(invitation.zone, invitation.starts_at.year))
    calendar.add_component(event_component(invitation))
    return bytes(calendar.to_ical())


def event_component(invitation: Invitation) -> Event:
    zone = ZoneInfo(invitation.zone)
    event = Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", invitation.stamp.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", invitation.starts_at.astimezone(zone))
    event.add("dtend", invitation.ends_at.astimezone(zone))
    event.add("summary", invitation.summary)
    event.add("class", "PRIVATE")
    add_people(event, invitation)
    if invitation.method == CANCEL:
        event.add("status", "CANCELLED")
        return event
    event.add("location", invitation.place)
    event.add("description", invitation.description)
    event.add("status", "CONFIRMED")
    event.add("transp", "OPAQUE")
    return event


def add_people(event: Event, invitation: Invitation) -> None:
    """Only the organizer and the recipient: no one learns from a calendar who else is asked (C-F21)."""
    organizer = vCalAddress(f"mailto:{invitation.organizer}")
    organizer.params["CN"] = vText(invitation.organizer_name)
    event.add("organizer", organizer)
    attendee = vCalAddress(f"mailto:{invitation.recipient}")
    attendee.params["CUTYPE"] = vText("INDIVIDUAL")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["CN"] = vText(invitation.recipient_name)
    if invitation.method == REQUEST and invitation.answers_again:
        attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
        attendee.params["RSVP"] = vText("TRUE")
    event.add("attendee", attendee)


def zone_component(name: str, year: int) -> Timezone:
    """The zone with both halves of the year, by the rule that applies in the United States since 2007."""
    winter, summer = (datetime(year, month, 15, 12, tzinfo=ZoneInfo(name)) for month in (1, 7))
    zone = Timezone()
    zone.add("tzid", name)
    if winter.utcoffset() == summer.utcoffset():
        zone.add_component(half(TimezoneStandard(), winter, winter, None))
        return zone
    zone.add_component(half(TimezoneDaylight(), summer, winter, DAYLIGHT))
    zone.add_component(half(TimezoneStandard(), winter, summer, STANDARD))
    return zone


def half(
    component: TimezoneStandard | TimezoneDaylight, here: datetime, before: datetime, rule: Change | None
) -> TimezoneStandard | TimezoneDaylight:
    """One half of the year: its offset, the offset before it, and when it starts."""
    component.add("dtstart", rule.first if rule else here.replace(tzinfo=None))
    if rule:
        component.add("rrule", vRecur(freq="YEARLY", bymonth=rule.month, byday=rule.day))
    component.add("tzoffsetfrom", before.utcoffset() or timedelta())
    component.add("tzoffsetto", here.utcoffset() or timedelta())
    component.add("tzname", here.tzname() or "")
    return component


def invitation_mail(invitation: Invitation, *, subject: str, body: str) -> EmailMultiAlternatives:
    """The mail: text, HTML and the calendar part beside each other, and the same file to open by hand (C-F15)."""
    content = calendar_content(invitation)
    mail = EmailMultiAlternatives(
        subject=subject,
        body=body,
        from_email=f"{quoted(invitation.organizer_name)} <{invitation.organizer}>",
        to=[f"{quoted(invitation.recipient_name)} <{invitation.recipient}>"],
    )
    mail.attach_alternative(linebreaks(escape(body)), "text/html")
    mail.attach_alternative(content.decode(), f"text/calendar; method={invitation.method}")
    mail.attach(FILE_NAME, content, "application/ics")
    return mail


def quoted(name: str) -> str:
    """A name as it may stand before an address, whatever is typed in it."""
    safe = name.replace("\\", "").replace('"', "")
    return f'"{" ".join(safe.split())}"'
