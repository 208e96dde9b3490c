"""Every component once, with invented contents, so that each can be looked at and tested."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import (
    CheckboxField,
    CheckboxTilesField,
    Form,
    LongTextField,
    PhoneField,
    ScanField,
    SignatureField,
    StepperField,
    ThreePartDateField,
    TilesField,
    YesNoUnknownField,
)
from handoff.core.ui import Cell, Column, Step, TimelineEntry

AT = datetime(2026, 11, 23, 15, 42, tzinfo=UTC)
LANGUAGES = [
    ("en", _("English")),
    ("es", _("Spanish")),
    ("other", _("Another language")),
    ("unknown", _("Unknown")),
]
SIGNATURE = [[[80, 200], [160, 60], [220, 210], [300, 90], [380, 200], [520, 120], [700, 180], [900, 100]]]


class GalleryForm(Form):
    """One field of each kind."""

    name = forms.CharField(
        label=_("Name on the card"),
        help_text=_("Use the name the person gives you."),
        max_length=60,
        error_messages={"required": _("Enter a first name.")},
    )
    born_on = ThreePartDateField(
        label=_("Date of birth"),
        help_text=_("For example 4, 27, 1986."),
        birthday=True,
        error_messages={"required": _("Enter the date of birth.")},
    )
    language = TilesField(
        label=_("Preferred language"),
        choices=LANGUAGES,
        hints={"other": _("We'll call an interpreter.")},
        error_messages={"required": _("Choose the language they prefer.")},
    )
    has_phone = YesNoUnknownField(label=_("Do they have a phone?"))
    needs = CheckboxTilesField(
        label=_("What would help first?"),
        choices=[("food", _("Food")), ("bed", _("A bed tonight")), ("doctor", _("A doctor"))],
        required=False,
    )
    grams = StepperField(
        label=_("Weight"), unit=_("grams"), step=Decimal("0.5"), decimal_places=2, required=False
    )
    minutes = StepperField(label=_("Time spent"), unit=_("minutes"), step=5, max_value=600, required=False)
    phone = PhoneField(label=_("Phone number, or where to ask"), required=False)
    county = forms.ChoiceField(
        label=_("County"),
        choices=[("", _("Choose")), ("a", "Alder"), ("b", "Birch")],
        error_messages={"required": _("Choose a county.")},
    )
    story = LongTextField(
        label=_("What happened"), note=_("Don't write criminal history here."), required=False
    )
    paper = ScanField(label=_("Photo of the signed form"), camera=True, required=False)
    signed = SignatureField(label=_("Signature"), required=False)
    agreed = CheckboxField(
        label=_("I read this aloud"),
        help_text=_("Every line, in their language."),
        error_messages={"required": _("Check the box once you have read it aloud.")},
    )


def sample_table() -> dict[str, object]:
    """A small list with a number, a status and a link."""
    return {
        "columns": [
            Column(_("Name"), sort_url="?sort=name", sorted="ascending"),
            Column(_("Status")),
            Column(_("Days since contact"), number=True),
        ],
        "rows": [
            [Cell("Rosa Ejemplo", url="#"), Cell(_("Intake overdue"), kind="overdue"), Cell("16")],
            [Cell("Sam Sample", url="#"), Cell(_("Intake done"), kind="done"), Cell("2")],
        ],
    }


def gallery_context(data: Mapping[str, object] | None = None) -> dict[str, object]:
    """What the gallery page shows; with `data`, the form with its errors."""
    return {
        "form": GalleryForm(data)
        if data is not None
        else GalleryForm(initial={"born_on": date(1986, 4, 27)}),
        "at": AT,
        "steps": [
            Step("who", _("Who"), url="#who", done=True),
            Step("what", _("What happened"), url="#what", done=True),
            Step("join", _("Are they eligible?")),
            Step("offer", _("Offer")),
            Step("signature", _("Signature")),
        ],
        "refusal": _("Only the program manager can accept this referral. Ask them to open it."),
        "facts": [
            (_("Language"), _("Spanish"), "#"),
            (_("How to reach them now"), _("Ask at the shelter desk"), ""),
            (_("Safety note"), "", ""),
        ],
        "table": sample_table(),
        "page": Paginator(range(95), 20).page(2),
        "entries": [
            TimelineEntry(AT, _("Referral accepted"), by="Pat Peer", text=_("Call now."), kind="done"),
            TimelineEntry(
                AT - timedelta(hours=3), _("Referral sent"), by="Officer Oak", details=_("Three charges.")
            ),
        ],
        "strokes": SIGNATURE,
        "due_dates": [AT.date() - timedelta(days=2), AT.date(), AT.date() + timedelta(days=9)],
    }
