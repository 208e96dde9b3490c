"""Who imports a court's calendar, and that someone has said who each person in it is."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.spreadsheets.batches.policies import check_can_undo
from handoff.spreadsheets.models import ImportBatch
from handoff.staffing.court_files.queries import Question


def check_can_import_calendars(actor: Actor, program_id: int) -> None:
    """The care team: what is imported goes into its records, and the page shows who may be a participant."""
    if actor.program_id != program_id:
        raise Refused(_("This file is in another program."))
    if not (actor.can(Permission.OUTREACH_DO) and actor.on_care_side):
        raise Refused(_("Only the care team can import a court's calendar."))


def check_can_open_calendar(actor: Actor, batch: ImportBatch) -> None:
    check_can_import_calendars(actor, batch.program_id)


def check_can_undo_calendar(actor: Actor, batch: ImportBatch) -> None:
    check_can_open_calendar(actor, batch)
    check_can_undo(batch)


def check_answers(questions: Sequence[Question], answers: Mapping[str, UUID | None]) -> None:
    """No one is linked silently: each person has an answer, and it is one of those shown, or none."""
    for each in questions:
        if each.key not in answers:
            raise Refused(_("The list of people changed. Look at it again, then import."))
        chosen = answers[each.key]
        if chosen is not None and chosen not in {found.public_id for found in each.match.candidates}:
            raise Refused(_("Choose one of the people shown, or “None of them.”"))
