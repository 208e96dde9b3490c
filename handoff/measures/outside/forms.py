"""The forms of figures from outside: one month typed, or many from a file."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handoff.core.forms import Form
from handoff.measures.models import OutsideFigure
from handoff.measures.outside.facts import MonthFigures
from handoff.measures.outside.readers import MOST
from handoff.measures.rules.periods import Period, read_month

SOURCE_HINT = gettext_lazy("Who counted it. For example: Alder County Sheriff, jail records.")


class MonthFiguresForm(Form):
    """The figures of one month. What stays empty isn't changed."""

    month = forms.ChoiceField(
        label=gettext_lazy("Month"),
        choices=[],
        error_messages={"required": gettext_lazy("Choose the month.")},
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=100,
        help_text=SOURCE_HINT,
        error_messages={"required": gettext_lazy("Enter who counted it.")},
    )

    def __init__(self, data: QueryDict | None, *, months: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["month"].choices = list(months)  # type: ignore[attr-defined]
        for kind, label in OutsideFigure.Kind.choices:
            self.fields[kind] = forms.IntegerField(
                label=label,
                required=False,
                min_value=0,
                max_value=MOST,
                error_messages={"invalid": gettext_lazy("Enter a whole number, 0 or more.")},
            )

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if not self.errors and not self.counts:
            self.add_error(None, _("Enter at least one figure."))
        return cleaned

    @property
    def counts(self) -> dict[str, int]:
        return {
            kind: self.cleaned_data[kind]
            for kind in OutsideFigure.Kind.values
            if self.cleaned_data.get(kind) is not None
        }

    @property
    def figures(self) -> list[MonthFigures]:
        month = read_month(self.cleaned_data["month"]) or Period(date.min)
        return [MonthFigures(month, self.counts)]


class FiguresFileForm(Form):
    """A table with a row for each month."""

    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=100,
        help_text=SOURCE_HINT,
        error_messages={"required": gettext_lazy("Enter who counted it.")},
    )
    upload = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "Excel or CSV with a row for each month and a column for each figure. An empty cell changes nothing."
        ),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )
