"""Needs, languages and days in words."""

from typing import TYPE_CHECKING

from django.utils import dates
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from handoff.core.languages import language_name
from handoff.directory.definitions import LANGUAGES, LAST, NEEDS, WEEKDAYS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NEED_LABELS: dict[str, "StrOrPromise"] = {code: _(label) for code, label in NEEDS}
LANGUAGE_LABELS: dict[str, "StrOrPromise"] = {code: _(label) for code, label in LANGUAGES}

WEEKDAY_LABELS: dict[str, "StrOrPromise"] = {code: dates.WEEKDAYS[day] for day, code in enumerate(WEEKDAYS)}
SHORT_WEEKDAYS: dict[str, "StrOrPromise"] = {
    code: dates.WEEKDAYS_ABBR[day] for day, code in enumerate(WEEKDAYS)
}
WEEK_LABELS: dict[str, Promise] = {
    "1": pgettext_lazy("week of the month", "First"),
    "2": pgettext_lazy("week of the month", "Second"),
    "3": pgettext_lazy("week of the month", "Third"),
    "4": pgettext_lazy("week of the month", "Fourth"),
    LAST: pgettext_lazy("week of the month", "Last"),
}


def language_label(code: str) -> str:
    """A language by its code; one that only a file named, by that name."""
    if code in LANGUAGE_LABELS:
        return str(LANGUAGE_LABELS[code])
    name = language_name(code)
    return code if name == gettext("Another language") else name
