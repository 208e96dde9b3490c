"""The code that opens a letter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form


class CodeForm(Form):
    """The one-time code that the program tells the provider, apart from the link."""

    code = forms.CharField(
        label=_("One-time code"),
        max_length=20,
        error_messages={"required": _("Enter the code.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        help_text=_("8 digits. The program tells it to you by phone."),
    )
