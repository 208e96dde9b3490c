"""Forms for dated facts: only what the participant wants recorded."""

from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.casework.facts import LISTS
from handoff.casework.models import DatedFactVersion
from handoff.casework.models.situation import MOST_WORDS
from handoff.casework.situation.services import FactInput
from handoff.core.forms import (
    CheckboxField,
    Form,
    LongTextField,
    ThreePartDateField,
    TilesField,
    VersionedForm,
)
from handoff.core.instructions import InstructedForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Kind = DatedFactVersion.Kind
Choices = list[tuple[str, str | list[tuple[str, str]]]]

QUESTIONS: dict[str, "StrOrPromise"] = {
    Kind.HOUSING: _("Where do they live or sleep?"),
    Kind.WORK: _("Work"),
    Kind.INCOME: _("What money comes in?"),
    Kind.BENEFITS: _("Which benefit do they have?"),
    Kind.TREATMENT: _("What care do they have?"),
    Kind.COVERAGE: _("Who pays for health care?"),
    Kind.DOCUMENTS: _("Which document do they have?"),
}

HINTS: dict[str, "StrOrPromise"] = {
    Kind.TREATMENT: _("Nothing depends on it. Record it only if they want it here."),
    Kind.DOCUMENTS: _("That they have it is enough. Never write down its number."),
}


def choices_of(kind: str) -> Choices:
    """The list of a kind; a long one under its groups."""
    groups = list(dict.fromkeys(each.group for each in LISTS[kind]))
    if len(groups) < 3:
        return [(each.code, str(_(each.label))) for each in LISTS[kind]]
    return [
        (str(_(group)), [(each.code, str(_(each.label))) for each in LISTS[kind] if each.group == group])
        for group in groups
    ]


class FactForm(VersionedForm):
    """One fact of a kind: which, since when, until when if it ended, and how it is known."""

    instructed = InstructedForm("dated-fact", _("How things stand"), fixed=("code",))

    kept_while_typed = True

    since_about = CheckboxField(label=_("The first day is a guess"), required=False)
    source = TilesField(label=_("How do you know?"), choices=DatedFactVersion.Source.choices, compact=True)
    words = LongTextField(label=_("In a few words"), max_length=MOST_WORDS, rows=2, required=False)

    def __init__(
        self, data: QueryDict | None, *, kind: str, today: date, version: DatedFactVersion | None = None
    ) -> None:
        initial = self.initial_of(version) if version else {"source": DatedFactVersion.Source.PARTICIPANT}
        super().__init__(data, initial=initial)
        self.kind, self.today = kind, today
        self.fields["code"] = self.code_field(kind)
        label = _("Since when") if version else _("Since when (if not today)")
        since = ThreePartDateField(label=label, required=version is not None)
        since.latest = today
        self.fields["since"] = since
        self.fields["until"] = ThreePartDateField(
            label=_("Until when (if it ended, or if you know when it will)"), required=False
        )
        self.order_fields(["code", "since", "since_about", "until", "source", "words"])

    @staticmethod
    def code_field(kind: str) -> forms.ChoiceField:
        """Tiles for a short list, a list in groups for a long one."""
        choices, label, hint = choices_of(kind), QUESTIONS[kind], HINTS.get(kind, "")
        if isinstance(choices[0][1], list):
            return forms.ChoiceField(label=label, choices=[("", _("Choose")), *choices], help_text=hint)
        return TilesField(label=label, choices=choices, help_text=hint, compact=True)

    @staticmethod
    def initial_of(version: DatedFactVersion) -> dict[str, object]:
        return {
            "code": version.value,
            "since": version.since,
            "since_about": version.since_about,
            "until": version.until,
            "source": version.source,
            "words": version.said,
        }

    def clean(self) -> None:
        """Say at the last day that it is before the first."""
        super().clean()
        since, until = self.cleaned_data.get("since") or self.today, self.cleaned_data.get("until")
        if until is not None and until < since:
            self.add_error("until", _("The last day is before the first. Check the dates."))

    def fact_input(self) -> FactInput:
        sent = self.cleaned_data
        return FactInput(
            kind=self.kind,
            code=sent["code"],
            since=sent["since"] or self.today,
            until=sent["until"],
            since_about=sent["since_about"],
            source=sent["source"],
            words=sent["words"],
        )


class EndFactForm(Form):
    """The day on which something ended, or will end."""

    instructed = InstructedForm("dated-fact-end", _("How things stand: when it ended"))

    kept_while_typed = True

    until = ThreePartDateField(label=_("When did it end, or when will it? (if not today)"), required=False)

    def __init__(self, data: QueryDict | None, *, version: DatedFactVersion, today: date) -> None:
        super().__init__(data)
        self.today = today
        until = self.fields["until"]
        assert isinstance(until, ThreePartDateField)
        until.earliest = version.since

    @property
    def last_day(self) -> date:
        return self.cleaned_data["until"] or self.today
