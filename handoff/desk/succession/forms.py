"""Who leaves, when, and who takes over."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.accounts.models import User
from handoff.core.forms import Form, ThreePartDateField


class DepartureForm(Form):
    leaves_on = ThreePartDateField(
        label=_("First day without them"), error_messages={"required": _("Enter the first day without them.")}
    )
    stand_in = forms.ChoiceField(
        label=_("Who takes over?"),
        required=False,
        choices=[],
        help_text=_("Leave blank if you don't know yet. For an officer, choose one of the same agency."),
    )

    def __init__(self, *args: object, members: Iterable[User], **options: object) -> None:
        super().__init__(*args, **options)
        named = [(str(each.public_id), each.full_name) for each in members]
        self.fields["stand_in"].choices = [("", _("Not decided yet")), *named]  # type: ignore[attr-defined]
