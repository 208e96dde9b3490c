"""The forms of program staff and of the DA."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.access.actor import Actor
from handoff.core.forms import (
    CheckboxTilesField,
    Form,
    LongTextField,
    StepperField,
    ThreePartDateField,
    TilesField,
)
from handoff.core.instructions import InstructedForm
from handoff.participants.forms import SamePersonForm
from handoff.participants.models import Gender, Person, RaceEthnicity
from handoff.programs.models import Program
from handoff.referrals.forms.base import FormData
from handoff.referrals.forms.checking import add_checking_agency
from handoff.referrals.forms.steps import LANGUAGE_CHOICES, MINUTES_HINT, NO_HISTORY, ScreeningForm
from handoff.referrals.models import AgeBand, CommunityMessage, HandoffRecord, Referral

EXCEPTION_HINT = _("For example: the amount is just over the limit, and they asked for help.")


class DeclineForm(Form):
    """A 'not now'. The person never has to give a reason."""

    instructed = InstructedForm("declined", _("Referral: declined for now"))

    decline_reason = TilesField(
        label=_("Why not? (optional, only if they want to share)"),
        required=False,
        choices=Referral.DeclineReason.choices,
    )
    age_band = TilesField(label=_("Age"), required=False, choices=AgeBand.choices, compact=True)


class WithdrawForm(Form):
    instructed = InstructedForm("referral-withdrawal", _("Referral: withdrawal"))
    reason = forms.CharField(
        label=_("Why are you withdrawing it?"),
        max_length=200,
        help_text=_("For example: entered twice. Don't write criminal history here."),
    )


class HandoffRecordForm(Form):
    instructed = InstructedForm("handoff-record", _("Handoff added later"))
    kind = TilesField(label=_("How was the handoff made?"), choices=HandoffRecord.Kind.choices)
    called_name = forms.CharField(
        label=_("Who was called?"),
        max_length=120,
        required=False,
        help_text=_("A name, or the number you called."),
    )
    reached = TilesField(
        label=_("Did someone answer?"),
        required=False,
        choices=[("yes", _("Reached")), ("no", _("Not reached")), ("not_called", _("Not called"))],
        compact=True,
    )


class StaffScreeningForm(ScreeningForm):
    """The screening form completed by program staff. A way to reach the person may already be on record."""

    def __init__(self, data: FormData | None = None, *, person: Person, referral: Referral) -> None:
        initial: dict[str, object] = {
            "language": person.language,
            "gender": person.gender,
            "race_ethnicity": person.race_ethnicity,
            "services_wanted": referral.services_wanted,
            "reason": referral.care_reason
            if referral.referrer_kind == Referral.ReferrerKind.OFFICER
            else referral.reason,
        }
        self.person, self.referral = person, referral
        super().__init__(data, wizard=None, initial=initial)  # type: ignore[arg-type]

    def adapt_fields(self) -> None:
        """There are no earlier pages to adapt to. What staff add to an officer's reason is a note of their own."""
        if self.referral.referrer_kind == Referral.ReferrerKind.OFFICER:
            self.fields["reason"].label = _("Anything to add to what the officer wrote?")

    def clean(self) -> None:
        if self.person.contact_points.filter(ended_at=None).exists():
            super(ScreeningForm, self).clean()
        else:
            super().clean()


class TimeForm(Form):
    instructed = InstructedForm("referral-time", _("Referral: time spent"))

    minutes = StepperField(
        label=_("Minutes you spent"),
        unit=_("minutes"),
        max_value=24 * 60,
        help_text=MINUTES_HINT,
        error_messages={"required": _("Enter how many minutes you spent.")},
    )


class ExceptionForm(Form):
    instructed = InstructedForm("exception-decision", _("Exception: decision"))
    outcome = TilesField(
        label=_("Your decision"),
        choices=[
            ("approved", _("Approve: the program can be offered")),
            ("not_approved", _("Don't approve")),
        ],
        error_messages={"required": _("Choose your decision.")},
    )
    reason = LongTextField(
        label=_("Reason"),
        max_length=500,
        rows=3,
        note=NO_HISTORY,
        help_text=EXCEPTION_HINT,
        error_messages={"required": _("Enter a reason for your decision.")},
    )


class RecommendationForm(Form):
    instructed = InstructedForm("exception-recommendation", _("Exception: recommendation"))
    recommendation = LongTextField(
        label=_("Why do you recommend an exception?"),
        max_length=500,
        rows=3,
        note=NO_HISTORY,
        help_text=EXCEPTION_HINT,
    )


class MessageReferralForm(SamePersonForm):
    """Turns a public message into a referral: splits the name and asks how to reach the person."""

    instructed = InstructedForm("message-referral", _("Web request: referral"))

    def __init__(
        self,
        data: FormData | None = None,
        *,
        program: Program,
        actor: Actor,
        at: datetime,
        initial: dict[str, object] | None = None,
    ) -> None:
        self.actor, self.at = actor, at
        super().__init__(data, initial=initial)
        add_checking_agency(self, program)

    def asker(self) -> tuple[Actor, datetime]:
        return self.actor, self.at

    first_name = forms.CharField(
        label=_("First name"), max_length=80, error_messages={"required": _("Enter a first name.")}
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=80, error_messages={"required": _("Enter a last name.")}
    )
    date_of_birth = ThreePartDateField(label=_("Date of birth, if known"), required=False, birthday=True)
    reach = forms.CharField(
        label=_("How to reach them"),
        max_length=200,
        error_messages={"required": _("Enter how to reach them.")},
        help_text=_("A phone number, a place, or someone who can pass on a message."),
    )
    language = TilesField(
        label=_("Language"),
        choices=LANGUAGE_CHOICES,
        compact=True,
        error_messages={"required": _("Choose a language.")},
    )
    gender = TilesField(label=_("Gender"), required=False, choices=Gender.choices, compact=True)
    race_ethnicity = CheckboxTilesField(
        label=_("Race and ethnicity"), required=False, choices=RaceEthnicity.choices
    )
    reason = LongTextField(
        label=_("Why are you making this referral?"),
        required=False,
        max_length=500,
        rows=3,
        note=NO_HISTORY,
        help_text=_("In their words if you can. For example: wants help to find a bed."),
    )

    @staticmethod
    def initial_from(message: CommunityMessage) -> dict[str, object]:
        first, _space, last = message.person_name.strip().rpartition(" ")
        return {
            "first_name": first or last,
            "last_name": last if first else "",
            "reach": message.how_to_reach[:200],
            "language": message.language,
            "reason": message.help_wanted,
        }
