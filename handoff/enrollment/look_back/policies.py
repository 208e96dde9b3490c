"""Who enters what happened before and after a referral, and what an entry has to say (M12)."""

from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.core.refusals import Refused
from handoff.enrollment.look_back.inputs import LookBackInput
from handoff.enrollment.models import LookBack
from handoff.enrollment.safety.policies import check_is_care_team

MOST_DAYS = 200


def check_look_back(actor: Actor, program_id: int, look: LookBackInput, today: date) -> None:
    """The care team says what was looked through, in full, and names only days within it."""
    check_is_care_team(actor, program_id)
    if look.kind not in LookBack.Kind.values:
        raise Refused(_("Choose what was looked up."))
    if not look.first_on <= look.last_on <= today:
        raise Refused(_("The last day can't be before the first, or in the future. Check the dates."))
    if any(not look.first_on <= each <= look.last_on for each in look.days):
        raise Refused(_("Each day has to be within the days looked through."))
    if len(look.days) > MOST_DAYS:
        raise Refused(_("Enter at most 200 days."))
    if not look.source.strip():
        raise Refused(_("Enter where this was looked up."))
