"""Whether a renewal visit may be planned or closed."""

from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.consent.models import RenewalVisit
from handoff.consent.policies import check_can_record_release, check_can_see_releases
from handoff.core.refusals import Refused
from handoff.participants.models import Person


def check_can_plan_visit(actor: Actor, person: Person, planned_on: date, today: date) -> None:
    """Any member of the care team who records ROIs may plan one visit at a time, not in the past."""
    check_can_record_release(actor, person)
    check_can_see_releases(actor, person)
    if planned_on < today:
        raise Refused(_("The visit can't be on a day that has passed."))
    if person.renewal_visits.filter(state=RenewalVisit.State.PLANNED).exists():
        raise Refused(_("A visit is already scheduled. First record how it went."))


def check_can_close_visit(actor: Actor, visit: RenewalVisit, outcome: str) -> None:
    """Any member of the care team who records ROIs may close a planned visit, once."""
    check_can_record_release(actor, visit.person)
    check_can_see_releases(actor, visit.person)
    if outcome not in {RenewalVisit.State.DONE, RenewalVisit.State.DECLINED, RenewalVisit.State.MISSED}:
        raise Refused(_("Choose how the visit went."))
    if visit.state != RenewalVisit.State.PLANNED:
        raise Refused(_("This visit is already closed."))
