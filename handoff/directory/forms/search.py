"""The search of the directory. It holds nothing about a person, so it stands in the URL and can be shared."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import CheckboxField, Form
from handoff.core.sorting import sort_key
from handoff.directory.queries import Search
from handoff.directory.wording import NEED_LABELS, language_label


class SearchForm(Form):
    need = forms.ChoiceField(
        label=_("Need"), required=False, choices=[("", _("Any need")), *NEED_LABELS.items()]
    )
    place = forms.CharField(label=_("City, neighborhood, or ZIP code"), required=False, max_length=100)
    language = forms.ChoiceField(label=_("Language"), required=False)
    words = forms.CharField(label=_("Name or words"), required=False, max_length=100)
    open_now = CheckboxField(label=_("Open now"), required=False)
    closed_too = CheckboxField(label=_("Closed services too"), required=False)

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(
            ((code, language_label(code)) for code in languages), key=lambda each: sort_key(each[1])
        )
        self.fields["language"].choices = [("", _("Any language")), *named]  # type: ignore[attr-defined]

    def search(self) -> Search:
        """What is looked for; a value that isn't on the lists counts as blank."""
        self.is_valid()
        values = self.cleaned_data
        return Search(
            words=values.get("words", ""),
            need=values.get("need", ""),
            language=values.get("language", ""),
            place=values.get("place", ""),
            open_now=values.get("open_now", False),
            closed_too=values.get("closed_too", False),
        )
