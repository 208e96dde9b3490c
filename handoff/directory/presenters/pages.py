"""A service as the list and its page show it: hours, address, cost and who it is for, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.accounts.queries import full_names_by_id
from handoff.core.forms.phones import format_phone, parse_phone
from handoff.core.sorting import sort_key
from handoff.directory.definitions import WEEKDAYS
from handoff.directory.models import CostOption, Location, Phone, Schedule, Service
from handoff.directory.queries import check_due_before
from handoff.directory.rules.hours import HoursState, Openness, Spell, hours_state
from handoff.directory.wording import NEED_LABELS, SHORT_WEEKDAYS, WEEK_LABELS, WEEKDAY_LABELS, language_label
from handoff.programs.models import Program
from handoff.programs.presenters import holiday_words
from handoff.programs.queries import state_holidays, time_zone_of

FAR_AHEAD_DAYS = 7
NEVER_LESS_DAYS = 3
"""Three weekdays in a row and more are written as a range: Mon to Wed."""


@dataclass(frozen=True)
class StateWords:
    """A state in words, with its color."""

    text: str
    kind: str


@dataclass(frozen=True)
class ServiceCard:
    service: Service
    state: StateWords
    place: str
    phone: str
    extension: str
    languages: str
    checked: StateWords


@dataclass(frozen=True)
class Clock:
    """The moment of the request in the program's own time, with its holidays."""

    program: Program
    now: datetime
    check_due: date

    def holiday_name(self, day: date) -> str:
        return state_holidays(self.program.state, day.year).get(day, "")

    def is_holiday(self, day: date) -> bool:
        return bool(self.holiday_name(day))


def make_clock(program: Program, at: datetime) -> Clock:
    local = at.astimezone(time_zone_of(program)).replace(tzinfo=None)
    return Clock(program, local, check_due_before(program, at))


def service_cards(services: Iterable[Service], clock: Clock) -> list[ServiceCard]:
    return [service_card(service, clock) for service in services]


def service_card(service: Service, clock: Clock) -> ServiceCard:
    phone = first_phone(service)
    return ServiceCard(
        service=service,
        state=state_words(service, clock),
        place="; ".join(short_address(each.location) for each in service.places.all()),
        phone=phone.number if phone else "",
        extension=phone.extension if phone else "",
        languages=", ".join(languages_of(service)),
        checked=checked_words(service, clock),
    )


def first_phone(service: Service) -> Phone | None:
    """The number to call: the first that is neither a fax nor for text messages alone."""
    phones = list(service.phones.all())
    spoken = [each for each in phones if each.kind in {Phone.Kind.VOICE, Phone.Kind.TTY}]
    return next(iter(spoken or phones), None)


def languages_of(service: Service) -> list[str]:
    return sorted((language_label(each.code) for each in service.languages.all()), key=sort_key)


def needs_of(service: Service) -> list[str]:
    kinds = {each.kind for each in service.needs.all()}
    return [str(label) for code, label in NEED_LABELS.items() if code in kinds]


def short_address(location: Location) -> str:
    street = location.address_1 or location.name or location.directions
    return ", ".join(each for each in (street, location.neighborhood or location.city) if each)


def address_lines(location: Location) -> list[str]:
    """An address as it is written on an envelope, without blank lines."""
    last = " ".join(each for each in (location.state, location.postal_code) if each)
    town = ", ".join(each for each in (location.city, last) if each)
    street = ", ".join(each for each in (location.address_1, location.address_2) if each)
    return [each for each in (location.name, street, town) if each]


def spells_of(service: Service) -> list[Spell]:
    """The hours of a service that have times."""
    return [
        Spell(
            weekdays=frozenset(each.weekdays.split(",")),
            weeks=frozenset(each.weeks),
            opens_at=each.opens_at,
            closes_at=each.closes_at,
            valid_from=each.valid_from,
            valid_to=each.valid_to,
        )
        for each in service.schedules.all()
        if each.opens_at is not None and each.closes_at is not None
    ]


def state_words(service: Service, clock: Clock) -> StateWords:
    """Whether a service is open now, in words."""
    if service.status == Service.Status.INACTIVE:
        starts = [each.valid_from for each in service.schedules.all() if each.valid_from]
        coming = [day for day in starts if day > clock.now.date()]
        if coming:
            return StateWords(_("Opens %(day)s") % {"day": date_format(min(coming))}, "soon")
    if service.status != Service.Status.ACTIVE:
        return StateWords(service.get_status_display(), "overdue")
    return hours_words(hours_state(spells_of(service), clock.now, clock.is_holiday), clock)


def hours_words(state: HoursState, clock: Clock) -> StateWords:
    if state.openness == Openness.UNKNOWN:
        return StateWords(_("Hours not known"), "info")
    if state.openness == Openness.ALWAYS_OPEN:
        return StateWords(_("Open 24 hours"), "done")
    if state.openness == Openness.HOLIDAY:
        return StateWords(_("Holiday: call first"), "soon")
    if state.openness == Openness.OPEN:
        assert state.until is not None
        return StateWords(_("Open until %(time)s") % {"time": clock_words(state.until.time())}, "done")
    return StateWords(closed_words(state.until, clock.now), "info")


def closed_words(opens: datetime | None, now: datetime) -> str:
    if opens is None:
        return _("Closed")
    hour = clock_words(opens.time())
    if opens.date() == now.date():
        return _("Closed, opens %(time)s") % {"time": hour}
    if (opens.date() - now.date()).days < FAR_AHEAD_DAYS:
        day = WEEKDAY_LABELS[WEEKDAYS[opens.weekday()]]
        return _("Closed until %(day)s %(time)s") % {"day": day, "time": hour}
    return _("Opens %(day)s") % {"day": date_format(opens.date())}


def clock_words(at: time) -> str:
    return time_format(at, "TIME_FORMAT")


def hours_line(schedule: Schedule) -> str:
    """One spell in words: "Mon to Fri, 9:00 AM to 5:00 PM"."""
    parts = [_days_in_words(schedule)]
    if schedule.opens_at is not None and schedule.closes_at is not None:
        parts.append(_times_in_words(schedule.opens_at, schedule.closes_at))
    if schedule.valid_from and schedule.valid_to:
        dates = {"first": date_format(schedule.valid_from), "last": date_format(schedule.valid_to)}
        parts.append(_("from %(first)s through %(last)s") % dates)
    elif schedule.valid_from:
        parts.append(_("from %(first)s on") % {"first": date_format(schedule.valid_from)})
    elif schedule.valid_to:
        parts.append(_("through %(last)s") % {"last": date_format(schedule.valid_to)})
    parts.append(schedule.description)
    return ", ".join(part for part in parts if part)


def _times_in_words(opens: time, closes: time) -> str:
    if opens == closes:
        return _("24 hours")
    times = {"opens": clock_words(opens), "closes": clock_words(closes)}
    if closes < opens:
        return _("%(opens)s to %(closes)s the next day") % times
    return _("%(opens)s to %(closes)s") % times


def _days_in_words(schedule: Schedule) -> str:
    days = [day for day in WEEKDAYS if day in schedule.weekdays.split(",")]
    words = _("Every day") if len(days) == len(WEEKDAYS) else ", ".join(_runs_in_words(days))
    if not schedule.weeks:
        return words
    weeks = ", ".join(str(WEEK_LABELS[week]) for week in WEEK_LABELS if week in schedule.weeks)
    return _("%(weeks)s %(days)s of the month") % {"weeks": weeks, "days": words}


def _runs_in_words(days: list[str]) -> list[str]:
    """Weekdays with runs of three and more written as a range."""
    runs: list[list[str]] = []
    for day in days:
        follows = runs and WEEKDAYS.index(day) == WEEKDAYS.index(runs[-1][-1]) + 1
        if follows:
            runs[-1].append(day)
        else:
            runs.append([day])
    words: list[str] = []
    for run in runs:
        if len(run) < NEVER_LESS_DAYS:
            words += [str(SHORT_WEEKDAYS[day]) for day in run]
        else:
            ends = {"first": SHORT_WEEKDAYS[run[0]], "last": SHORT_WEEKDAYS[run[-1]]}
            words.append(_("%(first)s to %(last)s") % ends)
    return words


def age_words(service: Service) -> str:
    youngest, oldest = service.minimum_age, service.maximum_age
    if youngest is not None and oldest is not None:
        return _("Ages %(youngest)s to %(oldest)s") % {"youngest": youngest, "oldest": oldest}
    if youngest is not None:
        return _("Ages %(youngest)s and older") % {"youngest": youngest}
    if oldest is not None:
        return _("Up to age %(oldest)s") % {"oldest": oldest}
    return ""


def cost_words(cost: CostOption) -> str:
    if cost.amount is None:
        return cost.option
    if not cost.amount:
        return _("%(option)s: free") % {"option": cost.option}
    amount = number_format(cost.amount, 2)
    return _("%(option)s: $%(amount)s") % {"option": cost.option, "amount": amount}


def checked_words(service: Service, clock: Clock) -> StateWords:
    """When an entry was last checked, in red once it is to be checked again."""
    if service.checked_on is None:
        return StateWords(_("Never checked"), "overdue")
    days = (clock.now.date() - service.checked_on).days
    if days <= 0:
        words = _("Checked today")
    else:
        words = ngettext("Checked %(days)d day ago", "Checked %(days)d days ago", days) % {"days": days}
    return StateWords(words, "overdue" if service.checked_on < clock.check_due else "done")


@dataclass(frozen=True)
class PartRow:
    """A spell of hours or a cost in words, with the id that its form is found by."""

    text: str
    public_id: object


@dataclass(frozen=True)
class ServicePage:
    """Everything the page of a service says."""

    service: Service
    state: StateWords
    checked: StateWords
    checked_by: str
    needs: list[str]
    languages: list[str]
    age: str
    hours: list[PartRow]
    costs: list[PartRow]
    places: list[tuple[object, Location, list[str]]]
    phones: list[tuple[Phone, str]]


def service_page(service: Service, clock: Clock) -> ServicePage:
    names = full_names_by_id([service.checked_by_id])
    return ServicePage(
        service=service,
        state=state_words(service, clock),
        checked=checked_words(service, clock),
        checked_by=names.get(service.checked_by_id or 0, ""),
        needs=needs_of(service),
        languages=languages_of(service),
        age=age_words(service),
        hours=[PartRow(hours_line(each), each.public_id) for each in sorted_hours(service)],
        costs=[PartRow(cost_words(each), each.public_id) for each in service.costs.all()],
        places=[
            (each.public_id, each.location, address_lines(each.location)) for each in service.places.all()
        ],
        phones=[(each, dial_words(each)) for each in service.phones.all()],
    )


def sorted_hours(service: Service) -> list[Schedule]:
    """The hours in the order of the week; those without times last."""

    def place(schedule: Schedule) -> tuple[int, time]:
        days = [WEEKDAYS.index(day) for day in schedule.weekdays.split(",") if day]
        return (min(days), schedule.opens_at or time()) if days else (len(WEEKDAYS), time())

    return sorted(service.schedules.all(), key=place)


def dial_words(phone: Phone) -> str:
    """The number as it is dialed, for the label of a button."""
    found = parse_phone(phone.number)
    return format_phone(found.e164) if found and found.e164 else phone.number


def holiday_today(clock: Clock) -> str:
    """The name of today's holiday, or ''."""
    return holiday_words(clock.holiday_name(clock.now.date()))


def downloads() -> list[tuple[str, str]]:
    """The kinds of file that the list can be downloaded as."""
    return [
        ("xlsx", _("Download Excel")),
        ("csv", _("Download CSV")),
        ("json", _("Download HSDS (JSON)")),
        ("zip", _("Download HSDS tables (CSV)")),
    ]
