"""Forms of the data collection plan."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.accounts.models import User
from handoff.core.forms import Form, LongTextField, ThreePartDateField
from handoff.measures.collection.inputs import SourceInput
from handoff.measures.definitions.sources import Entry, Rhythm
from handoff.measures.models import DataSource


class SourceForm(Form):
    """Who looks after a source, how often, and where it is kept; its name, where it is the program's own."""

    name = forms.CharField(
        label=_("What this source is called"),
        max_length=80,
        help_text=_("For example: Paper intake files."),
        error_messages={"required": _("Enter what this source is called.")},
    )
    holds = forms.CharField(
        label=_("What it holds"),
        max_length=300,
        help_text=_("For example: Signed forms that aren't scanned yet."),
        error_messages={"required": _("Enter what it holds.")},
    )
    owner = forms.ChoiceField(
        label=_("Who looks after it"), error_messages={"required": _("Choose who looks after it.")}
    )
    backup = forms.ChoiceField(
        label=_("Backup"), required=False, help_text=_("Who does it while the first is away.")
    )
    entry = forms.ChoiceField(
        label=_("Data is entered"),
        choices=DataSource.Entry.choices,
        initial=Entry.AT_ONCE,
        error_messages={"required": _("Choose how often data is entered.")},
    )
    rhythm = forms.ChoiceField(
        label=_("It is reviewed and compiled"),
        choices=DataSource.Rhythm.choices,
        initial=Rhythm.MONTHLY,
        error_messages={"required": _("Choose how often it is reviewed.")},
        help_text=_("The handbook recommends at least every month."),
    )
    first_review_on = ThreePartDateField(
        label=_("First review"), error_messages={"required": _("Enter the day of the first review.")}
    )
    stored = forms.CharField(
        label=_("Where it is stored"),
        max_length=200,
        help_text=_("For example: In Handoff. For paper: the locked cabinet in the program's office."),
        error_messages={"required": _("Enter where the data is stored.")},
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        staff: Iterable[User],
        is_own: bool,
        source: DataSource | None,
        today: date,
    ) -> None:
        super().__init__(data, initial=_initial(source, today, is_own=is_own))
        self.staff = {str(each.public_id): each for each in staff}
        choices = [(key, each.full_name) for key, each in self.staff.items()]
        self.fields["owner"].choices = [("", _("Choose…")), *choices]  # type: ignore[attr-defined]
        self.fields["backup"].choices = [("", _("No one yet")), *choices]  # type: ignore[attr-defined]
        if not is_own:
            del self.fields["name"], self.fields["holds"]

    @property
    def wanted(self) -> SourceInput:
        found = self.cleaned_data
        return SourceInput(
            owner=self.staff[found["owner"]],
            backup=self.staff.get(found["backup"]),
            entry=Entry(found["entry"]),
            rhythm=Rhythm(found["rhythm"]),
            first_review_on=found["first_review_on"],
            stored=found["stored"],
            name=found.get("name", ""),
            holds=found.get("holds", ""),
        )


def _initial(source: DataSource | None, today: date, *, is_own: bool) -> dict[str, object]:
    if source is None:
        return {"first_review_on": today, "stored": "" if is_own else _("In Handoff")}
    return {
        "name": source.name,
        "holds": source.holds,
        "owner": str(source.owner.public_id),
        "backup": str(source.backup.public_id) if source.backup else "",
        "entry": source.entry,
        "rhythm": source.rhythm,
        "first_review_on": source.first_review_on,
        "stored": source.stored,
    }


class ReviewForm(Form):
    """That a source was looked through, and what came of it."""

    reviewed_on = ThreePartDateField(
        label=_("Day of the review"), error_messages={"required": _("Enter the day of the review.")}
    )
    note = LongTextField(
        label=_("What you found"),
        required=False,
        max_length=300,
        rows=3,
        note=_("Don't write any participant's name: everyone on the team reads it."),
        help_text=_("For example: Three referrals had no officer. Mended."),
    )

    def __init__(self, data: QueryDict | None, *, today: date) -> None:
        super().__init__(data, initial={"reviewed_on": today})
