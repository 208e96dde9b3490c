"""Worklists of a handover: introductions still to make, people to cover, and open plans for the manager (K5)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.casework.caseloads.queries import covered_people
from handoff.casework.queries import names_of
from handoff.casework.turnover import queries
from handoff.desk.home.definitions import TASKS_SHOWN
from handoff.desk.home.presenters.tasks import Task, Worklist, first_and_total
from handoff.programs.models import Program


def introductions(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Participants that the worker introduces to a colleague, or meets through one."""
    found, total = first_and_total(queries.introductions_of(program, actor.user_id or 0))
    tasks = [
        Task(
            title=each.person.full_name,
            url=reverse("turnover:item", args=[program.slug, each.plan.public_id, each.person.public_id]),
            text=_("Meet together"),
            due=each.introduce_on or each.plan.ends_on,
            about=each.person.public_id,
        )
        for each in found
    ]
    empty = _("No introductions to make.")
    return Worklist(_("Introduce to a new worker"), empty, "", tasks, total)


def people_to_cover(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Participants of a colleague who is away today."""
    found, total = first_and_total(covered_people(program, actor.user_id or 0, at))
    tasks = [
        Task(
            title=each.person.full_name,
            url=reverse("people:person", args=[program.slug, each.person.public_id]),
            text=_("You cover for a colleague until then"),
            due=each.ends_at - queries.LAST_MOMENT if each.ends_at else None,
            about=each.person.public_id,
        )
        for each in found
    ]
    empty = _("You don't cover for anyone today.")
    return Worklist(_("People you cover for a colleague"), empty, "", tasks, total)


def plans_to_finish(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Open plans, the earliest first. It names workers only; how many participants are left is on the page."""
    plans = list(queries.open_plans(program))
    names = names_of(each.user_id for each in plans)
    tasks = [
        Task(
            title=names.get(each.user_id, ""),
            url=reverse("turnover:plan", args=[program.slug, each.public_id]),
            text=str(each.get_kind_display()),
            due=each.ends_on,
        )
        for each in plans[:TASKS_SHOWN]
    ]
    more = reverse("turnover:list", args=[program.slug])
    return Worklist(_("Handovers"), _("No open handover plans."), more, tasks, len(plans))
