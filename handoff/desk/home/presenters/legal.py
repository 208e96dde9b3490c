"""Worklists of the registers: legal requests, erasures that wait for a second person, and breach notices (C7, C9)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.desk.home.presenters.tasks import Task, Worklist, first_and_total
from handoff.programs.models import Program
from handoff.records.queries import registers


def open_legal_requests(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Legal requests awaiting a proposal, a second person's approval, or the release (C7)."""
    waiting, total = first_and_total(registers.requests_waiting(program))
    tasks = [
        Task(
            title=_("Legal request %(number)s") % {"number": each.number},
            url=reverse("records:request", args=[program.slug, each.public_id]),
            text=each.get_state_display(),
            due=each.due_on,
            since=each.received_on,
        )
        for each in waiting
    ]
    more = reverse("records:requests", args=[program.slug])
    return Worklist(_("Legal requests to answer"), _("No legal requests waiting."), more, tasks, total)


def erasure_requests_to_review(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Erasure requests awaiting a second person's approval (C9)."""
    waiting, total = first_and_total(registers.erasures_waiting(program))
    tasks = [
        Task(
            title=_("Erasure request waiting for approval"),
            url=reverse("records:erasure", args=[program.slug, each.public_id]),
            since=each.requested_at,
        )
        for each in waiting
    ]
    more = reverse("records:erasures", args=[program.slug])
    return Worklist(
        _("Erasure requests to approve"),
        _("No erasure requests waiting for a second person."),
        more,
        tasks,
        total,
    )


def breach_notices_due(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Breach notices that are still due, most urgent first (C9)."""
    waiting, total = first_and_total(registers.duties_open(program))
    tasks = [
        Task(
            title=_("Breach %(number)s") % {"number": each.breach.number},
            url=reverse("records:breach", args=[program.slug, each.breach.public_id]),
            text=each.get_whom_display(),
            due=each.due_at,
        )
        for each in waiting
    ]
    more = reverse("records:breaches", args=[program.slug])
    return Worklist(_("Breach notices due"), _("No breach notices due."), more, tasks, total)
