"""The sentence for a field that was left blank: it names the field and says what to do."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

QUESTION = _("Answer “{field}”")
SENTENCES: tuple[tuple[type[forms.Field], "StrOrPromise"], ...] = (
    (forms.MultipleChoiceField, _("Choose at least one option for “{field}.”")),
    (forms.ChoiceField, _("Choose an option for “{field}.”")),
    (forms.ModelChoiceField, _("Choose an option for “{field}.”")),
    (forms.FileField, _("Choose a file for “{field}.”")),
    (forms.BooleanField, _("Check “{field}” to continue.")),
)
BLANK = _("Enter {field}.")
DETERMINERS = {
    "a",
    "an",
    "any",
    "how",
    "its",
    "our",
    "the",
    "their",
    "what",
    "when",
    "where",
    "who",
    "why",
    "your",
}


def has_generic_sentence(field: forms.Field) -> bool:
    """True while a field says only what a shared field class says when it is left blank."""
    shared = [
        kind for kind in type(field).__mro__ if kind.__module__.startswith(("django.", "handoff.core.forms"))
    ]
    inherited = [vars(kind).get("default_error_messages", {}).get("required") for kind in shared]
    return field.error_messages.get("required") in [message for message in inherited if message]


def words_in_sentence(words: str) -> str:
    """A label as it stands inside an English sentence: "First name" becomes "the first name", "ROI" "the ROI"."""
    if not (get_language() or "en").startswith("en"):
        return words
    first = words.split(maxsplit=1)[0]
    # "ROI" and "DA's office" keep their capitals.
    words = words if first[1:2].isupper() else words[:1].lower() + words[1:]
    return words if first.lower() in DETERMINERS else f"the {words}"


def name_the_field(field: forms.Field, label: "StrOrPromise") -> None:
    """Give a required field a sentence about itself, unless it has one: the declared fields of forms do, or ask."""
    words = str(label).strip().rstrip(".:")
    if not (field.required and words and has_generic_sentence(field)):
        return
    of_kind = next((sentence for kind, sentence in SENTENCES if isinstance(field, kind)), BLANK)
    named = getattr(field, "blank_sentence", of_kind)
    sentence = QUESTION if words.endswith("?") else named
    field.error_messages["required"] = str(sentence).format(
        field=words_in_sentence(words) if sentence is BLANK else words
    )
