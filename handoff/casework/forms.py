"""Forms for contact attempts and urgent help, filled in on a phone in the field."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.casework.models import ContactAttempt, HelpGiven
from handoff.core.forms import (
    CheckboxField,
    ClockTimeField,
    Form,
    LongTextField,
    StepperField,
    ThreePartDateField,
    TilesField,
    VersionedForm,
)
from handoff.core.instructions import InstructedForm

CENTS = 100
FIELD_NOTE = _("Only what helps us reach them. Law enforcement never sees it.")
NOON = time(12)


def expand_tap(sent: QueryDict) -> QueryDict:
    """Turn the one-tap button `log=phone:reached` into the two answers `how` and `result`."""
    how, _colon, result = sent.get("log", "").partition(":")
    if not result:
        return sent
    spelled = sent.copy()
    spelled["how"], spelled["result"] = how, result
    return spelled


class SearchForm(Form):
    """Look for someone on the outreach list. Sent with POST, so that no name appears in a URL."""

    name = forms.CharField(
        label=_("Name or phone number"),
        max_length=80,
        required=False,
        help_text=_("A few digits of the number are enough."),
    )


class OccurredAtForm(Form):
    """Something that happened just now or within the last 90 days."""

    kept_while_typed = True

    day = ThreePartDateField(label=_("Date (if not today)"), required=False)
    time = ClockTimeField(label=_("Time, if you know it"), required=False)

    def __init__(self, data: QueryDict | None, *, at: datetime, zone: ZoneInfo) -> None:
        super().__init__(data)
        self.at, self.zone = at, zone
        today = at.astimezone(zone).date()
        day = self.fields["day"]
        day.earliest, day.latest = today - timedelta(days=90), today  # type: ignore[attr-defined]
        # What happened is asked first.
        for name in ("day", "time"):
            self.fields[name] = self.fields.pop(name)

    @property
    def occurred_at(self) -> datetime:
        """Now, unless a day or time was typed. A day alone counts as noon, or as now if it is still morning."""
        day, clock = self.cleaned_data.get("day"), self.cleaned_data.get("time")
        if day is None and clock is None:
            return self.at
        moment = datetime.combine(day or self.at.astimezone(self.zone).date(), clock or NOON, self.zone)
        return moment if clock is not None else min(moment, self.at)


class ContactForm(OccurredAtForm):
    """One attempt to reach a person."""

    instructed = InstructedForm("contact", _("Contact attempt"))

    how = TilesField(label=_("How did you try to reach them?"), choices=ContactAttempt.How.choices)
    result = TilesField(label=_("Did you reach them?"), choices=ContactAttempt.Result.choices)
    note = LongTextField(
        label=_("Note"),
        note=FIELD_NOTE,
        required=False,
        max_length=500,
        rows=3,
        help_text=_("What the next worker needs. For example: sister answered, call after 5."),
    )
    transport_arranged = CheckboxField(label=_("Ride arranged"), required=False)


class NoteForm(VersionedForm):
    """A note added to a contact that was logged in one tap."""

    instructed = ContactForm.instructed
    kept_while_typed = True

    note = LongTextField(
        label=_("Note"),
        note=FIELD_NOTE,
        required=False,
        max_length=500,
        rows=4,
        help_text=_("What the next worker needs. For example: sister answered, call after 5."),
    )
    transport_arranged = CheckboxField(label=_("Ride arranged"), required=False)


class HelpForm(OccurredAtForm):
    """Urgent help given in the field; it may come before any intake."""

    instructed = InstructedForm("help", _("Urgent help"))

    kind = TilesField(label=_("What help did you give?"), choices=HelpGiven.Kind.choices)
    quantity = StepperField(
        label=_("Quantity"),
        unit=_("items or nights"),
        min_value=1,
        max_value=500,
        initial=1,
        error_messages={"required": _("Enter how many you gave.")},
    )
    cost = StepperField(
        label=_("Cost (if any)"),
        unit=_("dollars"),
        step=Decimal(5),
        decimal_places=2,
        max_value=10000,
        required=False,
        help_text=_("What the program paid. Leave blank if nothing."),
    )
    note = LongTextField(
        label=_("Note"),
        required=False,
        max_length=300,
        rows=3,
        help_text=_("For example: two nights at the shelter on Main Street."),
    )

    @property
    def cost_cents(self) -> int | None:
        """The cost in cents, or None if none was typed."""
        cost = self.cleaned_data.get("cost")
        return None if cost is None else int(cost * CENTS)
