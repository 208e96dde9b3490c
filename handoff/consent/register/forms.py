"""Filters of the disclosure log, and the days of an accounting."""

from datetime import date, datetime, timedelta

from django import forms
from django.http import QueryDict
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
    """Days, agency and person. The filter is in the URL, which therefore holds an id and never a name."""

    first = ThreePartDateField(label=_("From"), required=False)
    last = ThreePartDateField(label=_("Through"), required=False)
    agency = forms.TypedChoiceField(label=_("Agency"), required=False, coerce=int, empty_value=None)
    person = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, program: Program) -> None:
        super().__init__(data)
        choices = [(each.pk, each.name) for each in agencies_of(program)]
        self.fields["agency"].choices = [("", _("All agencies")), *choices]  # type: ignore[attr-defined]


class PeriodForm(Form):
    """The days of an accounting: the last three years unless other days are requested."""

    first = ThreePartDateField(label=_("From"), required=False)
    last = ThreePartDateField(label=_("Through"), required=False)

    def __init__(self, data: QueryDict | None = None, *, program: Program, at: datetime) -> None:
        self.today = local_date(program, at)
        initial = {"first": self.today - timedelta(days=365 * YEARS_BACK + 1), "last": self.today}
        self.asked = data.get("language", "") if data else ""
        named = any(name.startswith(("first_", "last_")) for name in data or {})
        super().__init__(data if named else None, initial=initial)

    @property
    def period(self) -> Period:
        """The days requested, in order; a missing or unreadable day is taken from the usual period."""
        typed = self.cleaned_data if self.is_bound and (self.is_valid() or self.cleaned_data) else {}
        first: date = typed.get("first") or self.initial["first"]
        last: date = typed.get("last") or self.initial["last"]
        return Period(min(first, last), max(first, last))

    def language(self, usual: str) -> str:
        """The requested language, or the person's own."""
        asked = self.asked or usual
        return asked if asked in LANGUAGES else "en"
