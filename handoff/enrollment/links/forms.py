"""The two pages behind a one-time link: who is there, and the question with its signature."""

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form, ThreePartDateField


class WhoIsThereForm(Form):
    """Asked before anything is shown. Its answers come again with the signature."""

    full_name = forms.CharField(
        label=_("Your first and last name"),
        max_length=160,
        error_messages={"required": _("Enter your first and last name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    date_of_birth = ThreePartDateField(
        label=_("Your date of birth"),
        birthday=True,
        error_messages={"required": _("Enter your date of birth.")},
    )

    @property
    def sent(self) -> list[tuple[str, str]]:
        """What was typed, to be sent again with the signature."""
        names = ("full_name", *(f"date_of_birth_{part}" for part in ("month", "day", "year")))
        return [(name, str(self.data.get(name, ""))) for name in names]
