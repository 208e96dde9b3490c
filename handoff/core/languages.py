"""Languages by name."""

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _


def language_name(code: str) -> str:
    """The name of a language, in the reader's language."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return _("Another language")
