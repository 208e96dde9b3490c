"""Log what the home page discloses to partners."""

from datetime import datetime
from typing import TYPE_CHECKING

from handoff.access.actor import Actor
from handoff.desk.home.definitions import NEW_CHARGES, TASKS_SHOWN
from handoff.programs.models import Program
from handoff.staffing.queries import charge_decisions, undecided_charges
from handoff.staffing.services import record_list_disclosures

if TYPE_CHECKING:
    from handoff.desk.home.presenters.tasks import Worklist


def record_worklist_disclosures(
    actor: Actor, program: Program, lists: list["Worklist"], at: datetime
) -> bool:
    """Log that a partner's user is shown participants' new charges. Returns whether any are shown."""
    if actor.on_care_side or not any(each.kind == NEW_CHARGES and each.tasks for each in lists):
        return False
    decisions = charge_decisions(actor, at)
    # The same rows that the worklist shows, so that the log says exactly who was on the page.
    shown = list(undecided_charges(program, actor, at, decisions)[:TASKS_SHOWN])
    record_list_disclosures(actor=actor, charges_shown=shown, decisions=decisions, at=at)
    return True
