"""Forms for contact attempts and urgent help, filled in on a phone in the field."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.casework.inputs import HelpInput
from handoff.casework.models import ContactAttempt
from handoff.casework.queries import HelpOffer
from handoff.core.forms import (
    CheckboxField,
    ClockTimeField,
    DollarsField,
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


class DayForm(Form):
    """Something that happened today, or on an earlier day."""

    kept_while_typed = True

    def __init__(self, data: QueryDict | None, *, today: date) -> None:
        super().__init__(data)
        self.today = today
        day = ThreePartDateField(label=_("Date (if not today)"), required=False)
        day.latest = today
        self.fields["day"] = day

    @property
    def day(self) -> date:
        return self.cleaned_data["day"] or self.today


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


class HelpFields(OccurredAtForm):
    """What was handed out, what it cost and which fund pays."""

    folded: tuple[str, ...] = ()
    """The fields that fold away until something was handed out."""

    kind = TilesField(label=_("What help did you give?"), choices=[], compact=True)
    quantity = StepperField(
        label=_("Quantity"),
        unit=_("items or nights"),
        min_value=1,
        max_value=500,
        initial=1,
        error_messages={"required": _("Enter how many you gave.")},
    )
    cost = DollarsField(
        label=_("Cost altogether"),
        step=Decimal(5),
        max_value=10000,
        required=False,
        help_text=_("What the program paid. Left blank, the usual cost counts, if your list has one."),
    )
    fund = forms.ChoiceField(label=_("Fund that pays"), required=False, choices=[])
    reason = LongTextField(
        label=_("Reason, if this overdraws the fund"),
        required=False,
        max_length=200,
        rows=2,
        help_text=_("Don't name participants here."),
    )

    def offer(self, offer: HelpOffer, *, may_overdraw: bool) -> None:
        """Fill in what can be chosen. Without funds, nothing about them is asked."""
        self.help_offer = offer
        self.fields["kind"].choices = offer.choices  # type: ignore[attr-defined]
        self.fields["fund"].choices = [  # type: ignore[attr-defined]
            ("", _("No fund yet")),
            *offer.fund_choices,
        ]
        if not offer.funds:
            del self.fields["fund"]
        if not (offer.funds and may_overdraw):
            del self.fields["reason"]

    @property
    def help_input(self) -> HelpInput | None:
        """What was handed out; None if nothing was chosen."""
        sent = self.cleaned_data
        if not sent.get("kind"):
            return None
        kind, item = self.help_offer.find(sent["kind"])
        return HelpInput(
            kind=kind,
            item=item,
            quantity=sent.get("quantity") or 1,
            cost_cents=self.cost_cents,
            fund=self.help_offer.find_fund(sent.get("fund", "")),
            reason=sent.get("reason", ""),
        )

    @property
    def cost_cents(self) -> int | None:
        """The cost in cents, or None if none was typed."""
        cost = self.cleaned_data.get("cost")
        return None if cost is None else int(cost * CENTS)


class ContactForm(HelpFields):
    """One attempt to reach a person, and what was handed out with it."""

    instructed = InstructedForm("contact", _("Contact attempt"))

    how = TilesField(label=_("How did you try to reach them?"), choices=ContactAttempt.How.choices)
    result = TilesField(label=_("Did someone answer?"), choices=ContactAttempt.Result.choices)
    note = LongTextField(
        label=_("Note"),
        note=FIELD_NOTE,
        required=False,
        max_length=500,
        rows=3,
        help_text=_("What the next worker needs. For example: sister answered, call after 5."),
    )
    transport_arranged = CheckboxField(label=_("Ride arranged"), required=False)

    folded = ("kind", "quantity", "cost", "fund", "reason")

    def __init__(self, data: QueryDict | None, *, at: datetime, zone: ZoneInfo) -> None:
        super().__init__(data, at=at, zone=zone)
        self.fields["kind"].label = _("What help did you give, if any?")
        for name in ("kind", "quantity"):
            self.fields[name].required = False
        self.order_fields(["how", "result", "note", "transport_arranged", "day", "time", *self.folded])


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


class HelpForm(HelpFields):
    """Urgent help given in the field; it may come before any intake."""

    instructed = InstructedForm("help", _("Urgent help"))

    note = LongTextField(
        label=_("Note"),
        required=False,
        max_length=300,
        rows=3,
        help_text=_("For example: two nights at the shelter on Main Street."),
    )

    field_order = ("kind", "quantity", "cost", "fund", "reason", "note", "day", "time")

    def __init__(self, data: QueryDict | None, *, at: datetime, zone: ZoneInfo) -> None:
        super().__init__(data, at=at, zone=zone)
        self.order_fields(self.field_order)

    @property
    def help_input(self) -> HelpInput:
        found = super().help_input
        assert found is not None, "the kind of help is required"
        return replace(found, note=self.cleaned_data["note"])
