"""Forms of the opportunity analysis: a list of arrests, and which of its columns holds which fact."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form
from handoff.eligibility.models import ArrestListMapping
from handoff.opportunity.readers.arrest_list import MOST_BYTES, detect_columns, distinct_headings

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MOST_HEADINGS = 300
LONGEST_HEADING = 200
HEADINGS_SALT = "eligibility.arrest-list.headings"
KINDS = ".csv,.tsv,.txt,.xlsx,.xls,.xlsb,.ods"

FACTS: "dict[str, tuple[_StrOrPromise, _StrOrPromise]]" = {
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
    """A table file; its content is checked when it is read."""

    default_error_messages = {
        "required": _("Choose the list: a CSV, Excel or OpenDocument file."),
        "empty": _("The file is empty."),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        return {**super().widget_attrs(widget), "accept": KINDS}


class ArrestListForm(Form):
    """A list of past arrests, and how its columns are found."""

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
        """The saved columns that the user chose, or None."""
        return self.mappings.get(self.cleaned_data.get("mapping", ""))

    @property
    def content(self) -> bytes:
        """The file's bytes, at most one more than is allowed: enough to refuse it."""
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        return bytes(upload.read(MOST_BYTES + 1))


class ColumnsForm(Form):
    """Which heading of the file holds which fact, saved under a name."""

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
    def of(cls, table_headings: Sequence[str], initial_values: dict[str, str]) -> "ColumnsForm":
        """The form for a file's headings; `initial_values` win over what the headings suggest."""
        headings = heading_choices(table_headings)
        found = detect_columns(headings).places
        initial = {fact: headings[place] for fact, place in found.items()}
        return cls(
            headings=headings, initial={**initial, **initial_values, "headings": sign_headings(headings)}
        )

    def clean(self) -> dict[str, object]:
        """Require a column for the charge, and no column for two facts."""
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
        """The chosen heading of each fact that the file has."""
        return {fact: self.cleaned_data[fact] for fact in FACTS if self.cleaned_data.get(fact)}


def heading_choices(headings: Sequence[str]) -> tuple[str, ...]:
    """The headings to choose from: distinct, not too long, and not too many."""
    fit = [heading for heading in distinct_headings(headings) if len(heading) <= LONGEST_HEADING]
    return tuple(fit[:MOST_HEADINGS])


def sign_headings(headings: Sequence[str]) -> str:
    """Sign the headings for a hidden field, so that the browser can't change them."""
    return signing.dumps(list(headings), salt=HEADINGS_SALT, compress=True)


def unsign_headings(text: str) -> tuple[str, ...]:
    """The headings of the hidden field; none when the signature is wrong."""
    try:
        return tuple(signing.loads(text, salt=HEADINGS_SALT))
    except signing.BadSignature:
        return ()
