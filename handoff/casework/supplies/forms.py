"""Forms for funds, the list of supplies, and help recorded by mistake."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.casework.forms import CENTS
from handoff.casework.models import Fund, HelpCorrection, HelpGiven, SupplyItem
from handoff.casework.models.supplies import MOST_WORDS
from handoff.casework.queries import fund_words
from handoff.casework.supplies.services import ItemInput
from handoff.core.forms import DollarsField, Form, LongTextField, ThreePartDateField, TilesField

NO_NAMES = _("Don't name participants here.")


class FundForm(Form):
    """A new fund."""

    name = forms.CharField(
        label=_("Name of the fund"),
        max_length=60,
        help_text=_("Where the money comes from. For example: opioid settlement, county grant."),
        error_messages={"required": _("Enter the name of the fund.")},
    )


class ReceivedForm(Form):
    """Money that came into a fund."""

    kept_while_typed = True

    amount = DollarsField(
        label=_("Amount received"),
        step=Decimal(100),
        error_messages={"required": _("Enter the amount.")},
    )
    day = ThreePartDateField(
        label=_("Day it was received"),
        error_messages={"required": _("Enter the month, day, and year the money was received.")},
    )
    words = LongTextField(
        label=_("Who it's from, or what it's for"),
        max_length=MOST_WORDS,
        rows=2,
        required=False,
        help_text=NO_NAMES,
    )

    def __init__(self, data: QueryDict | None, *, today: date) -> None:
        super().__init__(data, initial={"day": today})
        self.fields["day"].latest = today  # type: ignore[attr-defined]

    @property
    def cents(self) -> int:
        return int(self.cleaned_data["amount"] * CENTS)


class ReverseForm(Form):
    """Why an entry is wrong."""

    reason = LongTextField(
        label=_("What is wrong with this entry?"),
        max_length=MOST_WORDS,
        rows=2,
        help_text=NO_NAMES,
        error_messages={"required": _("Enter the reason.")},
    )


class ChargeForm(Form):
    """Which fund pays for help that was recorded without one."""

    fund = forms.ChoiceField(
        label=_("Fund that pays"), choices=[], error_messages={"required": _("Choose the fund that pays.")}
    )
    reason = LongTextField(
        label=_("Reason, if this overdraws the fund"),
        max_length=MOST_WORDS,
        rows=2,
        required=False,
        help_text=NO_NAMES,
    )

    def __init__(self, data: QueryDict | None, *, funds: Iterable[Fund]) -> None:
        super().__init__(data)
        self.funds = {str(each.public_id): each for each in funds}
        choices = [(value, fund_words(each)) for value, each in self.funds.items()]
        self.fields["fund"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Fund:
        return self.funds[self.cleaned_data["fund"]]


class ItemForm(Form):
    """Something on the program's list of what it hands out."""

    kind = TilesField(label=_("What kind of help is it?"), choices=HelpGiven.Kind.choices, compact=True)
    name = forms.CharField(
        label=_("Name in English"),
        max_length=60,
        help_text=_("For example: bus pass for a day."),
        error_messages={"required": _("Enter what it is called.")},
    )
    name_es = forms.CharField(label=_("Name in Spanish"), max_length=60, required=False)
    cost = DollarsField(
        label=_("What one usually costs"),
        max_value=10000,
        required=False,
    )

    def __init__(self, data: QueryDict | None, *, item: SupplyItem | None = None) -> None:
        initial: dict[str, object] = {}
        if item is not None:
            cost = None if item.cost_cents is None else Decimal(item.cost_cents) / CENTS
            initial = {"kind": item.kind, "name": item.name, "name_es": item.name_es, "cost": cost}
        super().__init__(data, initial=initial)

    def item_input(self) -> ItemInput:
        sent = self.cleaned_data
        return ItemInput(
            kind=sent["kind"],
            name=sent["name"],
            name_es=sent["name_es"],
            cost_cents=None if sent["cost"] is None else int(sent["cost"] * CENTS),
        )


class CorrectionForm(Form):
    """What was wrong with help that was recorded."""

    why = TilesField(label=_("What was wrong?"), choices=HelpCorrection.Why.choices)
