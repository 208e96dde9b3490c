"""The search among people shared with the agency."""

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form


class SharedSearchForm(Form):
    """The name to search for. Sent with POST, so that it never appears in a URL."""

    name = forms.CharField(label=_("Name"), max_length=80, required=False)
