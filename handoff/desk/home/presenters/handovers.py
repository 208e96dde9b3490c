"""Handoffs to a 24-hour partner: what waits for the partner, and what program staff take over in the morning (H5)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.desk.home.definitions import TASKS_SHOWN
from handoff.desk.home.presenters.tasks import Task, Worklist
from handoff.programs.models import Program
from handoff.referrals.partners import queries


def handoffs_to_partner(actor: Actor, program: Program, at: datetime) -> Worklist:
    """What officers handed off to the actor's own organization. The names are on the page itself."""
    waiting = list(queries.handoffs_of(actor))
    tasks = [
        Task(
            title=_("Handoff %(number)s") % {"number": each.referral.number},
            url=reverse("enrollment:partner_handoff", args=[program.slug, each.referral.public_id]),
            since=each.occurred_at,
        )
        for each in waiting[:TASKS_SHOWN]
    ]
    more = reverse("enrollment:partner_handoffs", args=[program.slug])
    return Worklist(_("Handoffs to you"), _("No handoffs waiting."), more, tasks, len(waiting))


def handoffs_to_take_over(actor: Actor, program: Program, at: datetime) -> Worklist:
    """People a 24-hour partner met, longest waiting first."""
    waiting = list(queries.open_handoffs(program.pk))
    tasks = [
        Task(
            title=_("Referral %(number)s") % {"number": each.referral.number},
            url=reverse("enrollment:take_over", args=[program.slug, each.referral.public_id]),
            text=each.called_name,
            since=each.occurred_at,
        )
        for each in waiting[:TASKS_SHOWN]
    ]
    more = reverse("enrollment:waiting", args=[program.slug])
    return Worklist(
        _("Take over from a 24-hour partner"), _("Nothing to take over."), more, tasks, len(waiting)
    )
