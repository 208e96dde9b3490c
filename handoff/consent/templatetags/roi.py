"""The banner on each page that shows something under an ROI."""

from collections.abc import Iterable

from django import template

from handoff.consent.wording.notice import Notice, kinds_text, notice

register = template.Library()

MOST_UNFOLDED = 4
"""A scope with more sentences is one tap away, so that a list of fifty people begins on the first screen."""


@register.inclusion_tag("consent/parts/notice.html")
def roi_notice(scope: Iterable[str] = ()) -> dict[str, Notice | list[str] | int]:
    """Show the notice of 42 CFR 2.32 in the reader's language, with the scope of the consent in sentences."""
    return {"notice": notice(), "scope": list(scope), "most_unfolded": MOST_UNFOLDED}


@register.inclusion_tag("consent/parts/notice.html")
def roi_notice_for(*kinds: str) -> dict[str, Notice | list[str] | int]:
    """Show the notice where a page shows the same kinds of information to everyone who may open it."""
    return {"notice": notice(), "scope": [kinds_text(kinds)], "most_unfolded": MOST_UNFOLDED}
