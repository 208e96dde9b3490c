"""Who may record needs, referrals to services and milestones, and what may follow what (K2)."""

from datetime import date

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.casework.definitions import ENDS, FOLLOWING
from handoff.casework.models import (
    Milestone,
    Need,
    NeedEvent,
    ServiceReferral,
    ServiceReferralEvent,
)
from handoff.casework.policies import check_is_care_team
from handoff.core.refusals import Refused
from handoff.directory.definitions import NEED_CODES
from handoff.directory.models import Service

CLOSED_NEED = frozenset({NeedEvent.What.MET, NeedEvent.What.NOT_WANTED})


def check_day(on: date, today: date) -> None:
    if on > today:
        raise Refused(_("That day is in the future. Check the date."), "day")


def check_need(kind: str, opened_on: date, today: date) -> None:
    """A need has a kind, and a day that has come."""
    if kind not in NEED_CODES:
        raise Refused(_("Choose what they need."), "kind")
    check_day(opened_on, today)


def check_is_open_need(actor: Actor, need: Need) -> None:
    """Only an open need is closed, or leads to a service."""
    check_is_care_team(actor, need.person)
    if not need.is_open:
        raise Refused(_("This need is closed. Open it again first."))


def check_can_close_need(actor: Actor, need: Need, what: str, on: date, today: date) -> None:
    """A need closes as met or as no longer wanted, which is the participant's word (G2)."""
    check_is_open_need(actor, need)
    if what not in CLOSED_NEED:
        raise Refused(_("Choose whether the need is met or no longer wanted."))
    check_day(on, today)
    if on < need.opened_on:
        raise Refused(_("That day is before the need was recorded. Check the date."), "day")


def check_can_refer(
    actor: Actor, need: Need, service: Service | None, provider: str, on: date, today: date
) -> None:
    """An open need leads to a service of the program's directory or to a provider by name, on a day that has come."""
    check_is_open_need(actor, need)
    if service is not None and service.program_id != actor.program_id:
        raise Refused(_("This service isn't in your directory."), "service")
    if service is None and not provider.strip():
        raise Refused(_("Choose a service, or enter the provider."), "service")
    check_day(on, today)


def check_can_follow_up(
    actor: Actor, referral: ServiceReferral, state: str, on: date, appointment_on: date | None, today: date
) -> None:
    """Each state follows only some others, and no day lies before the last one or in the future."""
    check_is_care_team(actor, referral.need.person)
    current = referral.current
    if state not in FOLLOWING[current.state]:
        raise Refused(_("This can't follow what was recorded last. Check the history and try again."))
    check_day(on, today)
    if on < current.occurred_on:
        raise Refused(_("That day is before the last entry. Check the date."), "day")
    if state == ServiceReferralEvent.State.APPOINTMENT and (appointment_on is None or appointment_on < on):
        raise Refused(_("Enter the day of the appointment."), "appointment_on")


def check_barrier(barrier: str) -> None:
    if barrier and barrier not in ServiceReferralEvent.Barrier.values:
        raise Refused(_("Choose what got in the way from the list."), "barrier")


def check_need_next(need: Need, state: str, need_next: str) -> None:
    """Whoever ends a referral says what becomes of an open need."""
    if state in ENDS and need.is_open and need_next not in {"open", *CLOSED_NEED}:
        raise Refused(_("Choose what becomes of the need."), "need_next")


def check_milestone(kind: str, reached_on: date, today: date) -> None:
    if kind not in Milestone.Kind.values:
        raise Refused(_("Choose what they reached."), "kind")
    check_day(reached_on, today)
