"""The form of a table of events before and after referrals."""

from django import forms
from django.utils.translation import gettext_lazy

from handoff.core.forms import Form


class EventFileForm(Form):
    """A table with a row for each event."""

    source = forms.CharField(
        label=gettext_lazy("Where was it looked up?"),
        max_length=100,
        help_text=gettext_lazy("For example: jail roster. It's shown beside each entry."),
        error_messages={"required": gettext_lazy("Enter where this was looked up.")},
    )
    upload = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "Excel or CSV with a row for each event: the participant's number (Handoff ID), the kind of event, the "
            "first and last day looked through, and the day it happened. Where nothing was found, leave the day "
            "blank. No names."
        ),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )
