"""The form of one look into a source."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handoff.core.forms import Form, LongTextField, ThreePartDateField, TilesField
from handoff.core.instructions import InstructedForm
from handoff.enrollment.look_back.inputs import LookBackInput
from handoff.enrollment.models import LookBack
from handoff.spreadsheets.rules.cells import read_date


class LookBackForm(Form):
    """What was looked up, from when to when, and the days on which it happened."""

    instructed = InstructedForm("look-back", gettext_lazy("Before and after the referral"))

    kept_while_typed = True

    kind = TilesField(label=gettext_lazy("What was looked up?"), choices=LookBack.Kind.choices, compact=True)
    first_on = ThreePartDateField(
        label=gettext_lazy("Looked through from"),
        error_messages={"required": gettext_lazy("Enter the first day that was looked through.")},
    )
    last_on = ThreePartDateField(
        label=gettext_lazy("Looked through until"),
        error_messages={"required": gettext_lazy("Enter the last day that was looked through.")},
    )
    days = LongTextField(
        label=gettext_lazy("Days on which it happened"),
        required=False,
        rows=4,
        max_length=3000,
        help_text=gettext_lazy(
            "One day a line, such as 3/14/2026. Leave blank if there was none. No charges or diagnoses."
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Where was it looked up?"),
        max_length=100,
        help_text=gettext_lazy("For example: jail roster, or: they said so."),
        error_messages={"required": gettext_lazy("Enter where this was looked up.")},
    )

    def __init__(self, data: QueryDict | None, *, today: date) -> None:
        super().__init__(data)
        for name in ("first_on", "last_on"):
            self.fields[name].latest = today  # type: ignore[attr-defined]

    def clean_days(self) -> list[date]:
        lines = [each.strip() for each in self.cleaned_data["days"].splitlines() if each.strip()]
        read = [(each, read_date(each)) for each in lines]
        unread = [each for each, day in read if day is None]
        if unread:
            raise forms.ValidationError(
                _("“%(line)s” can't be read as a day. Write it as 3/14/2026.") % {"line": unread[0][:20]}
            )
        return [day for _line, day in read if day is not None]

    def look(self) -> LookBackInput:
        sent = self.cleaned_data
        return LookBackInput(sent["kind"], sent["first_on"], sent["last_on"], sent["days"], sent["source"])
