"""The banner that stands on each page that shows something under an ROI."""

from collections.abc import Iterable
from typing import Any

from django import template

from handoff.consent.wording.notice import kinds_in_words, notice

register = template.Library()


@register.inclusion_tag("consent/parts/notice.html")
def roi_notice(scope: Iterable[Any] = ()) -> dict[str, Any]:
    """Show the notice of 42 CFR 2.32 in the reader's language, with the consent's scope in sentences."""
    return {"notice": notice(), "scope": list(scope)}


@register.inclusion_tag("consent/parts/notice.html")
def roi_notice_for(*kinds: str) -> dict[str, Any]:
    """Show the notice where a page shows the same kinds of information to everybody who may open it."""
    return {"notice": notice(), "scope": [kinds_in_words(kinds)]}
