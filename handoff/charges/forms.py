"""The forms that find an offense of the list and record who confirmed an entry."""

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form, TilesField
from handoff.core.instructions import InstructedForm


class OffenseSearchForm(Form):
    words = forms.CharField(
        label=_("Offense or statute"),
        max_length=80,
        required=False,
        help_text=_("For example a word of its title, or 90-95."),
    )


class ReviewForm(Form):
    instructed = InstructedForm("offense-review", _("Offense: review"))

    entry = TilesField(label=_("Which entry?"))
    reviewed_by = forms.CharField(
        label=_("Confirmed by"),
        help_text=_("Name and office, for example the DA's office or the county attorney."),
        max_length=120,
        error_messages={"required": _("Enter who confirmed this.")},
    )
