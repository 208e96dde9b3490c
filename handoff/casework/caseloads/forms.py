"""Forms of caseloads: who moves to which worker, why above the limit, working time, and how often to be in touch."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.accounts.models import User
from handoff.casework.caseloads.policies import ReasonMissing
from handoff.casework.caseloads.presenters import choice_of
from handoff.casework.caseloads.queries import Caseload
from handoff.casework.models import ContactPlan
from handoff.core.forms import CheckboxField, Form, LongTextField, StepperField, TilesField, VersionedForm
from handoff.core.instructions import InstructedForm
from handoff.core.refusals import Refused


@dataclass(frozen=True)
class MoveBack:
    """A move to take back: to which worker, and whose public ids."""

    to: User
    people: list[str]


class MoveForm(Form):
    """Which participants get which worker. The participants are checkboxes in the table of the page."""

    kept_while_typed = True

    people = forms.Field(required=False, widget=forms.MultipleHiddenInput, label=_("Participants"))
    to = forms.ChoiceField(
        label=_("New worker"), error_messages={"required": _("Choose the new worker.")}, choices=[]
    )
    reason = LongTextField(
        label=_("Reason, if this goes above what needs one"),
        max_length=300,
        rows=2,
        required=False,
        help_text=_("Don't name participants here."),
    )

    def __init__(
        self, data: QueryDict | None, *, targets: Iterable[Caseload], back: MoveBack | None = None
    ) -> None:
        super().__init__(data, initial={"to": str(back.to.public_id)} if back else None)
        self.back = back
        self.users = {str(each.user.public_id): each.user for each in targets}
        choices = [(str(each.user.public_id), choice_of(each)) for each in targets]
        self.fields["to"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[str]:
        """The public ids sent, whatever has become of these people meanwhile: the service says so."""
        if isinstance(self.data, QueryDict):
            return list(self.data.getlist("people"))
        return self.back.people if self.back else []

    def clean(self) -> None:
        if not self.chosen:
            self.add_error(None, _("Choose at least one participant."))

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal where it can be answered: a missing reason beside its box, at the end of a long list."""
        self.add_error("reason" if isinstance(refusal, ReasonMissing) else None, str(refusal))

    @property
    def to_worker_id(self) -> int:
        return self.users[self.cleaned_data["to"]].pk


class ReasonForm(Form):
    """Why a caseload is above the ceiling."""

    kept_while_typed = True

    reason = LongTextField(
        label=_("Why is it above the limit, and until when?"),
        max_length=300,
        rows=3,
        help_text=_("Don't name participants here."),
        error_messages={"required": _("Enter the reason.")},
    )


class WorkingTimeForm(VersionedForm):
    """How much of full time someone works."""

    percent = StepperField(
        label=_("Working time"),
        unit=_("percent of full time"),
        min_value=1,
        max_value=100,
        step=10,
        error_messages={"required": _("Enter 1 to 100 percent of full time.")},
    )


class ContactPlanForm(VersionedForm):
    """How much support a participant gets, and how often someone is in touch."""

    instructed = InstructedForm("contact-plan", _("How often to be in touch"))

    kept_while_typed = True

    intensity = TilesField(label=_("How much support?"), choices=ContactPlan.Intensity.choices)
    every_days = StepperField(
        label=_("Be in touch at least every"),
        unit=_("days"),
        min_value=1,
        max_value=365,
        error_messages={"required": _("Enter 1 to 365 days between contacts.")},
    )
    while_inactive = CheckboxField(
        label=_("Also while they're inactive, because they want a check-in"), required=False
    )
