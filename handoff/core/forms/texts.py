"""Longer text, with a line that says what does not belong in it."""

from typing import TYPE_CHECKING, Any

from django import forms

from handoff.core.forms.base import Attrs

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class LongText(forms.Textarea):
    """A text box of several lines under a line of advice."""

    template_name = "core/forms/long_text.html"

    def __init__(self, *, note: "StrOrPromise" = "", rows: int = 4) -> None:
        super().__init__(attrs={"rows": rows})
        self.note = note

    def get_context(self, name: str, value: object, attrs: Attrs | None) -> Attrs:
        """Tie the advice to the box for screen readers."""
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["note"] = self.note
        widget["note_id"] = f"{widget['attrs'].get('id', name)}_note"
        if self.note:
            described = str(widget["attrs"].get("aria-describedby", ""))
            widget["attrs"]["aria-describedby"] = f"{described} {widget['note_id']}".strip()
        return context


class LongTextField(forms.CharField):
    """Text of several lines. `note` is shown above the box: 'Do not write criminal history here.'

    `lang` is the language that the text is written in, where it isn't the page's own.
    """

    def __init__(self, *, note: "StrOrPromise" = "", rows: int = 4, lang: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 4000)
        super().__init__(widget=LongText(note=note, rows=rows), **kwargs)
        if lang:
            self.widget.attrs["lang"] = lang
