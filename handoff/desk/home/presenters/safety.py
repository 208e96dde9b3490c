"""Overdoses and deaths that the team hasn't looked back on, and what it agreed to do next (M13)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.desk.home.definitions import TASKS_SHOWN
from handoff.desk.home.presenters.tasks import Task, Worklist
from handoff.enrollment.safety import queries
from handoff.programs.models import Program


def look_back(actor: Actor, program: Program, at: datetime) -> Worklist:
    """What the whole care team shares: events to look back on, then the reader's own actions."""
    waiting = list(queries.to_review(program))
    tasks = [
        Task(
            title=each.person.full_name,
            url=reverse("safety:list", args=[program.slug, each.person.public_id]),
            text=_("Look back with the team"),
            since=each.happened_on,
            about=each.person.public_id,
        )
        for each in waiting
    ]
    tasks += [
        Task(
            title=each.words,
            url=reverse("safety:list", args=[program.slug, each.event.person.public_id]),
            due=each.due_on,
            about=each.event.person.public_id,
        )
        for each in queries.open_actions(program).filter(owner_id=actor.user_id or 0)
    ]
    more = reverse("safety:reviews", args=[program.slug])
    empty = _("The team has looked back on everything recorded.")
    return Worklist(_("Overdoses and loss"), empty, more, tasks[:TASKS_SHOWN], len(tasks))
