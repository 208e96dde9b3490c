"""The form of a program's own figures about its jurisdiction."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form, ThreePartDateField
from handoff.measures.definitions.demographics import DIMENSIONS
from handoff.measures.presenters.words import Names, line_label

GROUPS = {key: groups for key, _group_of, groups in DIMENSIONS}


class BaselineForm(Form):
    """A share for each group, in percent. What stays blank has no figure to be compared with."""

    source = forms.CharField(
        label=_("Where the figures come from"),
        max_length=200,
        help_text=_("For example: American Community Survey 2019 to 2023, table S0101."),
        error_messages={"required": _("Enter where the figures come from.")},
    )
    since = ThreePartDateField(
        label=_("Since"),
        help_text=_("Periods that ended before this day keep the figures they had."),
        error_messages={"required": _("Enter the day from which the figures are right.")},
    )

    def __init__(self, data: QueryDict | None, *, dimension: str, today: date) -> None:
        super().__init__(data)
        self.groups = GROUPS[dimension]
        self.fields["since"].latest = today  # type: ignore[attr-defined]
        for code in self.groups:
            self.fields[code] = forms.DecimalField(
                label=_("%(group)s, percent") % {"group": line_label(dimension, code, Names({}, {}))},
                required=False,
                min_value=0,
                max_value=100,
                decimal_places=2,
                error_messages={"invalid": _("Enter a percentage, such as 12.5.")},
            )

    @property
    def shares(self) -> dict[str, float]:
        return {
            code: float(self.cleaned_data[code])
            for code in self.groups
            if self.cleaned_data.get(code) is not None
        }
