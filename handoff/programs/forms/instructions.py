"""The instructions at the fields of one form, in each language."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form, LongTextField, VersionedForm
from handoff.core.instructions import InstructedForm, InstructionKey
from handoff.programs.inputs import InstructionInput

MAX_LENGTH = 300


@dataclass(frozen=True)
class FieldParts:
    """One field on the page: what it is called and the boxes for the program's own text."""

    label: str
    boxes: list[forms.BoundField]


def describe_default(field: forms.Field, language: str) -> str:
    """Say which hint comes with the form in a language."""
    with override(language):
        hint = str(field.help_text)
    if not hint:
        return gettext("The form has no instruction here.")
    marked = format_html('<span lang="{}">{}</span>', language, hint)
    return format_html(gettext("Without your own text: {hint}"), hint=marked)


class FormSearch(Form):
    """Words of a form's title or of its fields. They say nothing about a person, so they may stand in the URL."""

    words = forms.CharField(label=_("Find a form or field"), required=False, max_length=60)


class InstructionsForm(VersionedForm):
    """One box for each field and language of a form that records something."""

    kept_while_typed = True

    def __init__(
        self,
        data: QueryDict | None,
        *,
        edited: InstructedForm,
        form_class: type[Form],
        written: dict[InstructionKey, str],
    ) -> None:
        super().__init__(data)
        self.edited_fields = form_class.instructed_fields()
        for field_name, field in self.edited_fields.items():
            for language, title in settings.LANGUAGES:
                box = LongTextField(
                    label=f"{field.label}: {title}",
                    help_text=describe_default(field, language),
                    initial=written.get((edited.name, field_name, language), ""),
                    max_length=MAX_LENGTH,
                    rows=2,
                    required=False,
                )
                box.widget.attrs["lang"] = language
                self.fields[f"{field_name}-{language}"] = box

    @property
    def parts(self) -> Iterator[FieldParts]:
        for name, field in self.edited_fields.items():
            boxes = [self[f"{name}-{language}"] for language, _title in settings.LANGUAGES]
            yield FieldParts(str(field.label), boxes)

    def instruction_inputs(self) -> list[InstructionInput]:
        return [
            InstructionInput(name, language, self.cleaned_data[f"{name}-{language}"])
            for name in self.edited_fields
            for language, _title in settings.LANGUAGES
        ]
