"""Actions that a staffing meeting decided, until they are done (S3)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handoff.access.actor import Actor
from handoff.desk.home.definitions import TASKS_SHOWN
from handoff.desk.home.presenters.tasks import Task, Worklist
from handoff.programs.models import Program
from handoff.staffing.table.queries import own_actions


def actions_from_meetings(actor: Actor, program: Program, at: datetime) -> Worklist:
    """The reader's own open actions, the earliest due first. A partner reads a number here; the page names people."""
    actions = own_actions(program, actor, at)
    url = reverse("table:actions", args=[program.slug])
    if actor.on_care_side:
        tasks = [
            Task(
                title=each.person.full_name,
                url=url,
                text=each.words,
                due=each.due_on,
                about=each.person.public_id,
            )
            for each in actions[:TASKS_SHOWN]
        ]
    else:
        words = ngettext("%(count)d action to do", "%(count)d actions to do", len(actions))
        tasks = [Task(title=words % {"count": len(actions)}, url=url)] if actions else []
    return Worklist(_("Actions from the meeting"), _("No open actions."), url, tasks, len(actions))
