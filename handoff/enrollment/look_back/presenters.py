"""What was looked up, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from handoff.core.languages import full_date
from handoff.enrollment.models import LookBack


@dataclass(frozen=True)
class LookCard:
    """One look: what, from when to when, and what was found."""

    look: LookBack
    covered: str
    found: str


def look_cards(looks: Iterable[LookBack]) -> list[LookCard]:
    return [
        LookCard(
            each,
            pgettext("days", "%(first)s to %(last)s")
            % {"first": full_date(each.first_on), "last": full_date(each.last_on)},
            "; ".join(full_date(date.fromisoformat(day)) for day in each.days) or _("None in this time"),
        )
        for each in looks
    ]


def window_words(referred_on: date | None, window: timedelta) -> str:
    """Which days have to be looked through to compare before with after."""
    if referred_on is None:
        return _("Once they're enrolled, this page says which days have to be looked through.")
    values = {
        "first": full_date(referred_on - window),
        "day": full_date(referred_on),
        "last": full_date(referred_on + window),
        "days": window.days,
    }
    return (
        _(
            "Referred on %(day)s. To be counted, look through %(first)s to %(last)s in full: %(days)s days before and "
            "%(days)s after."
        )
        % values
    )
