"""Who reports a charge, and who says which person it is about."""

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.core.refusals import Refused
from handoff.staffing.models import ChargeReport

NO_PROTECTION = frozenset({"none", "unknown"})


def check_is_chargeable(immunity: str) -> None:
    """Where the law protects the person there is no charge to report (E8)."""
    if immunity not in NO_PROTECTION:
        raise Refused(
            _(
                "The law protects the person here, so there's no charge to report. If they need help, make a "
                "social referral instead. Confirm with your attorney."
            )
        )


def check_can_compare_report(actor: Actor, report: ChargeReport) -> None:
    """The care team and the program's own staff compare: the law side must not learn who is a participant."""
    if actor.program_id != report.program_id:
        raise Refused(_("This charge is in another program."))
    if not (actor.can(Permission.CHARGES_REVIEW) and actor.on_care_side):
        raise Refused(_("Only the care team can say whether a report is about a participant."))
