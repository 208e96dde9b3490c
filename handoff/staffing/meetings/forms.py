"""Forms of meetings: the rhythm, one date, who comes, and who leads."""

from collections.abc import Iterable, Sequence
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import (
    CheckboxField,
    CheckboxTilesField,
    ClockTimeField,
    Form,
    StepperField,
    ThreePartDateField,
    TilesField,
)
from handoff.core.instructions import InstructedForm
from handoff.staffing.meetings.inputs import MeetingInput, SeriesInput
from handoff.staffing.meetings.policies import LONGEST, SHORTEST
from handoff.staffing.meetings.wording import WEEKS
from handoff.staffing.models import MeetingSeries
from handoff.staffing.models.meetings import MOST_PLACE

Choices = Sequence[tuple[str, str]]
GroupedChoices = Sequence[tuple[str, Choices]]
NO_NAMES = _("Invitations are sent by email. Don't write a participant's name or address here.")


def place_field() -> forms.CharField:
    return forms.CharField(
        label=_("Where do you meet?"),
        max_length=MOST_PLACE,
        help_text=NO_NAMES,
        error_messages={"required": _("Enter where you meet.")},
    )


def minutes_field() -> StepperField:
    return StepperField(
        label=_("How long does it take?"),
        unit=_("minutes"),
        step=15,
        min_value=SHORTEST,
        max_value=LONGEST,
        start=60,
        error_messages={"required": _("Enter how long the meeting takes.")},
    )


def attendees_field() -> CheckboxTilesField:
    return CheckboxTilesField(
        label=_("Who comes?"),
        help_text=_("Everyone with a role that comes to meetings, by organization."),
        error_messages={"required": _("Choose who comes.")},
    )


class SeriesForm(Form):
    """How often, when and where the team meets, and who comes."""

    instructed = InstructedForm("meeting-series", _("Staffing meetings: how often"), fixed=("attendees",))

    rhythm = TilesField(label=_("How often do you meet?"), choices=MeetingSeries.Rhythm.choices)
    weeks = CheckboxTilesField(
        label=_("In which weeks of the month?"),
        choices=WEEKS,
        compact=True,
        required=False,
        help_text=_("Only for “In certain weeks of the month.” For example: second and fourth."),
    )
    weekday = forms.ChoiceField(
        label=_("On which day of the week?"),
        choices=[(str(number), name) for number, name in WEEKDAYS.items()],
    )
    starts_on = ThreePartDateField(
        label=_("From which day on?"),
        help_text=_(
            "Meetings before that day stay. Later ones that don't match are canceled, and can't be restored."
        ),
        error_messages={"required": _("Enter the first day.")},
    )
    starts_at = ClockTimeField(label=_("Start time"), error_messages={"required": _("Enter the start time.")})
    minutes = minutes_field()
    place = place_field()
    attendees = attendees_field()

    def __init__(
        self,
        data: QueryDict | None,
        *,
        series: MeetingSeries | None,
        starts_on: date,
        members: GroupedChoices,
    ) -> None:
        initial: dict[str, object] = {"starts_on": starts_on}
        if series is not None:
            initial |= {
                "rhythm": series.rhythm,
                "weeks": [str(each) for each in series.weeks],
                "weekday": str(series.weekday),
                "starts_at": series.starts_at.strftime("%H:%M"),
                "minutes": series.minutes,
                "place": series.place,
                "attendees": [str(each) for each in series.attendees],
            }
        super().__init__(data, initial=initial)
        self.fields["attendees"].choices = members  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        sent = self.cleaned_data
        if sent.get("rhythm") == MeetingSeries.Rhythm.MONTHLY and not sent.get("weeks"):
            self.add_error("weeks", _("Choose the weeks of the month."))

    def series_input(self) -> SeriesInput:
        sent = self.cleaned_data
        return SeriesInput(
            rhythm=sent["rhythm"],
            weekday=int(sent["weekday"]),
            weeks=tuple(int(each) for each in sent["weeks"]),
            starts_on=sent["starts_on"],
            starts_at=sent["starts_at"],
            minutes=sent["minutes"],
            place=sent["place"],
            attendees=[int(each) for each in sent["attendees"]],
        )


class MeetingForm(Form):
    """One meeting: day, time, place and a note for the invitation."""

    instructed = InstructedForm("meeting", _("Staffing meeting: date and place"))

    on = ThreePartDateField(label=_("Day"), error_messages={"required": _("Enter the day.")})
    starts_at = ClockTimeField(label=_("Start time"), error_messages={"required": _("Enter the start time.")})
    minutes = minutes_field()
    place = place_field()
    note = forms.CharField(
        label=_("Note in the invitation"), max_length=MOST_PLACE, required=False, help_text=NO_NAMES
    )
    is_correction = CheckboxField(
        label=_("I only corrected the spelling of the place. No one needs to answer again."), required=False
    )

    def __init__(
        self, data: QueryDict | None, *, initial: dict[str, object] | None = None, is_new: bool = False
    ) -> None:
        super().__init__(data, initial=initial)
        if is_new:
            del self.fields["is_correction"]

    def meeting_input(self) -> MeetingInput:
        sent = self.cleaned_data
        return MeetingInput(
            on=sent["on"],
            starts_at=sent["starts_at"],
            minutes=sent["minutes"],
            place=sent["place"],
            note=sent["note"],
            is_correction=sent.get("is_correction", False),
        )


class AttendeesForm(Form):
    """Who comes to one meeting."""

    attendees = attendees_field()

    def __init__(self, data: QueryDict | None, *, members: GroupedChoices, asked: Iterable[int]) -> None:
        super().__init__(data, initial={"attendees": [str(each) for each in asked]})
        self.fields["attendees"].choices = members  # type: ignore[attr-defined]

    @property
    def user_ids(self) -> list[int]:
        return [int(each) for each in self.cleaned_data["attendees"]]


class DutyForm(Form):
    """Who leads the meetings from today on."""

    instructed = InstructedForm("meeting-facilitator", _("Staffing meetings: who leads"))

    user = forms.ChoiceField(
        label=_("Facilitator"),
        required=False,
        help_text=_("While they're on leave, whoever covers for them in their handover plan leads."),
    )

    def __init__(self, data: QueryDict | None, *, able: Choices, current: int | None) -> None:
        super().__init__(data, initial={"user": str(current or "")})
        self.fields["user"].choices = [("", _("The program manager")), *able]  # type: ignore[attr-defined]

    @property
    def user_id(self) -> int | None:
        chosen = self.cleaned_data["user"]
        return int(chosen) if chosen else None
