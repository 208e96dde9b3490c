"""Forms for court dates, orders, what a text may say, and the program's courtrooms."""

from collections.abc import Sequence
from datetime import date, time

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.casework.court.inputs import CourtInput, OrderInput
from handoff.casework.court.services import OUTCOMES
from handoff.casework.models import Court, CourtCase, CourtCaseEvent, CourtOrder, CourtTextWish, When
from handoff.casework.models.court import MOST_WORDS
from handoff.core.forms import (
    CheckboxField,
    CheckboxTilesField,
    ClockTimeField,
    Form,
    LongTextField,
    ThreePartDateField,
    TilesField,
    VersionedForm,
)
from handoff.core.instructions import InstructedForm

What = CourtCaseEvent.What


class WhenAndWhere(Form):
    """The fields that say at which court and when. What the court left open stays open."""

    court = TilesField(label=_("Which court?"), choices=Court.choices, compact=True)
    when = TilesField(label=_("How exactly did the court say when?"), choices=When.choices)
    day = ThreePartDateField(
        label=_("Day"), required=False, help_text=_("For a week, any day in it. Leave blank without a date.")
    )
    time = ClockTimeField(label=_("Time, if the court named one"), required=False)
    room = forms.CharField(label=_("Courtroom"), max_length=20, required=False)

    def court_input(self) -> CourtInput:
        sent = self.cleaned_data
        return CourtInput(sent["court"], sent["when"], sent["day"], sent["time"], sent["room"])


class CourtCaseForm(WhenAndWhere):
    instructed = InstructedForm("court-date", _("Court date"))

    kept_while_typed = True

    number = forms.CharField(
        label=_("Case number, if you know it"),
        max_length=40,
        required=False,
        help_text=_("Several cases on one morning at one court show as one court date."),
    )


class ChangeCasesForm(WhenAndWhere, VersionedForm):
    """What happened at court, for all or some cases of an appearance."""

    instructed = InstructedForm("court-date-changed", _("Court date: what happened"))

    kept_while_typed = True

    what = TilesField(label=_("What happened?"), choices=[(each.value, each.label) for each in OUTCOMES])
    cases = CheckboxTilesField(
        label=_("For which cases?"), error_messages={"required": _("Choose at least one case.")}
    )

    field_order = ("cases", "what", "when", "day", "time", "court", "room")

    def __init__(self, data: QueryDict | None, *, together: Sequence[CourtCase]) -> None:
        first = together[0]
        initial = {
            "court": first.court,
            "room": first.room,
            "cases": [str(each.public_id) for each in together],
        }
        super().__init__(data, initial=initial)
        self.together = {str(each.public_id): each for each in together}
        choices = [(value, each.number or _("No case number")) for value, each in self.together.items()]
        self.fields["cases"].choices = choices  # type: ignore[attr-defined]
        for name in ("court", "when"):
            self.fields[name].required = False
        self.fields["when"].label = _("When is the new date?")
        self.fields["when"].choices = [  # type: ignore[attr-defined]
            each for each in When.choices if each[0] != When.NO_DATE
        ]

    @property
    def chosen(self) -> list[CourtCase]:
        return [self.together[each] for each in self.cleaned_data["cases"]]

    def new_date(self) -> CourtInput | None:
        """The new date, where there is one: what else was typed doesn't count."""
        return self.court_input() if self.cleaned_data["what"] == What.MOVED else None


class OrderForm(Form):
    instructed = InstructedForm("court-order", _("Warrant or stay-away order"))

    kept_while_typed = True

    kind = TilesField(label=_("What is it?"), choices=CourtOrder.Kind.choices)
    words = LongTextField(
        label=_("What to stay away from, or what the warrant is for"),
        max_length=MOST_WORDS,
        rows=2,
        required=False,
        help_text=_(
            "The place, or “a person.” Leave out names. For a warrant, for example: missed court date."
        ),
    )
    number = forms.CharField(label=_("Case number, if you know it"), max_length=40, required=False)
    starts_on = ThreePartDateField(label=_("Since when?"))
    ends_on = ThreePartDateField(label=_("Until when, if the order says so"), required=False)

    def __init__(self, data: QueryDict | None, *, today: date) -> None:
        super().__init__(data)
        self.fields["starts_on"].latest = today  # type: ignore[attr-defined]

    def order_input(self) -> OrderInput:
        sent = self.cleaned_data
        return OrderInput(sent["kind"], sent["starts_on"], sent["words"], sent["number"], sent["ends_on"])


class EndOrderForm(Form):
    instructed = InstructedForm("court-order-ended", _("Warrant or stay-away order: how it ended"))

    kept_while_typed = True

    ended_on = ThreePartDateField(label=_("When did it end?"))
    how = forms.CharField(
        label=_("How did it end?"),
        max_length=MOST_WORDS,
        help_text=_("For example: recalled by the judge, a new court date was set, or expired."),
    )

    def __init__(self, data: QueryDict | None, *, today: date) -> None:
        super().__init__(data)
        self.fields["ended_on"].latest = today  # type: ignore[attr-defined]


class WishForm(Form):
    """What a text about court may say, as the participant wishes."""

    says = TilesField(label=_("What may a text say?"), choices=CourtTextWish.Says.choices)


class CourtroomForm(Form):
    """A room of the program's court table."""

    court = TilesField(label=_("Which court?"), choices=Court.choices, compact=True)
    room = forms.CharField(
        label=_("Which courtroom?"),
        max_length=20,
        help_text=_("As the court's calendar prints it, for example 001A."),
    )
    place = forms.CharField(
        label=_("Where it is"),
        max_length=MOST_WORDS,
        required=False,
        help_text=_("For example: first floor, left of the entrance."),
    )
    drop_in = CheckboxField(label=_("Drop-in: people come any time in these hours"), required=False)
    opens = ClockTimeField(label=_("When does it start or open?"), initial=time(9))
    closes = ClockTimeField(label=_("When does it end or close?"), initial=time(12, 30))
