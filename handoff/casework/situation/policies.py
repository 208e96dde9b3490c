"""Who may record, correct and end dated facts, and what such a fact has to say (K2, K13)."""

from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.casework.facts import CODES
from handoff.casework.models import DatedFact, DatedFactVersion
from handoff.casework.policies import check_is_care_team
from handoff.core.refusals import Refused


def check_fact(kind: str, code: str, source: str) -> None:
    """A fact is one of its kind's list, and says how it is known."""
    if (kind, code) not in CODES:
        raise Refused(_("Choose one from the list."))
    if source not in DatedFactVersion.Source.values:
        raise Refused(_("Choose how you know it."))


def check_days(since: date, until: date | None, today: date) -> None:
    """A fact has started, and doesn't end before that. Its end may lie ahead: a plan runs out, a stay is limited."""
    if since > today:
        raise Refused(_("The first day is in the future. Check the date."), "since")
    if until is not None and until < since:
        raise Refused(_("The last day is before the first. Check the dates."), "until")


def check_can_change_fact(actor: Actor, fact: DatedFact) -> None:
    """The care team corrects and ends facts; one that was removed as a mistake stays as it is."""
    check_is_care_team(actor, fact.person)
    if fact.current.is_withdrawn:
        raise Refused(_("This entry was removed. Record it again if it's right."))
