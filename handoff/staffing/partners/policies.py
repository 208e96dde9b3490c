"""What a partner may add about a participant: facts of its own kind, under a live release that names it (P8)."""

from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.core.refusals import Refused
from handoff.participants.models import Person
from handoff.programs.models import Agency
from handoff.staffing.models.partners import AHEAD, KINDS_OF, PartnerFact


def check_fact(
    actor: Actor, person: Person, named: dict[int, Agency], agency_id: int, kind: str, on: date, today: date
) -> None:
    """`named` are the actor's agencies that a live release of this person names at this moment."""
    agency = named.get(agency_id)
    if actor.program_id != person.program_id or agency is None:
        raise Refused(
            _("No active release (ROI) lets your organization know of this person. Nothing was saved.")
        )
    if kind not in KINDS_OF.get(agency.kind, ()):
        raise Refused(_("Choose what you add from the list."), "what")
    if kind in AHEAD and on < today:
        raise Refused(_("That day has passed. Check the date."), "day")
    if kind not in AHEAD and on > today:
        raise Refused(_("That day is in the future. Check the date."), "day")


def check_can_withdraw(actor: Actor, fact: PartnerFact, named: dict[int, Agency]) -> None:
    """The agency itself takes back what it added."""
    if fact.program_id != actor.program_id or fact.agency_id not in named:
        raise Refused(_("Only the organization that added this can withdraw it."))
