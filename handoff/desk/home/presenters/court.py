"""Court dates to remind someone of or to ask about, warrants to clear, and stay-away orders that end soon (J4)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.casework.court import queries
from handoff.casework.court.presenters import Rooms, line_of, order_days, rooms_of
from handoff.casework.court.queries import Appearance
from handoff.casework.models import CourtOrder
from handoff.desk.home.definitions import TASKS_SHOWN
from handoff.desk.home.presenters.day import Day
from handoff.desk.home.presenters.tasks import Task, Worklist
from handoff.programs.models import Program


def court_dates(day: Day) -> Worklist:
    """Court dates that are over without a word of what happened, then those of the next seven days."""
    program, rooms = day.program, rooms_of(day.program)
    tasks = [past_task(each, program) for each in day.court.past]
    tasks += [coming_task(each, program, rooms, day.at) for each in day.court.ahead]
    more = reverse("calendar:week", args=[program.slug])
    empty = _("No court dates in the next seven days.")
    return Worklist(_("Court dates"), empty, more, tasks[:TASKS_SHOWN], len(tasks))


def past_task(appearance: Appearance, program: Program) -> Task:
    return Task(
        title=appearance.person.full_name,
        url=reverse("court:change", args=[program.slug, appearance.first.public_id]),
        text=_("What happened at court?"),
        since=appearance.last_day,
        about=appearance.person.public_id,
    )


def coming_task(appearance: Appearance, program: Program, rooms: Rooms, at: datetime) -> Task:
    """A week isn't a day to be at court, so it has no due date.

    Once the hour has come no one is reminded of it anymore, and nothing is overdue: a morning in court takes hours.
    """
    starts_at = appearance.starts_at(program)
    if starts_at is not None and starts_at <= at:
        return started_task(appearance, program, rooms)
    reminded = _("Reminded") if appearance.is_reminded else _("Remind them")
    return Task(
        title=appearance.person.full_name,
        url=reverse("court:list", args=[program.slug, appearance.person.public_id]),
        text=f"{line_of(appearance, rooms)} · {reminded}",
        due=starts_at,
        about=appearance.person.public_id,
    )


def started_task(appearance: Appearance, program: Program, rooms: Rooms) -> Task:
    return Task(
        title=appearance.person.full_name,
        url=reverse("court:change", args=[program.slug, appearance.first.public_id]),
        text=f"{line_of(appearance, rooms)} · " + _("Ask what happened"),
        about=appearance.person.public_id,
    )


def court_orders(day: Day) -> Worklist:
    """Warrants to help clear, and stay-away orders that end within two weeks."""
    found = queries.orders_of_worker(day.program, day.user_id, day.at, day.team)
    tasks = [order_task(each, day.program) for each in found]
    empty = _("No warrant to clear, and no stay-away order ends soon.")
    return Worklist(_("Warrants and stay-away orders"), empty, "", tasks[:TASKS_SHOWN], len(tasks))


def order_task(order: CourtOrder, program: Program) -> Task:
    is_warrant = order.kind == CourtOrder.Kind.WARRANT
    text = _("Warrant: ask how it can be cleared") if is_warrant else _("Stay-away order ends soon")
    return Task(
        title=order.person.full_name,
        url=reverse("court:list", args=[program.slug, order.person.public_id]),
        text=f"{text} · {order_days(order)}",
        about=order.person.public_id,
    )
