"""The filter of the audit log, and the signature under a weekly review."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.audit.wording import ACTION_KINDS, OUTCOME_LABELS
from handoff.core.forms import Form, LongTextField, ThreePartDateField
from handoff.desk.trail.queries.rows import TrailFilter


class TrailForm(Form):
    """The filter. It is sent with GET, so that the download can use exactly the same one."""

    from_day = ThreePartDateField(label=_("From"), required=False)
    to_day = ThreePartDateField(label=_("Through"), required=False)
    kind = forms.ChoiceField(
        label=_("Type"),
        required=False,
        choices=[("", _("All")), *((key, title) for key, (title, _group) in ACTION_KINDS.items())],
    )
    who = forms.TypedChoiceField(label=_("Who"), required=False, coerce=int, empty_value=None)
    outcome = forms.ChoiceField(
        label=_("Result"), required=False, choices=[("", _("All")), *OUTCOME_LABELS.items()]
    )

    def __init__(self, data: QueryDict, *, people: list[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["who"].choices = [("", _("All")), *people]  # type: ignore[attr-defined]

    def trail_filter(self) -> TrailFilter:
        """The filter as typed; without any limits if it contains a mistake."""
        if not self.is_valid():
            return TrailFilter()
        data = self.cleaned_data
        return TrailFilter(
            from_day=data["from_day"],
            to_day=data["to_day"],
            kind=data["kind"],
            user_id=data["who"],
            outcome=data["outcome"],
        )


class ReviewForm(Form):
    """The reviewer's note on a week."""

    note = LongTextField(
        label=_("What you found and what you did about it"),
        max_length=500,
        required=False,
        help_text=_("Don't write a participant's name."),
    )
