"""The form that says how a preparation stands."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form
from handoff.programs.models import PreparationMark

ANSWERS = (("yes", _("Done")), ("no", _("Not done yet")))


class PreparationForm(Form):
    """Whether a preparation is done, and where or who did it."""

    answer = forms.ChoiceField(
        label=_("Status"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a status.")},
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=300,
        help_text=_("For example: Both shifts trained on March 3, next in September."),
    )

    def __init__(self, data: QueryDict | None, *, mark: PreparationMark | None) -> None:
        initial = {} if mark is None else {"answer": "yes" if mark.is_done else "no", "note": mark.note}
        super().__init__(data, initial=initial)
