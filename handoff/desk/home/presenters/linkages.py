"""Worklists of referrals to services: what an agency is asked, and what a worker does next (P8, C-F10, C-F14)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.access.actor import Actor
from handoff.casework.providers import queries
from handoff.casework.providers.queries import FollowUp
from handoff.desk.home.definitions import TASKS_SHOWN
from handoff.desk.home.presenters.day import Day
from handoff.desk.home.presenters.tasks import Task, Worklist
from handoff.programs.models import Program


def referrals_to_answer(actor: Actor, program: Program, at: datetime) -> Worklist:
    """How many referrals to the agency's services wait for its answer. The names are on the page itself."""
    waiting = queries.open_questions(actor, at)
    url = reverse("providers:list", args=[program.slug])
    tasks = []
    if waiting:
        words = ngettext("%(count)s referral to answer", "%(count)s referrals to answer", len(waiting))
        tasks = [Task(words % {"count": len(waiting)}, url, since=waiting[0].referral.added_at)]
    empty = _("Nothing is waiting for your answer.")
    return Worklist(_("Referred to your services"), empty, url, tasks, len(tasks))


def services_to_follow_up(day: Day) -> Worklist:
    """Referrals to services that a provider refused or answered, that no one answered, or whose service closed."""
    found = queries.follow_ups(day.program, day.user_id, day.at, day.team)
    tasks = [
        Task(
            title=each.referral.need.person.full_name,
            url=need_url(each, day.program),
            text=f"{each.referral.provider}: {follow_up_text(each)}",
            since=each.since,
            about=each.referral.need.person.public_id,
            is_new=each.reason == queries.ANSWERED,
        )
        for each in found[:TASKS_SHOWN]
    ]
    empty = _("Nothing to follow up about referrals to services.")
    return Worklist(_("Referrals to services: what next?"), empty, "", tasks, len(found))


def need_url(each: FollowUp, program: Program) -> str:
    need = each.referral.need
    return f"{reverse('needs:list', args=[program.slug, need.person.public_id])}#need-{need.public_id}"


def follow_up_text(each: FollowUp) -> str:
    """What happened, and what is asked of the worker."""
    if each.reason == queries.CLOSED and each.referral.service is not None:
        status = each.referral.service.get_status_display()
        return _("%(status)s. Find another service, or wait with them.") % {"status": status}
    if each.reason == queries.UNANSWERED:
        return _("No answer yet. Call them.")
    answer = str(each.answer.get_what_display()) if each.answer is not None else ""
    if each.reason == queries.REFUSED:
        return _("%(answer)s. What becomes of the need?") % {"answer": answer}
    return answer
