"""Forms for needs, referrals to services, what became of them, and milestones."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.casework.definitions import ENDS, FOLLOWING
from handoff.casework.forms import DayForm
from handoff.casework.models import Milestone, NeedEvent, ServiceReferral, ServiceReferralEvent
from handoff.casework.models.needs import MOST_WORDS
from handoff.casework.needs.queries import has_planned_appointment, name_of_service
from handoff.casework.needs.services import STAYS_OPEN, FollowUpInput
from handoff.core.forms import (
    CheckboxField,
    LongTextField,
    ThreePartDateField,
    TilesField,
    VersionedForm,
)
from handoff.core.instructions import InstructedForm
from handoff.directory.models import Service
from handoff.directory.wording import NEED_LABELS

What = NeedEvent.What
State = ServiceReferralEvent.State


class NeedForm(DayForm):
    """What the participant wants help with."""

    instructed = InstructedForm("need", _("Need"))

    kind = TilesField(label=_("What do they need?"), choices=list(NEED_LABELS.items()), compact=True)
    words = LongTextField(label=_("In their own words"), max_length=MOST_WORDS, rows=3, required=False)


class CloseNeedForm(DayForm):
    """How a need ended: met, or no longer wanted. No reason is asked for."""

    instructed = InstructedForm("need-closed", _("Need: met or no longer wanted"))

    what = TilesField(
        label=_("What became of the need?"),
        choices=[(What.MET, What.MET.label), (What.NOT_WANTED, What.NOT_WANTED.label)],
    )


class ReferForm(DayForm):
    """Who the participant is referred to: a service of the directory, or one that isn't in it."""

    instructed = InstructedForm("service-referral", _("Referral to a service"))

    service = forms.ChoiceField(label=_("Service from the directory"), required=False)
    provider = forms.CharField(
        label=_("Provider or service, if it isn't on the list"), max_length=200, required=False
    )

    def __init__(self, data: QueryDict | None, *, today: date, services: Iterable[Service]) -> None:
        super().__init__(data, today=today)
        self.services = {str(each.public_id): each for each in services}
        choices = [(value, name_of_service(each)) for value, each in self.services.items()]
        self.fields["service"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Service | None:
        return self.services.get(self.cleaned_data["service"])


class MilestoneForm(DayForm):
    """What a participant reached."""

    instructed = InstructedForm("milestone", _("Milestone"))

    kind = TilesField(label=_("What did they reach?"), choices=Milestone.Kind.choices, compact=True)
    words = LongTextField(label=_("In a few words"), max_length=MOST_WORDS, rows=2, required=False)


class FollowUpForm(VersionedForm):
    """What became of a referral to a service. Only what can follow the last entry is offered."""

    instructed = InstructedForm("service-referral-outcome", _("Referral to a service: what became of it"))

    kept_while_typed = True

    state = TilesField(label=_("What happened?"), choices=State.choices)
    appointment_on = ThreePartDateField(label=_("Day of the appointment, if one was made"), required=False)
    barrier = TilesField(
        label=_("What got in the way, if anything?"),
        choices=ServiceReferralEvent.Barrier.choices,
        required=False,
        compact=True,
    )
    outcome = LongTextField(label=_("In a few words"), max_length=MOST_WORDS, rows=3, required=False)
    need_next = TilesField(
        label=_("If the referral ends here: what becomes of the need?"),
        choices=[
            (STAYS_OPEN, _("It stays open")),
            (What.MET, What.MET.label),
            (What.NOT_WANTED, What.NOT_WANTED.label),
        ],
        required=False,
    )
    keep_appointments = CheckboxField(
        label=_("Keep the planned appointment"),
        required=False,
        help_text=_("Otherwise it's canceled when the referral ends."),
    )

    def __init__(self, data: QueryDict | None, *, referral: ServiceReferral, today: date) -> None:
        super().__init__(data)
        self.today, self.referral = today, referral
        current = referral.current
        offered = FOLLOWING[current.state]
        choices = [(value, label) for value, label in State.choices if value in offered]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]
        day = ThreePartDateField(label=_("Date (if not today)"), required=False)
        day.earliest, day.latest = current.occurred_on, today
        self.fields["day"] = day
        self.order_fields(["state", "day"])
        self.fields["appointment_on"].earliest = current.occurred_on  # type: ignore[attr-defined]
        if not referral.need.is_open or not offered & ENDS:
            del self.fields["need_next"]
        if not has_planned_appointment(referral):
            del self.fields["keep_appointments"]
        self.beside = {str(_("Where it stands")): str(current.get_state_display())}

    def clean_appointment_on(self) -> date | None:
        """An appointment needs its day; any other answer needs none."""
        on: date | None = self.cleaned_data["appointment_on"]
        if self.cleaned_data.get("state") == State.APPOINTMENT and on is None:
            raise forms.ValidationError(_("Enter the day of the appointment."))
        return on

    def follow_up(self) -> FollowUpInput:
        sent = self.cleaned_data
        return FollowUpInput(
            state=sent["state"],
            occurred_on=sent["day"] or self.today,
            appointment_on=sent["appointment_on"],
            barrier=sent["barrier"],
            outcome=sent["outcome"],
            need_next=sent.get("need_next", ""),
            keep_appointments=sent.get("keep_appointments", False),
        )
