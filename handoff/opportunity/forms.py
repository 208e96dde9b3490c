"""The forms of the opportunity analysis: a list of arrests, and which of its columns holds which fact."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form
from handoff.eligibility.models import ArrestListMapping
from handoff.opportunity.readers.arrest_list import MOST_BYTES, detect_columns, distinct_headings

MOST_HEADINGS = 300
LONGEST_HEADING = 200
HEADINGS_SALT = "eligibility.arrest-list.headings"
KINDS = ".csv,.tsv,.txt,.xlsx,.xls,.xlsb,.ods"

FACTS: dict[str, tuple[Any, Any]] = {
    "statute": (
        _("Statute or charge code"),
        _("Such as 90-95(a)(3). This or the next is needed; both are better."),
    ),
    "description": (_("Charge in words"), _("Such as POSSESS SCHEDULE II.")),
    "date": (_("Date of the arrest"), ""),
    "case": (_("Case or incident number"), _("Puts the charges of one occasion together.")),
    "person": (_("Number of the person"), _("A number of the records system, never a name.")),
    "age": (_("Age"), _("Tells who was under age.")),
    "birth_date": (_("Date of birth"), _("Only where the list has no age.")),
    "sex": (_("Sex"), _("For the tables by group; no rule sees it.")),
    "race": (_("Race as recorded"), _("For the tables by group; no rule sees it.")),
    "place": (_("Place, district or beat"), ""),
}


class ListField(forms.FileField):
    """A table file; what is in it is looked at by whoever reads it."""

    default_error_messages = {
        "required": _("Choose the list: a CSV, Excel or OpenDocument file."),
        "empty": _("The file is empty."),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Have the browser offer table files first."""
        return {**super().widget_attrs(widget), "accept": KINDS}


class ArrestListForm(Form):
    """A list of past arrests, and how its columns are to be found."""

    file = ListField(
        label=_("List of past arrests"),
        help_text=_(
            "CSV, Excel or OpenDocument, at most 50 megabytes: a row of headings, and a row for each charge."
        ),
        widget=forms.FileInput,
    )
    mapping = forms.ChoiceField(
        label=_("Columns"),
        required=False,
        help_text=_("Saved columns are taken exactly as they were saved."),
    )

    def __init__(self, *args: Any, mappings: Iterable[ArrestListMapping], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mappings = {str(each.public_id): each for each in mappings}
        saved = [(key, each.name) for key, each in self.mappings.items()]
        self.fields["mapping"].choices = [("", _("Find them by their headings")), *saved]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> ArrestListMapping | None:
        """Return the saved columns that were chosen."""
        return self.mappings.get(self.cleaned_data.get("mapping", ""))

    @property
    def content(self) -> bytes:
        """Return the file's bytes, one more than is taken where it is too large."""
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        return bytes(upload.read(MOST_BYTES + 1))


class ColumnsForm(Form):
    """Which heading of the file holds which fact, kept under a name."""

    headings = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name of these columns"),
        max_length=60,
        help_text=_("Such as the agency and its records system. A name used before is replaced."),
    )

    def __init__(self, *args: Any, headings: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Not in this file")), *((heading, heading) for heading in headings)]
        for fact, (label, help_text) in FACTS.items():
            self.fields[fact] = forms.ChoiceField(
                label=label, help_text=help_text, choices=choices, required=False
            )
        self.order_fields(["headings", *FACTS, "name"])

    @classmethod
    def of(cls, table_headings: Sequence[str], taken: dict[str, str]) -> "ColumnsForm":
        """Return the form for a file's headings, filled in as far as they are known."""
        headings = shown_headings(table_headings)
        found = detect_columns(headings).places
        initial = {fact: headings[place] for fact, place in found.items()}
        return cls(headings=headings, initial={**initial, **taken, "headings": carried(headings)})

    def clean(self) -> dict[str, Any]:
        """Ask for the charge, and for one fact a column."""
        values = super().clean() or {}
        facts = self.facts()
        if not {"statute", "description"} & set(facts) and not self.errors:
            self.add_error("statute", _("Choose the column of the statute or of the charge in words."))
        for fact in sorted(facts, key=list(FACTS).index):
            same = [other for other in facts if facts[other] == facts[fact]]
            if fact != min(same, key=list(FACTS).index):
                self.add_error(fact, _("This column is already chosen for another fact."))
        return values

    def facts(self) -> dict[str, str]:
        """Return the heading of each fact that the file has."""
        return {fact: self.cleaned_data[fact] for fact in FACTS if self.cleaned_data.get(fact)}


def shown_headings(headings: Sequence[str]) -> tuple[str, ...]:
    """Return the headings to choose from."""
    fit = [heading for heading in distinct_headings(headings) if len(heading) <= LONGEST_HEADING]
    return tuple(fit[:MOST_HEADINGS])


def carried(headings: Sequence[str]) -> str:
    """Write the headings so that they come back as they went out."""
    return signing.dumps(list(headings), salt=HEADINGS_SALT, compress=True)


def carried_headings(text: str) -> tuple[str, ...]:
    """Read the headings that the page carried; none when it is not ours."""
    try:
        return tuple(signing.loads(text, salt=HEADINGS_SALT))
    except signing.BadSignature:
        return ()
