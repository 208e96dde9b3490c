"""Who may settle a finding of data quality."""

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.measures.quality.queries import Checked
from handoff.measures.quality.rules import Check


def check_can_settle(actor: Actor, check: Check, person_id: int, checked: Checked) -> None:
    """Only a finding that is still open can be settled: the record may have been mended meanwhile."""
    if not actor.can(Permission.RECORDS_EXPORT):
        raise Refused(_("Only people who can open the participant database can settle its findings."))
    if person_id not in checked.open_findings(check):
        raise Refused(_("This was entered or settled meanwhile. Nothing was changed."))
