"""The worklist of data to review: sources of the collection plan whose review is due (D3)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.desk.home.definitions import TASKS_SHOWN
from handoff.desk.home.presenters.tasks import Task, Worklist
from handoff.measures.collection.presenters import holds_of, name_of
from handoff.measures.collection.queries import due_reviews
from handoff.measures.policies import EXACT
from handoff.programs.models import Program


def data_to_review(actor: Actor, program: Program, at: datetime) -> Worklist:
    """Sources whose review is due: the actor's own, and those they stand in for."""
    may_open = all(actor.can(each) for each in EXACT)
    due = due_reviews(program, actor.user_id or 0, at) if may_open else []
    tasks = [
        Task(
            title=_("Review: %(source)s") % {"source": name_of(each.source)},
            url=reverse("collection:source", args=[program.slug, each.source.public_id]),
            text=holds_of(each.source),
            due=each.due,
        )
        for each in due
    ]
    more = reverse("collection:plan", args=[program.slug])
    return Worklist(_("Data to review"), _("No review is due."), more, tasks[:TASKS_SHOWN], len(tasks))
