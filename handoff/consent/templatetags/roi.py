"""The banner on each page that shows something under an ROI."""

from collections.abc import Iterable

from django import template

from handoff.consent.wording.notice import Notice, kinds_text, notice

register = template.Library()


@register.inclusion_tag("consent/parts/notice.html")
def roi_notice(scope: Iterable[str] = ()) -> dict[str, Notice | list[str]]:
    """Show the notice of 42 CFR 2.32 in the reader's language, with the scope of the consent in sentences."""
    return {"notice": notice(), "scope": list(scope)}


@register.inclusion_tag("consent/parts/notice.html")
def roi_notice_for(*kinds: str) -> dict[str, Notice | list[str]]:
    """Show the notice where a page shows the same kinds of information to everyone who may open it."""
    return {"notice": notice(), "scope": [kinds_text(kinds)]}
