"""Forms to read a court's calendar, and to say who each person in it is."""

import uuid
from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handoff.core.forms import Form, TilesField

NONE_OF_THEM = "none"


class CalendarFileForm(Form):
    source_name = forms.CharField(
        label=gettext_lazy("Where the calendar is from"),
        max_length=100,
        help_text=gettext_lazy("For example: Alder County criminal calendar. Use the same words next time."),
        error_messages={"required": gettext_lazy("Enter where the calendar is from.")},
    )
    upload = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A CSV or Excel list of cases with their court dates."),
        error_messages={
            "required": gettext_lazy("Choose a file with court dates."),
            "empty": gettext_lazy("The file is empty."),
        },
    )


class WhoForm(Form):
    """One question for each person of a calendar who may be a participant. Only a full match has its answer filled
    in, and nothing is saved before someone sends the form.
    """

    def __init__(
        self, data: QueryDict | None, *, asked: Sequence[tuple[str, str, Sequence[tuple[str, str]], str]]
    ) -> None:
        """`asked`: of each person the key, the words, the participants that they may be, and the likely one."""
        super().__init__(data)
        self.keys = [key for key, *_rest in asked]
        for key, words, choices, likely in asked:
            self.fields[key] = TilesField(
                label=words,
                choices=[*choices, (NONE_OF_THEM, _("None of them"))],
                initial=likely or None,
                error_messages={"required": _("Choose one of the people shown, or “None of them.”")},
            )

    @property
    def answers(self) -> dict[str, uuid.UUID | None]:
        chosen = {key: self.cleaned_data[key] for key in self.keys}
        return {key: None if value == NONE_OF_THEM else uuid.UUID(value) for key, value in chosen.items()}
