"""The answer that settles a finding."""

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form
from handoff.measures.models import SettledFinding


class SettleForm(Form):
    """Whose finding it is, and what the check found."""

    person = forms.UUIDField(widget=forms.HiddenInput)
    why = forms.ChoiceField(
        label=_("What you found"),
        choices=SettledFinding.Why.choices,
        error_messages={"required": _("Choose what you found.")},
    )
