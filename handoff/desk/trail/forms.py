"""Narrowing the audit trail, and signing a week of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.audit.wording import KINDS, OUTCOMES
from handoff.core.forms import Form, LongTextField, ThreePartDateField


class TrailForm(Form):
    """Which rows to show; lives in the address, so that the file is of exactly this."""

    from_day = ThreePartDateField(label=_("From"), required=False)
    to_day = ThreePartDateField(label=_("Through"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("All")), *((key, title) for key, (title, _group) in KINDS.items())],
    )
    who = forms.TypedChoiceField(label=_("Who"), required=False, coerce=int, empty_value=None)
    outcome = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=[("", _("All")), *OUTCOMES.items()]
    )

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [("", _("All")), *people]  # type: ignore[attr-defined]


class ReviewForm(Form):
    """What the reviewer makes of a week."""

    note = LongTextField(
        label=_("What you found, and what you did about it"),
        max_length=500,
        required=False,
        help_text=_("Do not write a participant's name."),
    )
