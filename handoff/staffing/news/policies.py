"""When good news may be sent, in which words, and who answers with thanks (T3)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.casework.policies import check_is_care_team
from handoff.core.refusals import Refused
from handoff.participants.models import Person
from handoff.referrals.models import Referral
from handoff.staffing.meetings.policies import check_agreed_words
from handoff.staffing.models import GoodNews
from handoff.staffing.news.queries import may_hear


def check_can_tell(actor: Actor, person: Person, referral: Referral, at: datetime) -> None:
    """The care team tells, and only what an active ROI lets the referrer's agency know."""
    check_is_care_team(actor, person)
    if referral.person_id != person.pk or referral.referrer_user_id is None:
        raise Refused(_("Choose one of this person's referrals."))
    if not may_hear(referral, at):
        raise Refused(
            _(
                "No active release (ROI) lets this agency know how they're doing. Nothing was sent. Talk with them "
                "about a release first."
            )
        )


def check_words(person: Person, words: str, agreed_on: date, today: date) -> None:
    """Words the person agreed to: no health, no promise, no finish line, and no one else's name."""
    if not words.strip():
        raise Refused(_("Enter what they agreed to tell."))
    if agreed_on > today:
        raise Refused(_("That day is in the future. Check the date."))
    check_agreed_words(person, words)


def check_thanks(thanks: str) -> None:
    if thanks not in GoodNews.Thanks.values:
        raise Refused(_("Choose one of the answers."))
