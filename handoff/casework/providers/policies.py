"""What an agency may answer about a participant who was referred to its service (P8)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from handoff.casework.definitions import FOLLOWING
from handoff.casework.models import ProviderAnswer, ServiceReferral, ServiceReferralEvent
from handoff.core.refusals import Refused
from handoff.programs.queries import local_date

What = ProviderAnswer.What
State = ServiceReferralEvent.State

STATE_OF: dict[str, State] = {
    What.ACCEPTED: State.ACCEPTED,
    What.APPOINTMENT: State.APPOINTMENT,
    What.ATTENDED: State.CONNECTED,
    What.NO_PLACE: State.PROVIDER_DECLINED,
    What.DECLINED: State.PROVIDER_DECLINED,
    What.NOT_WANTED: State.PARTICIPANT_DECLINED,
}
"""How an answer moves the referral, by the table that holds for everyone. A message moves nothing."""


def may_answer(referral: ServiceReferral, what: str) -> bool:
    """Whether an answer can follow what was recorded last; a message always can."""
    state = STATE_OF.get(what)
    return state is None or state in FOLLOWING[referral.current.state]


def check_answer(
    referral: ServiceReferral,
    *,
    what: str,
    occurred_on: date,
    until: date | None,
    reason: str,
    starts_at: datetime | None,
    words: str,
    at: datetime,
) -> None:
    """An answer is one of the list, follows what was recorded, on a day that has come, with what belongs to it."""
    today = local_date(referral.need.program, at)
    if what not in What.values:
        raise Refused(_("Choose your answer from the list."))
    if not may_answer(referral, what):
        raise Refused(_("This answer can't follow what was recorded last. Reload the page and try again."))
    if occurred_on > today:
        raise Refused(_("That day is in the future. Check the date."))
    if what == What.NO_PLACE and until is not None and until <= today:
        raise Refused(_("Enter a later day from which you may have a place, or leave it blank."))
    if what == What.DECLINED and reason not in ProviderAnswer.Reason.values:
        raise Refused(_("Choose why you can't take them."))
    if what == What.APPOINTMENT and (
        starts_at is None or local_date(referral.need.program, starts_at) < today
    ):
        raise Refused(_("Enter the day and time of the appointment, today or later."))
    if what == What.MESSAGE and not words.strip():
        raise Refused(_("Write the message to the worker."))
