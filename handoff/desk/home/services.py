"""Registering what the home page shows to the law side."""

from datetime import datetime
from typing import TYPE_CHECKING

from handoff.access.actor import Actor
from handoff.desk.home.definitions import NEW_CHARGES, SHOWN
from handoff.programs.models import Program
from handoff.staffing.queries import undecided_charges
from handoff.staffing.services import register_listed

if TYPE_CHECKING:
    from handoff.desk.home.presenters import Worklist


def register_work(actor: Actor, program: Program, lists: list["Worklist"], at: datetime) -> bool:
    """Register that somebody at the law side is shown the new charges of participants; say whether they are."""
    if actor.on_care_side or not any(each.kind == NEW_CHARGES and each.tasks for each in lists):
        return False
    shown = list(undecided_charges(program, actor, at)[:SHOWN])
    register_listed(actor=actor, charges_shown=shown, at=at)
    return True
