"""Forms of the opportunity analysis: a list of arrests, and which of its columns holds which fact."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import Form
from handoff.core.instructions import InstructedForm
from handoff.eligibility.models import ArrestListMapping
from handoff.opportunity.readers.headings import detect_columns, distinct_headings
from handoff.spreadsheets.readers.tables import MOST_BYTES

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MOST_HEADINGS = 300
LONGEST_HEADING = 200
HEADINGS_SALT = "eligibility.arrest-list.headings"
KINDS = ".csv,.tsv,.txt,.xlsx,.xls,.xlsb,.ods"

FACTS: "dict[str, tuple[_StrOrPromise, _StrOrPromise]]" = {
    "statute": (
        _("Statute or charge code"),
        _("Such as 90-95(a)(3). Choose this column, the next one, or both. Both is best."),
    ),
    "description": (_("Charge description"), _("Such as POSSESS SCHEDULE II.")),
    "date": (_("Date of arrest"), ""),
    "case": (_("Case or incident number"), _("Groups the charges from one encounter.")),
    "person": (_("Person's ID number"), _("A number from the records system, never a name.")),
    "age": (_("Age"), _("Shows who was under the minimum age.")),
    "birth_date": (_("Date of birth"), _("Only if the list has no age.")),
    "sex": (_("Sex"), _("Only for the tables by group. The rules don't use it.")),
    "race": (_("Race as recorded"), _("Only for the tables by group. The rules don't use it.")),
    "ethnicity": (
        _("Ethnicity as recorded"),
        _("Hispanic or not. Only for the tables by group. The rules don't use it."),
    ),
    "arrest_type": (
        _("Type of arrest"),
        _("Such as On-View, Warrant, or Cited. Shows which arrests a court ordered."),
    ),
    "grade": (_("Felony or misdemeanor"), _("Such as F or M.")),
    "place": (_("Place, district, or beat"), ""),
}


class ListField(forms.FileField):
    """A table file; its content is checked when it is read."""

    default_error_messages = {
        "required": _("Choose the list: a CSV, Excel, or OpenDocument file."),
        "empty": _("The file is empty."),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        return {**super().widget_attrs(widget), "accept": KINDS}


class ArrestListForm(Form):
    """A list of past arrests, and how its columns are found."""

    instructed = InstructedForm("arrest-list", _("List of past arrests"))

    file = ListField(
        label=_("List of past arrests"),
        help_text=_(
            "CSV, Excel, or OpenDocument, up to 50 megabytes, with a row of headings. One row for each "
            "charge is safest; several charges in a row are read too."
        ),
        widget=forms.FileInput,
    )
    mapping = forms.ChoiceField(
        label=_("Columns"),
        required=False,
        help_text=_("We use saved columns exactly as they were saved."),
    )

    def __init__(self, *args: Any, mappings: Iterable[ArrestListMapping], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mappings = {str(each.public_id): each for each in mappings}
        saved = [(key, each.name) for key, each in self.mappings.items()]
        self.fields["mapping"].choices = [("", _("Find columns by their headings")), *saved]  # type: ignore[attr-defined]

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
        label=_("Name for these columns"),
        max_length=60,
        help_text=_(
            "Such as the agency and its records system. If you reuse a name, the new "
            "columns replace the old ones."
        ),
        error_messages={"required": _("Enter a name for these columns.")},
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
            self.add_error("statute", _("Choose the column for the statute or the charge description."))
        for fact in sorted(facts, key=list(FACTS).index):
            same = [other for other in facts if facts[other] == facts[fact]]
            if fact != min(same, key=list(FACTS).index):
                self.add_error(fact, _("You already chose this column for something else."))
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
