"""Who assigns workers, how many participants one can have, and who says how often to be in touch (K4)."""

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.casework.caseloads.queries import Caseload
from handoff.casework.caseloads.rules import Standing, standing_of
from handoff.casework.models import ContactPlan
from handoff.casework.policies import check_is_care_team
from handoff.core.refusals import Refused
from handoff.core.text import hundredths
from handoff.participants.models import Person
from handoff.programs.models import Program

MOST_DAYS = 365


class ReasonMissing(Refused):
    """A caseload would go above the ceiling, and no reason was given."""


def check_can_manage(actor: Actor, program: Program) -> None:
    if actor.program_id != program.pk or not actor.can(Permission.CASELOADS_MANAGE):
        raise Refused(_("Only the program manager can change caseloads."))


def check_is_on_team(target: Caseload | None) -> None:
    if target is None:
        raise Refused(_("Choose someone who is on the care team now."))


def check_chosen(count: int) -> None:
    if not count:
        raise Refused(_("Choose at least one participant."))


def check_load(target: Caseload, load: int, reason: str) -> None:
    """Above the ceiling a supervisor gives a reason, which is recorded."""
    if standing_of(load, target.limits) == Standing.ABOVE_CEILING and not reason.strip():
        raise ReasonMissing(
            _(
                "%(name)s would have %(load)s of at most %(ceiling)s. Enter a reason to go above, or choose "
                "someone else."
            )
            % {
                "name": target.user.full_name,
                "load": hundredths(load),
                "ceiling": hundredths(target.limits.ceiling),
            }
        )


def check_reason(caseload: Caseload, reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Enter the reason."))
    if caseload.standing != Standing.ABOVE_CEILING:
        raise Refused(_("This caseload isn't above what needs a reason."))


def check_percent(percent: int) -> None:
    if not 1 <= percent <= 100:
        raise Refused(_("Enter 1 to 100 percent of full time."))


def check_contact_plan(actor: Actor, person: Person, intensity: str, every_days: int) -> None:
    check_is_care_team(actor, person)
    if intensity not in ContactPlan.Intensity.values:
        raise Refused(_("Choose how much support they get."))
    if not 1 <= every_days <= MOST_DAYS:
        raise Refused(_("Enter 1 to 365 days between contacts."))
