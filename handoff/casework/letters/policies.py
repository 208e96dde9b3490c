"""Who may write a letter about a referral, and when it may leave."""

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.casework.models import ServiceReferral
from handoff.casework.policies import check_is_care_team
from handoff.casework.providers.queries import AskedReferral
from handoff.core.refusals import Refused


def check_can_send_letter(actor: Actor, referral: ServiceReferral, asked: AskedReferral | None) -> None:
    """The care team sends a letter to the agency that a live ROI names, and to no one else."""
    check_is_care_team(actor, referral.need.person)
    if asked is None:
        raise Refused(
            _(
                "No active release (ROI) names this provider for what the letter says. You can still print the "
                "person's own copy and give it to them."
            )
        )
