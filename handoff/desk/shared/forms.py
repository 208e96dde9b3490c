"""Finding somebody among those shared with the agency."""

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form


class SharedSearchForm(Form):
    """A name among those shared with the agency; sent, never in the address."""

    name = forms.CharField(label=_("Name"), max_length=80, required=False)
