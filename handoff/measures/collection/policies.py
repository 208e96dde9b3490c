"""Who keeps the data collection plan, and who records a review."""

from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.measures.collection.inputs import SourceInput
from handoff.measures.models import DataSource


def check_can_keep_plan(actor: Actor, program_id: int) -> None:
    """The program manager and the data manager keep the plan of their own program."""
    if actor.program_id != program_id or not actor.can(Permission.MEASURES_CLOSE):
        raise Refused(_("Only the program manager and the data manager can change the plan."))


def check_source(wanted: SourceInput, staff: set[int], *, is_own: bool) -> None:
    """The owner and the backup are two people who work here; a source of the program's own has a name."""
    people = {wanted.owner.pk} | ({wanted.backup.pk} if wanted.backup else set())
    if not people <= staff:
        raise Refused(_("Choose people who work with the program's data."))
    if wanted.backup == wanted.owner:
        raise Refused(_("Choose someone else as backup."))
    if is_own and not wanted.name.strip():
        raise Refused(_("Enter what this source is called."))
    if not wanted.stored.strip():
        raise Refused(_("Enter where the data is stored."))


def check_not_planned(is_planned: bool) -> None:
    if is_planned:
        raise Refused(_("This source is in the plan already."))


def can_review(actor: Actor, source: DataSource) -> bool:
    """Its owner, its backup, and those who keep the plan."""
    if actor.program_id != source.program_id:
        return False
    return actor.can(Permission.MEASURES_CLOSE) or actor.user_id in {source.owner_id, source.backup_id}


def check_can_review(actor: Actor, source: DataSource, reviewed_on: date, today: date) -> None:
    if not can_review(actor, source):
        raise Refused(_("Only its owner, its backup, and those who keep the plan record a review."))
    if reviewed_on > today:
        raise Refused(_("The day is in the future."))
