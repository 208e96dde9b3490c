"""Forms of handover plans: who leaves or is away, and what is planned for each participant."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.casework.models import HandoverItem, HandoverPlan
from handoff.casework.models.turnover import MOST_WORDS
from handoff.casework.turnover.services import ItemInput, PlanInput
from handoff.core.forms import Form, LongTextField, ThreePartDateField, TilesField, VersionedForm
from handoff.core.instructions import InstructedForm

Workers = Iterable[tuple[int, str]]


def worker_choices(workers: Workers, blank: object) -> list[tuple[str, object]]:
    return [("", blank), *((str(pk), name) for pk, name in workers)]


def as_id(chosen: str) -> int | None:
    return int(chosen) if chosen else None


class DaysForm(Form):
    """The days of a plan."""

    starts_on = ThreePartDateField(
        label=_("First day"),
        help_text=_("Of the days on which both work side by side, or of the leave."),
        error_messages={"required": _("Enter the first day.")},
    )
    ends_on = ThreePartDateField(label=_("Last day"), error_messages={"required": _("Enter the last day.")})


class PlanForm(DaysForm):
    """Who leaves or is away, when, and who takes over or covers."""

    kept_while_typed = True

    worker = forms.ChoiceField(label=_("Worker"), error_messages={"required": _("Choose the worker.")})
    kind = TilesField(label=_("What happens?"), choices=HandoverPlan.Kind.choices)
    stand_in = forms.ChoiceField(
        label=_("Who takes over, or covers?"),
        required=False,
        help_text=_("You can choose someone else for each participant."),
    )

    field_order = ("worker", "kind", "starts_on", "ends_on", "stand_in")

    def __init__(self, data: QueryDict | None, *, workers: Workers) -> None:
        super().__init__(data)
        found = list(workers)
        self.fields["worker"].choices = worker_choices(found, _("Choose"))  # type: ignore[attr-defined]
        self.fields["stand_in"].choices = worker_choices(found, _("Not decided yet"))  # type: ignore[attr-defined]

    @property
    def worker_id(self) -> int:
        return int(self.cleaned_data["worker"])

    def plan_input(self) -> PlanInput:
        sent = self.cleaned_data
        return PlanInput(sent["kind"], sent["starts_on"], sent["ends_on"], as_id(sent["stand_in"]))


class ItemForm(VersionedForm):
    """Who takes over a participant, who introduces them and when, and what to know first."""

    instructed = InstructedForm("handover-item", _("Handover of a participant"))

    kept_while_typed = True

    to_worker = forms.ChoiceField(label=_("New worker, or who covers"), required=False)
    introduced_by = forms.ChoiceField(label=_("Who introduces them?"), required=False)
    introduce_on = ThreePartDateField(label=_("Introduction planned for"), required=False)
    introduced_on = ThreePartDateField(label=_("Introduced on"), required=False)
    must_know = LongTextField(
        label=_("What the new worker must know"),
        max_length=MOST_WORDS,
        rows=4,
        required=False,
        help_text=_("For example: hears badly on the left, trusts Dee, is afraid of the clinic."),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        workers: Workers,
        item: HandoverItem | None,
        today: date,
        may_choose: bool = True,
    ) -> None:
        super().__init__(data, initial=self.initial_of(item))
        self.to_worker_id = item.to_worker_id if item is not None else None
        found = list(workers)
        for name in ("to_worker", "introduced_by"):
            self.fields[name].choices = worker_choices(found, _("Not decided yet"))  # type: ignore[attr-defined]
        done = ThreePartDateField(label=_("Introduced on"), required=False)
        done.latest = today
        self.fields["introduced_on"] = done
        self.order_fields(["to_worker", "introduced_by", "introduce_on", "introduced_on", "must_know"])
        if not may_choose:
            del self.fields["to_worker"]

    @staticmethod
    def initial_of(item: HandoverItem | None) -> dict[str, object]:
        if item is None:
            return {}
        return {
            "to_worker": str(item.to_worker_id or ""),
            "introduced_by": str(item.introduced_by_id or ""),
            "introduce_on": item.introduce_on,
            "introduced_on": item.introduced_on,
            "must_know": item.must_know,
        }

    def item_input(self) -> ItemInput:
        sent = self.cleaned_data
        return ItemInput(
            to_worker_id=as_id(sent["to_worker"]) if "to_worker" in sent else self.to_worker_id,
            introduced_by_id=as_id(sent["introduced_by"]),
            introduce_on=sent["introduce_on"],
            introduced_on=sent["introduced_on"],
            must_know=sent["must_know"],
        )


class HandOverForm(Form):
    """Who moves to their new worker now; the participants are checkboxes in the list of the page."""

    people = forms.Field(required=False, widget=forms.MultipleHiddenInput, label=_("Participants"))
    reason = LongTextField(
        label=_("Reason, if this goes above what needs one"),
        max_length=300,
        rows=2,
        required=False,
        help_text=_("Don't name participants here."),
    )

    @property
    def chosen(self) -> set[str]:
        return set(self.data.getlist("people")) if isinstance(self.data, QueryDict) else set()
