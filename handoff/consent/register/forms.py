"""Which part of the register, and which days of an accounting."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.consent.register.presenters import Period
from handoff.consent.register.queries import agencies_of
from handoff.consent.wording.release_form import LANGUAGES
from handoff.core.forms import Form, ThreePartDateField
from handoff.programs.models import Program
from handoff.programs.queries import local_date

YEARS_BACK = 3
"""42 CFR 2.25: the disclosures of the three years before the request; any other period may be asked for."""


class RegisterFilterForm(Form):
    """Days, agency and person; lives in the address, which therefore holds an id and never a name."""

    first = ThreePartDateField(label=_("From"), required=False)
    last = ThreePartDateField(label=_("Through"), required=False)
    agency = forms.TypedChoiceField(label=_("Agency"), required=False, coerce=int, empty_value=None)
    person = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, program: Program, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = [(each.pk, each.name) for each in agencies_of(program)]
        self.fields["agency"].choices = [("", _("Every agency")), *choices]  # type: ignore[attr-defined]


class PeriodForm(Form):
    """The days of an accounting: the last three years unless other days are asked for."""

    first = ThreePartDateField(label=_("From"), required=False)
    last = ThreePartDateField(label=_("Through"), required=False)

    def __init__(self, data: Any = None, *, program: Program, at: datetime, **kwargs: Any) -> None:
        self.today = local_date(program, at)
        initial = {"first": self.today - timedelta(days=365 * YEARS_BACK + 1), "last": self.today}
        self.asked = (data or {}).get("language", "")
        named = any(name.startswith(("first_", "last_")) for name in data or {})
        super().__init__(data if named else None, initial=initial, **kwargs)

    @property
    def period(self) -> Period:
        """Return the days asked for, in order; what is missing or unreadable is taken from the usual period."""
        given = self.cleaned_data if self.is_bound and (self.is_valid() or self.cleaned_data) else {}
        first: date = given.get("first") or self.initial["first"]
        last: date = given.get("last") or self.initial["last"]
        return Period(min(first, last), max(first, last))

    def language(self, usual: str) -> str:
        """Return the language asked for, or the person's own."""
        asked = self.asked or usual
        return asked if asked in LANGUAGES else "en"
