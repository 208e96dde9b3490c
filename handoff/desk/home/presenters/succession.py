"""Worklists of a change in a post: what is handed over, who takes over, and what a successor reads (P9)."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.desk.home.definitions import TASKS_SHOWN
from handoff.desk.home.presenters.tasks import Task, Worklist
from handoff.desk.succession.queries import duties_of, planned_departures
from handoff.eligibility.queries import agencies_to_read_for, current_criteria
from handoff.programs.models import Program
from handoff.programs.queries import local_date

PLACES_OF_WORK = (
    (Permission.REFERRAL_READ_OWN, "referrals:own"),
    (Permission.PARTICIPANT_READ, "people:people"),
    (Permission.CRITERIA_READ, "eligibility:criteria"),
)
"""Where a successor finds what they take over, by the first of these permissions that they hold."""

DAYS_SHOWN = 30
"""How long after the day of leaving a successor's home still says whose work they took over."""


def duties_left_behind(actor: Actor, program: Program, at: datetime) -> Worklist:
    """People who leave or have left, and still have something to hand over (P9)."""
    tasks = [
        Task(
            title=each.user.full_name,
            url=reverse("succession:plan", args=[program.slug, each.user.public_id]),
            text=ngettext("%(count)d thing left to do", "%(count)d things left to do", left)
            % {"count": left},
            due=each.leaves_on,
        )
        for each in planned_departures(program)
        if (left := sum(not duty.done for duty in duties_of(each, actor)))
    ]
    more = reverse("succession:list", args=[program.slug])
    return Worklist(
        _("People who leave"),
        _("No one who leaves has anything left to hand over."),
        more,
        tasks[:TASKS_SHOWN],
        len(tasks),
    )


def work_to_take_over(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Whose work the actor takes over, and from when."""
    since = local_date(program, at) - timedelta(days=DAYS_SHOWN)
    planned = planned_departures(program).filter(stand_in_id=actor.user_id or 0, leaves_on__gte=since)
    home = reverse("home:home", args=[program.slug])
    place = next((name for held, name in PLACES_OF_WORK if actor.can(held)), "")
    tasks = [
        Task(
            title=_("You take over from %(name)s") % {"name": each.user.full_name},
            url=reverse(place, args=[program.slug]) if place else home,
            text=_("First day without them"),
            due=each.leaves_on,
        )
        for each in planned
    ]
    empty = _("You don't take over from anyone.")
    return Worklist(_("Work you take over"), empty, "", tasks[:TASKS_SHOWN], len(tasks))


def criteria_to_read(actor: Actor, program: Program, at: datetime) -> Worklist:
    """The active criteria, for someone new who speaks for a partner: a predecessor approved them."""
    version = current_criteria(program, at)
    more = reverse("eligibility:criteria", args=[program.slug])
    tasks = []
    if version is not None and agencies_to_read_for(actor, version, at):
        url = reverse("eligibility:read", args=[program.slug, version.public_id])
        title = _("Read criteria version %(number)s") % {"number": version.number}
        text = _("Your predecessor approved it. Confirm it, or ask for changes.")
        tasks = [Task(title=title, url=url, text=text)]
    empty = _("No criteria are waiting for you to read.")
    return Worklist(_("Criteria to read"), empty, more, tasks, len(tasks))
