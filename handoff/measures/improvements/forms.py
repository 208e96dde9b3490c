"""Forms of the improvement log."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form, LongTextField, ThreePartDateField
from handoff.core.instructions import InstructedForm
from handoff.measures.presenters.words import period_name
from handoff.measures.rules.periods import Period
from handoff.staffing.models import Improvement

NO_NAMES = _("Don't write anyone's name: everyone at the meeting reads it.")


def month_choices(months: Sequence[Period]) -> list[tuple[str, str]]:
    return [(each.code, period_name(each)) for each in reversed(months)]


class DecisionForm(Form):
    """What was decided because of a measure."""

    instructed = InstructedForm("improvement-decision", _("Improvement log: decision"))

    measure = forms.ChoiceField(
        label=_("Measure"),
        choices=Improvement.Measure.choices,
        error_messages={"required": _("Choose the measure.")},
    )
    month = forms.ChoiceField(
        label=_("Month that you looked at"), error_messages={"required": _("Choose the month.")}
    )
    decision = LongTextField(
        label=_("What did you decide?"),
        max_length=300,
        rows=3,
        note=NO_NAMES,
        help_text=_("For example: Train the night shift on the offer."),
        error_messages={"required": _("Enter what you decided.")},
    )
    decided_on = ThreePartDateField(
        label=_("Day of the decision"), error_messages={"required": _("Enter the day of the decision.")}
    )

    def __init__(self, data: QueryDict | None, *, months: Sequence[Period], today: date) -> None:
        super().__init__(data, initial={"decided_on": today})
        self.fields["month"].choices = month_choices(months)  # type: ignore[attr-defined]


class ChangeForm(Form):
    """What changed because of the decision."""

    instructed = InstructedForm("improvement-change", _("Improvement log: change"))

    change = LongTextField(
        label=_("What changed?"),
        max_length=300,
        rows=3,
        note=NO_NAMES,
        help_text=_("For example: All four night officers were trained."),
        error_messages={"required": _("Enter what changed.")},
    )
    changed_on = ThreePartDateField(
        label=_("Since"), error_messages={"required": _("Enter the day from which it changed.")}
    )


class AgainForm(Form):
    """The measure after the change."""

    instructed = InstructedForm("improvement-again", _("Improvement log: measured again"))

    month = forms.ChoiceField(
        label=_("Month to measure again"), error_messages={"required": _("Choose the month.")}
    )
    learned = LongTextField(
        label=_("What did you learn?"),
        max_length=300,
        rows=3,
        note=NO_NAMES,
        help_text=_("For example: More people said yes at night. Keep doing it."),
        error_messages={"required": _("Enter what you learned.")},
    )

    def __init__(self, data: QueryDict | None, *, months: Sequence[Period]) -> None:
        super().__init__(data)
        self.fields["month"].choices = month_choices(months)  # type: ignore[attr-defined]
