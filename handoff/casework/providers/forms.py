"""The form with which an agency answers a referral to its service."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from handoff.casework.models import ProviderAnswer, ServiceReferral
from handoff.casework.models.needs import MOST_WORDS
from handoff.casework.providers.policies import may_answer
from handoff.casework.providers.services import AnswerInput
from handoff.core.forms import ClockTimeField, LongTextField, ThreePartDateField, TilesField, VersionedForm
from handoff.core.instructions import InstructedForm

What = ProviderAnswer.What


class AnswerForm(VersionedForm):
    """An agency's answer. Only what can follow the last entry is offered."""

    instructed = InstructedForm("provider-answer", _("Provider's answer to a referral"))

    kept_while_typed = True

    what = TilesField(label=_("What is your answer?"), choices=What.choices)
    until = ThreePartDateField(
        label=_("No place now: from what day may you have one, if you know?"), required=False
    )
    reason = TilesField(
        label=_("You can't take them: why?"),
        choices=ProviderAnswer.Reason.choices,
        required=False,
        compact=True,
    )
    appointment_on = ThreePartDateField(label=_("Appointment you gave them: day"), required=False)
    time = ClockTimeField(label=_("Appointment you gave them: time"), required=False)
    place = forms.CharField(
        label=_("Appointment you gave them: place"),
        max_length=200,
        required=False,
        help_text=_("The room or entrance, if your address isn't enough."),
    )
    words = LongTextField(
        label=_("Message to the worker"),
        max_length=MOST_WORDS,
        rows=3,
        required=False,
        help_text=_("Only what they need to know to help with this. The care team reads it."),
    )

    def __init__(self, data: QueryDict | None, *, referral: ServiceReferral, today: date) -> None:
        super().__init__(data)
        self.today = today
        offered = [(value, label) for value, label in What.choices if may_answer(referral, value)]
        self.fields["what"].choices = offered  # type: ignore[attr-defined]
        day = ThreePartDateField(label=_("Date (if not today)"), required=False)
        day.latest = today
        self.fields["day"] = day
        self.order_fields(["what", "day"])
        self.beside = {str(_("Your last answer")): last_answer(referral)}

    def clean(self) -> dict[str, object]:
        """Each answer asks for what belongs to it, and for nothing else."""
        values: dict[str, object] = super().clean() or {}
        what = values.get("what")
        wanted = {
            What.DECLINED: ("reason", _("Choose why you can't take them.")),
            What.MESSAGE: ("words", _("Write the message to the worker.")),
        }
        for answer, (name, sentence) in wanted.items():
            if what == answer and not values.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        if what == What.APPOINTMENT:
            for name, sentence in (
                ("appointment_on", _("Enter the day of the appointment.")),
                ("time", _("Enter the time of the appointment.")),
            ):
                if values.get(name) is None and name not in self.errors:
                    self.add_error(name, sentence)
        return values

    def answer_input(self, zone: ZoneInfo) -> AnswerInput:
        sent = self.cleaned_data
        on, at = sent["appointment_on"], sent["time"]
        return AnswerInput(
            what=sent["what"],
            occurred_on=sent["day"] or self.today,
            until=sent["until"],
            reason=sent["reason"],
            starts_at=datetime.combine(on, at, zone) if on is not None and at is not None else None,
            place=sent["place"],
            words=sent["words"],
        )


def last_answer(referral: ServiceReferral) -> str:
    """What the agency answered last, for a colleague's answer at the same moment."""
    answers = list(referral.answers.all())
    return str(answers[-1].get_what_display()) if answers else ""
