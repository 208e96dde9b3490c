"""What a 24-hour partner may do to an intake: start it and save sections, never complete it (H5)."""

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.core.refusals import Refused
from handoff.enrollment.models import Intake
from handoff.enrollment.partners.queries import is_started_by_others
from handoff.referrals.models import HandoffRecord
from handoff.referrals.partners.policies import check_can_work_on


def check_can_start_partner_intake(actor: Actor, handoff: HandoffRecord) -> None:
    """The partner starts the intake of its own handoff, unless anyone else has: their answers aren't its to read."""
    check_can_work_on(actor, handoff)
    if is_started_by_others(handoff):
        raise Refused(_("This intake is already started, so you don't need to."))


def check_can_save_section(actor: Actor, intake: Intake) -> None:
    """Sections of an intake that the partner started, while the handoff is open to it."""
    if intake.handoff is None:
        raise Refused(_("This intake is already started, so you don't need to."))
    check_can_work_on(actor, intake.handoff)
