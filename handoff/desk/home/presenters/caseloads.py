"""Worklists of caseloads: contacts that are due, and for the manager who has no worker and which reason is missing."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.access.actor import Actor
from handoff.casework.caseloads import queries
from handoff.casework.caseloads.presenters import load_words
from handoff.casework.queries import names_of
from handoff.desk.home.definitions import TASKS_SHOWN
from handoff.desk.home.presenters.tasks import Task, Worklist
from handoff.programs.models import Program
from handoff.programs.queries import local_date

DAYS_BEFORE = 1
"""A contact is listed from the day before it is due."""


def contacts_due(actor: Actor, program: Program, at: datetime) -> Worklist:
    """The worker's own participants who are to be contacted by tomorrow, the longest overdue first (K10)."""
    until = local_date(program, at) + timedelta(days=DAYS_BEFORE)
    found = [each for each in queries.contacts_due(program, actor.user_id or 0, at) if each.due_on <= until]
    tasks = [
        Task(
            title=each.enrollment.person.full_name,
            url=reverse("casework:log_contact", args=[program.slug, each.enrollment.person.public_id]),
            text=ngettext("Be in touch every day", "Be in touch every %(days)s days", each.every_days)
            % {"days": each.every_days},
            due=each.due_on,
            about=each.enrollment.person.public_id,
        )
        for each in found[:TASKS_SHOWN]
    ]
    more = reverse("people:people", args=[program.slug]) + "?worker=mine"
    return Worklist(_("Contacts due"), _("No contact is due."), more, tasks, len(found))


def new_participants(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Participants that a manager gave to the worker, who has not tried to reach them yet."""
    found = list(queries.newly_assigned(program, actor.user_id or 0, at))
    names = names_of(each.from_worker_id for each in found)
    tasks = [
        Task(
            title=each.person.full_name,
            url=reverse("people:person", args=[program.slug, each.person.public_id]),
            text=_("Introduce yourself. Worker before: %(name)s")
            % {"name": names.get(each.from_worker_id or 0, _("no one"))},
            since=each.changed_at,
            about=each.person.public_id,
        )
        for each in found[:TASKS_SHOWN]
    ]
    more = reverse("people:people", args=[program.slug]) + "?worker=mine"
    empty = _("No one is new in your caseload.")
    return Worklist(_("New in your caseload"), empty, more, tasks, len(found))


def caseloads_to_look_at(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Participants without a worker, and caseloads above the ceiling without a reason (K4). It names no participant."""
    found = queries.caseloads(program, at)
    more = reverse("caseloads:list", args=[program.slug])
    tasks = []
    if found.unassigned:
        url = reverse("caseloads:unassigned", args=[program.slug])
        words = _("Participants without a worker: %(count)s") % {"count": len(found.unassigned)}
        tasks.append(Task(title=words, url=url, text=_("Assign a worker")))
    tasks += [
        Task(
            title=each.user.full_name,
            url=reverse("caseloads:reason", args=[program.slug, each.user.public_id]),
            text=_("A reason is missing for this caseload: %(load)s") % {"load": load_words(each)},
        )
        for each in found.workers
        if each.needs_reason
    ]
    empty = _("Everyone has a worker, and no caseload that needs a reason is without one.")
    return Worklist(_("Caseloads"), empty, more, tasks[:TASKS_SHOWN], len(tasks))
