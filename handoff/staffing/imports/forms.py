"""Forms to read a file of charges, and to confirm likely matches together."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import CheckboxField, CheckboxTilesField, Form


class ChargeFileForm(Form):
    source_name = forms.CharField(
        label=_("Where the file is from"),
        max_length=100,
        help_text=_("For example: Alder PD records system. Use the same words for its next file."),
        error_messages={"required": _("Enter where the file is from.")},
    )
    upload = forms.FileField(
        label=_("File"),
        help_text=_(
            "A CSV or Excel list of arrests, citations, or charges, as your records system exports it."
        ),
        error_messages={"required": _("Choose a file of charges."), "empty": _("The file is empty.")},
    )


class ConfirmForm(Form):
    """The likely matches that someone confirms; those left out stay to be compared one by one."""

    reports = CheckboxTilesField(
        label=_("Which of these are the same person?"),
        error_messages={"required": _("Check at least one, or go back.")},
    )
    court_dates = CheckboxField(
        label=_("Add the court dates named here to their records"),
        required=False,
        help_text=_("A date that is on a record isn't added again."),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        choices: Sequence[tuple[str, str]],
        all_checked: bool = False,
        with_court_dates: bool = False,
    ) -> None:
        super().__init__(
            data, initial={"reports": [value for value, _label in choices] if all_checked else []}
        )
        if not with_court_dates:
            del self.fields["court_dates"]
        self.fields["reports"].choices = list(choices)  # type: ignore[attr-defined]

    @property
    def report_ids(self) -> list[UUID]:
        return [UUID(each) for each in self.cleaned_data["reports"]]
