"""Meetings in lists and on their page: when, where, who leads, who comes and who is there, by agency."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from handoff.accounts.models import User
from handoff.accounts.presenters import role_title
from handoff.core.sorting import sort_key
from handoff.notifications.queries import mail_is_delivered
from handoff.programs.models import Program
from handoff.programs.presenters import holiday_words
from handoff.programs.queries import time_zone_of
from handoff.staffing.meetings.queries import Member, agency_names, asked_ids, present_ids
from handoff.staffing.meetings.wording import WEEKS
from handoff.staffing.models import Attendee, Meeting, MeetingSeries


def when_text(meeting: Meeting) -> str:
    """Day, start and end in the program's time."""
    zone = time_zone_of(meeting.program)
    starts, ends = (each.astimezone(zone) for each in (meeting.starts_at, meeting.ends_at))
    return f"{date_format(starts, 'DATETIME_FORMAT')} – {date_format(ends, 'TIME_FORMAT')}"


def with_mail(done: str, mail: str) -> str:
    """What was done, and what is sent by email for it, unless this server sends none."""
    return f"{done} {mail}" if mail_is_delivered() else done


def rhythm_done(canceled: int) -> str:
    """What setting a rhythm did: canceled dates are named, since they can't be undone."""
    done = _("Saved. The coming meetings are below.")
    if not canceled:
        return done
    words = ngettext(
        "Saved. %(count)d date that doesn't match is canceled.",
        "Saved. %(count)d dates that don't match are canceled.",
        canceled,
    )
    return with_mail(words % {"count": canceled}, _("Whoever was invited gets a cancellation."))


STATE_KINDS = {
    Meeting.State.PROPOSED: "soon",
    Meeting.State.PLANNED: "info",
    Meeting.State.OPEN: "soon",
    Meeting.State.CLOSED: "done",
    Meeting.State.CANCELED: "info",
}


@dataclass(frozen=True)
class MeetingLine:
    """One meeting in a list."""

    meeting: Meeting
    when: str
    state: str
    kind: str
    holiday: str = ""


def meeting_lines(meetings: Iterable[Meeting], holidays: Mapping[date, str]) -> list[MeetingLine]:
    lines = []
    for each in meetings:
        day = each.starts_at.astimezone(time_zone_of(each.program)).date()
        name = holiday_words(holidays.get(day, "")) if each.is_coming else ""
        lines.append(
            MeetingLine(
                each, when_text(each), each.get_state_display(), STATE_KINDS[Meeting.State(each.state)], name
            )
        )
    return lines


def member_choices(members: Iterable[Member]) -> list[tuple[str, str]]:
    """Members with their organization and roles."""
    return [(str(each.user.pk), member_text(each)) for each in members]


def attendee_choices(program: Program, members: Iterable[Member]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everyone who can be asked, under the name of their organization."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in members:
        text = f"{each.user.full_name} · {roles_text(each)}"
        groups.setdefault(agency_names(each) or program.name, []).append((str(each.user.pk), text))
    return list(groups.items())


def roles_text(member: Member) -> str:
    return ", ".join(role_title(role) for role in member.roles)


def member_text(member: Member) -> str:
    where = agency_names(member)
    return " · ".join(part for part in (member.user.full_name, where, roles_text(member)) if part)


def facilitator_choices(members: Iterable[Member]) -> list[tuple[str, str]]:
    able = [each for each in members if each.is_care and each.reads_notes and each.signed]
    return [(str(each.user.pk), each.user.full_name) for each in able]


def names(users: Iterable[User]) -> str:
    return ", ".join(sorted((each.full_name for each in users), key=sort_key))


@dataclass(frozen=True)
class Seat:
    """One person at the meeting: whether they're there now, what their calendar was sent, and whether they may sit."""

    user: User
    text: str
    asked: bool
    present: bool
    was_there: bool
    invitation: str
    signed: bool


@dataclass(frozen=True)
class Organization:
    """The seats of one agency, or of the program's own staff."""

    name: str
    seats: list[Seat]

    @property
    def awaits_someone(self) -> bool:
        """Whether someone who may sit down isn't there yet."""
        return any(seat.signed and not seat.present for seat in self.seats)


def organizations(
    meeting: Meeting, members: Sequence[Member], rows: Sequence[Attendee]
) -> list[Organization]:
    """Who comes and who is there, by agency. Needs the times of each attendee prefetched."""
    by_user = {each.user_id: each for each in rows}
    found: dict[str, list[Seat]] = {}
    for member in members:
        row = by_user.get(member.user.pk)
        times = list(row.times.all()) if row is not None else []
        if row is None or not (row.asked or times):
            continue
        found.setdefault(agency_names(member) or meeting.program.name, []).append(
            Seat(
                user=member.user,
                text=roles_text(member),
                asked=row.asked,
                present=any(each.left_at is None for each in times),
                was_there=bool(times),
                invitation=invitation_text(meeting, row),
                signed=member.signed,
            )
        )
    return [Organization(name, seats) for name, seats in sorted(found.items())]


def owner_choices(meeting: Meeting, members: Sequence[Member]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Who can do an action: whoever is in the room first, then whoever was asked to come, then everyone else."""
    present, asked = present_ids(meeting), asked_ids(meeting)
    groups: dict[str, list[Member]] = {_("In the room"): [], _("Asked to this meeting"): [], _("Others"): []}
    in_room, expected, others = groups.values()
    for each in members:
        group = in_room if each.user.pk in present else expected if each.user.pk in asked else others
        group.append(each)
    return [(name, member_choices(found)) for name, found in groups.items() if found]


def organizations_not_asked(members: Sequence[Member], rows: Sequence[Attendee]) -> list[str]:
    """The organizations of which someone could come and no one is asked: each partner has a seat (handbook 5a)."""
    asked = {each.user_id for each in rows if each.asked}
    able = {agency.name for each in members for agency in each.agencies}
    coming = {agency.name for each in members if each.user.pk in asked for agency in each.agencies}
    return sorted(able - coming, key=sort_key)


def absent_choices(members: Sequence[Member], rows: Sequence[Attendee]) -> list[tuple[str, str]]:
    """Who could sit down without having been asked."""
    known = {each.user_id for each in rows if each.asked or each.times.all()}
    return [(str(each.user.public_id), member_text(each)) for each in members if each.user.pk not in known]


def refused_arrivals(members: Iterable[User], refused: Mapping[int, str]) -> list[str]:
    """Why some people can't sit down, each reason once with their names."""
    names_by_reason: dict[str, list[str]] = {}
    for each in members:
        if each.pk in refused:
            names_by_reason.setdefault(refused[each.pk], []).append(each.full_name)
    return [f"{', '.join(found)}: {reason}" for reason, found in names_by_reason.items()]


def invitation_text(meeting: Meeting, row: Attendee) -> str:
    """What the person's calendar was sent; nothing is claimed that didn't leave."""
    if not mail_is_delivered():
        return ""
    if row.last_error:
        return _("The email couldn't be sent. We'll try again, or they have no address.")
    if row.sent_at is None:
        return "" if meeting.is_over else pgettext("invitation", "Not sent yet")
    day = day_text(row.sent_at, meeting.program)
    if row.sent_as == "CANCEL":
        return _("Cancellation sent %(day)s") % {"day": day}
    return _("Invitation sent %(day)s") % {"day": day}


def day_text(at: datetime, program: Program) -> str:
    return date_format(at.astimezone(time_zone_of(program)), "DATE_FORMAT")


def rhythm_text(series: MeetingSeries) -> str:
    """The rhythm in words."""
    return _("%(rhythm)s, %(weekday)s at %(time)s, %(place)s") % {
        "rhythm": series.get_rhythm_display(),
        "weekday": weekday_text(series),
        "time": time_format(series.starts_at, "TIME_FORMAT"),
        "place": series.place,
    }


def weekday_text(series: MeetingSeries) -> str:
    """The weekday, with the weeks of the month where the rhythm names them."""
    weekday = str(WEEKDAYS[series.weekday])
    if series.rhythm != MeetingSeries.Rhythm.MONTHLY:
        return weekday
    weeks = ", ".join(str(name) for number, name in WEEKS if int(number) in series.weeks)
    return _("%(weekday)s (%(weeks)s)") % {"weekday": weekday, "weeks": weeks.lower()}
