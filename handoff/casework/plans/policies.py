"""Who may write a plan down, look at it again and record the person's copy. No one approves it (G3)."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.casework.models import AgreedPlan, AgreedPlanEvent, Goal
from handoff.casework.policies import check_is_care_team
from handoff.core.refusals import Refused


def check_days(on: date, review_on: date | None, today: date) -> None:
    if on > today:
        raise Refused(_("That day is in the future. Check the date."), "day")
    if review_on is not None and review_on < on:
        raise Refused(_("The next look at the plan can't be before that day. Check the dates."), "review_on")


def check_plan(
    goals: Sequence[Goal], language: str, agreed_on: date, review_on: date | None, today: date
) -> None:
    """A plan has open goals, a language that its paper can be in, and days in order."""
    if not goals:
        raise Refused(_("Choose at least one goal."), "goals")
    if any(not each.current.is_open for each in goals):
        raise Refused(_("A goal has ended meanwhile. Check the goals and try again."))
    if language not in dict(settings.LANGUAGES):
        raise Refused(_("Choose the language of the paper."))
    check_days(agreed_on, review_on, today)


def check_is_newest(actor: Actor, plan: AgreedPlan, newest: AgreedPlan | None) -> None:
    """Only the newest plan is looked at again or handed over."""
    check_is_care_team(actor, plan.person)
    if newest is None or newest.pk != plan.pk:
        raise Refused(_("There is a newer plan. Use that one."))


def check_copy(what: str) -> None:
    if what not in AgreedPlanEvent.COPY:
        raise Refused(_("Choose whether they have a copy or don't want one."))
