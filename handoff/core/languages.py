"""Languages by name, and dates as each writes them in full."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext as _


def language_name(code: str) -> str:
    """The name of a language, in the reader's language."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return _("Another language")


def full_date(day: date) -> str:
    """A date as it is written in a document: "November 23, 2026", "23 de noviembre de 2026"."""
    return date_format(day, pgettext("date in a document, in Django's letters", "F j, Y"))
