"""Forms for the program's details, policy, hours, script, and own intake questions."""

from datetime import date, time
from typing import Any

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import (
    CheckboxTilesField,
    Form,
    LongTextField,
    PhoneField,
    StepperField,
    ThreePartDateField,
    TilesField,
    VersionedForm,
)
from handoff.programs.definitions import (
    CASELOAD_MOST,
    INTAKE_SECTIONS,
    LOOK_BACK_DAYS,
    MOST_CHECK_DAYS,
    ROI_MOST_DAYS,
    TIME_ZONES,
    WINDOW_DAYS,
)
from handoff.programs.inputs import PolicyInput, ProgramInput
from handoff.programs.models import IntakeQuestion
from handoff.programs.readers.census import read_counties


class TimeInput(forms.TimeInput):
    """A time of day, with the browser's own picker."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class ProgramForm(VersionedForm):
    name = forms.CharField(
        label=_("Name of the program"),
        max_length=120,
        error_messages={"required": _("Enter the program's name.")},
    )
    jurisdiction = forms.CharField(
        label=_("Jurisdiction"),
        max_length=120,
        help_text=_("The city or county, as officers call it."),
        error_messages={"required": _("Enter the county or city the program serves.")},
    )
    residence_rule = forms.CharField(
        label=_("Residence rule"),
        max_length=300,
        required=False,
        help_text=_(
            "Who counts as living here, in words an officer can say. For example: Stays in Orange County, "
            "with or without an address."
        ),
    )
    county_fips = forms.ChoiceField(
        label=_("County"),
        required=False,
        help_text=_("We compare the people in the program with this county's census figures."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(zone, _(name)) for zone, name in TIME_ZONES.items()],
        error_messages={"required": _("Choose a time zone.")},
    )
    languages = CheckboxTilesField(
        label=_("Languages"),
        choices=settings.LANGUAGES,
        compact=True,
        error_messages={"required": _("Choose at least one language.")},
    )
    phone = PhoneField(
        label=_("Phone"),
        help_text=_("Printed on the card officers hand out."),
        error_messages={"required": _("Enter the program's phone number.")},
    )
    text_number = PhoneField(
        label=_("Text message number"),
        required=False,
        help_text=_(
            "Enter it even if it's the number above. Left blank, the card doesn't invite anyone to text."
        ),
    )
    email = forms.EmailField(label=_("Email"), required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    card_message = forms.CharField(
        label=_("Card message in English"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}),
        help_text=_("One or two warm sentences to the person. No charges and no threats."),
    )
    card_message_es = forms.CharField(
        label=_("Card message in Spanish"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "es"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(fips, county.name) for fips, county in read_counties().items()]
        self.fields["county_fips"].choices = [("", _("Not in North Carolina, or not chosen yet")), *named]  # type: ignore[attr-defined]

    def program_input(self) -> ProgramInput:
        values = {**self.cleaned_data}
        for name in ("phone", "text_number"):
            values[name] = values[name].text
        return ProgramInput(**values)


class PolicyForm(Form):
    """A new version of the policy settings."""

    effective_on = ThreePartDateField(
        label=_("Active from"),
        error_messages={"required": _("Enter the month, day, and year this policy starts.")},
    )
    intake_window_days = StepperField(
        label=_("Intake deadline for arrest diversions"),
        unit=_("days"),
        min_value=WINDOW_DAYS[0],
        max_value=WINDOW_DAYS[1],
        help_text=_("One to four weeks. Social and community referrals have no deadline."),
        error_messages={"required": _("Enter how many days people have for intake.")},
    )
    remind_before_days = StepperField(
        label=_("Remind the care team before the deadline"),
        unit=_("days"),
        min_value=1,
        error_messages={"required": _("Enter how many days before the deadline to remind the care team.")},
    )
    contact_due_hours = StepperField(
        label=_("First contact is due within"),
        unit=_("hours"),
        min_value=1,
        max_value=336,
        step=12,
        error_messages={"required": _("Enter how many hours there are for the first contact.")},
    )
    staffing_every_days = StepperField(
        label=_("The team meets every"),
        unit=_("days"),
        min_value=1,
        max_value=90,
        step=7,
        error_messages={"required": _("Enter how many days there are between team meetings.")},
    )
    caseload_full_time = StepperField(
        label=_("Caseload limit, full-time case manager"),
        unit=_("people"),
        min_value=1,
        max_value=CASELOAD_MOST,
        help_text=_("About 20 works well. Above 20, people start waiting. The highest you can set is 25."),
        error_messages={"required": _("Enter the caseload limit for a full-time case manager.")},
    )
    caseload_part_time = StepperField(
        label=_("Caseload limit, part-time case manager"),
        unit=_("people"),
        min_value=1,
        max_value=CASELOAD_MOST,
        error_messages={"required": _("Enter the caseload limit for a part-time case manager.")},
    )
    caseload_ceiling = StepperField(
        label=_("A supervisor gives a reason above"),
        unit=_("people"),
        min_value=1,
        max_value=CASELOAD_MOST,
        error_messages={"required": _("Enter above how many people a supervisor gives a reason.")},
    )
    weight_intensive = StepperField(
        label=_("Someone with intensive support counts"),
        unit=_("percent of a person"),
        min_value=100,
        max_value=300,
        step=25,
        error_messages={"required": _("Enter how much someone with intensive support counts.")},
    )
    weight_light = StepperField(
        label=_("Someone with light support counts"),
        unit=_("percent of a person"),
        min_value=0,
        max_value=100,
        step=25,
        error_messages={"required": _("Enter how much someone with light support counts.")},
    )
    silent_days = StepperField(
        label=_("Remind the worker after no contact for"),
        unit=_("days"),
        min_value=1,
        max_value=365,
        error_messages={"required": _("Enter after how many days without contact the worker is reminded.")},
    )
    out_of_touch_days = StepperField(
        label=_("Count a participant as out of touch after"),
        unit=_("days"),
        min_value=1,
        max_value=365,
        help_text=_("They're counted apart in a caseload. Nothing else depends on it."),
        error_messages={"required": _("Enter after how many days a participant counts as out of touch.")},
    )
    roi_days = StepperField(
        label=_("A release of information (ROI) lasts"),
        unit=_("days"),
        min_value=1,
        max_value=ROI_MOST_DAYS,
        step=30,
        error_messages={"required": _("Enter how many days a release of information (ROI) lasts.")},
    )
    declined_kept_days = StepperField(
        label=_("Keep records of people who weren't enrolled for"),
        unit=_("days"),
        min_value=1,
        max_value=3650,
        step=30,
        error_messages={"required": _("Enter how many days to keep records of people who weren't enrolled.")},
    )

    directory_check_days = StepperField(
        label=_("Check services in the provider directory again after"),
        unit=_("days"),
        min_value=1,
        max_value=MOST_CHECK_DAYS,
        step=30,
        error_messages={"required": _("Enter after how many days services are checked again.")},
    )
    look_back_days = StepperField(
        label=_("Compare what happened before and after a referral over"),
        unit=_("days"),
        min_value=LOOK_BACK_DAYS[0],
        max_value=LOOK_BACK_DAYS[1],
        step=30,
        help_text=_(
            "As many days before as after. If you change it, months that are already over keep the earlier number."
        ),
        error_messages={"required": _("Enter over how many days before and after are compared.")},
    )

    def policy_input(self) -> tuple[PolicyInput, date]:
        """The settings, and the day from which they apply."""
        values = {**self.cleaned_data}
        effective_on = values.pop("effective_on")
        return PolicyInput(**values), effective_on


class HoursForm(Form):
    """Opening and closing time of each weekday; both blank is closed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday, name in WEEKDAYS.items():
            opens, closes = _("%(day)s, opens at"), _("%(day)s, closes at")
            for word, label in (("opens", opens), ("closes", closes)):
                self.fields[f"{word}_{weekday}"] = forms.TimeField(
                    label=str(label) % {"day": name}, required=False, widget=TimeInput()
                )

    @property
    def days(self) -> list[tuple[object, forms.BoundField, forms.BoundField]]:
        """Each weekday's name with its two fields."""
        return [
            (name, self[f"opens_{weekday}"], self[f"closes_{weekday}"]) for weekday, name in WEEKDAYS.items()
        ]

    def clean(self) -> dict[str, object]:
        """Ask for both times of a day or neither."""
        values = super().clean() or {}
        for weekday in WEEKDAYS:
            opens, closes = values.get(f"opens_{weekday}"), values.get(f"closes_{weekday}")
            if bool(opens) != bool(closes) and not self.errors:
                missing = "closes" if opens else "opens"
                self.add_error(
                    f"{missing}_{weekday}",
                    _("Enter both times, or leave both blank if you're closed that day."),
                )
        return values

    def hours(self) -> dict[int, tuple[time, time]]:
        """Opening and closing time of each open weekday (0 is Monday)."""
        values = self.cleaned_data
        return {
            weekday: (values[f"opens_{weekday}"], values[f"closes_{weekday}"])
            for weekday in WEEKDAYS
            if values[f"opens_{weekday}"]
        }


class DayForm(Form):
    """A day that differs from the week."""

    day = ThreePartDateField(
        label=_("Day"), error_messages={"required": _("Enter the month, day, and year of the day.")}
    )
    name = forms.CharField(
        label=_("Name of the day"),
        max_length=80,
        help_text=_("For example: Staff training."),
        error_messages={"required": _("Enter a name for the day, such as Thanksgiving.")},
    )
    open = TilesField(
        label=_("On this day the program is"),
        choices=[("no", _("Closed")), ("yes", _("Open"))],
        compact=True,
        initial="no",
        error_messages={"required": _("Choose whether the program is open or closed that day.")},
    )


class ScriptForm(Form):
    """The words to read aloud, in one language."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, widget=forms.HiddenInput)
    text = LongTextField(
        label=_("Officer script"),
        rows=8,
        note=_(
            "Keep it warm and plain. Say that it's their choice. No threats, and no promise of treatment."
        ),
        error_messages={"required": _("Enter the script that officers read aloud.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["lang"] = self["language"].value()


class QuestionForm(Form):
    """A question the program adds to its intake."""

    section = forms.ChoiceField(
        label=_("Part of the intake"),
        choices=[(key, gettext_lazy(title)) for key, title in INTAKE_SECTIONS],
        error_messages={"required": _("Choose a part of the intake.")},
    )
    text = forms.CharField(
        label=_("Question in English"),
        max_length=200,
        widget=forms.TextInput(attrs={"lang": "en"}),
        error_messages={"required": _("Enter the question in English.")},
        help_text=_("For example: Do you have a pet that needs a place to stay?"),
    )
    text_es = forms.CharField(
        label=_("Question in Spanish"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"lang": "es"}),
    )
    answer_kind = TilesField(
        label=_("Type of answer"),
        choices=IntakeQuestion.AnswerKind.choices,
        initial="text",
        error_messages={"required": _("Choose a type of answer.")},
    )
    choices = LongTextField(
        label=_("Answers to choose from"),
        required=False,
        rows=4,
        note=_("One per line. Only for “One from a list.”"),
        help_text=_("One on each line."),
    )
