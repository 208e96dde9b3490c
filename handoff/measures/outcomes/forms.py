"""The form of the booking figure."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form, StepperField, ThreePartDateField
from handoff.core.instructions import InstructedForm


class BookingForm(Form):
    """How long arrest and booking takes an officer, since when, and who says so."""

    instructed = InstructedForm("booking-time", _("Time of the booking process"))

    minutes = StepperField(
        label=_("Minutes that arrest and booking takes an officer"),
        unit=_("minutes"),
        min_value=1,
        step=5,
        help_text=_("From the decision to arrest until they're back on patrol. For example: 150."),
        error_messages={"required": _("Enter the minutes.")},
    )
    source = forms.CharField(
        label=_("Where the figure comes from"),
        max_length=200,
        help_text=_("For example: 20 bookings timed by the jail in May."),
        error_messages={"required": _("Enter where the figure comes from.")},
    )
    found_on = ThreePartDateField(
        label=_("Since"), error_messages={"required": _("Enter the day from which the figure is right.")}
    )

    def __init__(self, data: QueryDict | None, *, today: date) -> None:
        super().__init__(data, initial={"found_on": today})
