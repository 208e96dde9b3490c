"""Forms for legal requests, erasure, retention rules and breaches."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import (
    CheckboxField,
    CheckboxTilesField,
    Form,
    LongTextField,
    ScanField,
    StepperField,
    ThreePartDateField,
    TilesField,
)
from handoff.core.instructions import InstructedForm
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.records.definitions import MOST_DAYS
from handoff.records.models import (
    Breach,
    BreachDuty,
    ErasureRequest,
    FactKind,
    LegalRequest,
    PaperKind,
    RecordKind,
)
from handoff.records.services.breaches import BreachAssessmentInput, BreachInput
from handoff.records.services.legal import LegalPaperInput, LegalRequestInput

NO_CLINIC = _("Don't write anything about health, treatment, or criminal history here.")
NO_NAMES = _("Don't write any names here.")


class FindForm(Form):
    """A search for anyone in the program, participant or not."""

    first_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=80, required=False)
    born_on = ThreePartDateField(label=_("Date of birth"), required=False, birthday=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("first_name") and not cleaned.get("last_name") and not self.errors:
            self.add_error("last_name", _("Enter a first or last name."))
        return cleaned

    def query(self) -> LookupQuery:
        typed = self.cleaned_data
        return LookupQuery(first=typed["first_name"], last=typed["last_name"], dob=typed["born_on"])


class PaperForm(Form):
    """A paper that came with a legal request."""

    instructed = InstructedForm("legal-request", _("Legal request"))

    kind = TilesField(
        label=_("Type"),
        choices=PaperKind.choices,
        error_messages={"required": _("Choose a type of document.")},
    )
    issued_by = forms.CharField(
        label=_("Issued by"),
        max_length=160,
        required=False,
        help_text=_("For example: Superior Court, Orange County."),
    )
    issued_on = ThreePartDateField(label=_("Date on the document"), required=False)
    names_counseling = CheckboxField(label=_("The order itself names counseling notes"), required=False)
    scan = ScanField(label=_("Scan or photo of the document"), required=False)

    def paper_input(self) -> LegalPaperInput:
        names = ("kind", "issued_by", "issued_on", "names_counseling", "scan")
        return LegalPaperInput(**{name: self.cleaned_data[name] for name in names})


class RequestForm(PaperForm):
    """A legal request as it comes in, with its first paper."""

    from_whom = forms.CharField(
        label=_("Who is asking?"), max_length=160, help_text=_("A name and office, as on the letter.")
    )
    received_on = ThreePartDateField(
        label=_("Received on"), error_messages={"required": _("Enter the month, day, and year it arrived.")}
    )
    received_how = TilesField(label=_("How did it arrive?"), choices=LegalRequest.How.choices, compact=True)
    due_on = ThreePartDateField(
        label=_("Answer due on"),
        required=False,
        help_text=_("The date that the document sets. Leave blank if it sets none."),
    )
    scope_asked = LongTextField(
        label=_("What are they asking for?"),
        max_length=1000,
        note=NO_CLINIC,
        help_text=_("In the words of the request. For example: all records from January to March."),
    )
    notes = LongTextField(label=_("Notes"), max_length=500, required=False, note=NO_CLINIC)
    field_order = ("kind", "from_whom", "received_on", "received_how", "due_on", "scope_asked", "notes")

    def request_input(self) -> LegalRequestInput:
        names = ("kind", "from_whom", "received_on", "received_how", "due_on", "scope_asked", "notes")
        return LegalRequestInput(**{name: self.cleaned_data[name] for name in names})


class CounselForm(Form):
    """Which counsel was consulted, and when."""

    instructed = InstructedForm("legal-advice", _("Legal request: advice from an attorney"))

    name = forms.CharField(
        label=_("Attorney"),
        max_length=120,
        help_text=_("Name and office. For example: Dana Wells, county attorney."),
        error_messages={"required": _("Enter the attorney's name.")},
    )
    consulted_on = ThreePartDateField(
        label=_("Date asked"), error_messages={"required": _("Enter the month, day, and year you asked.")}
    )


class AnswerForm(Form):
    """The proposed answer to a legal request."""

    instructed = InstructedForm("legal-answer", _("Legal request: answer"))

    answer = TilesField(
        label=_("Answer"),
        choices=LegalRequest.Answer.choices,
        error_messages={"required": _("Choose an answer to the request.")},
    )
    kinds = CheckboxTilesField(
        label=_("Kinds of information to release"),
        choices=FactKind.choices,
        required=False,
        help_text=_("Only what the request covers and the law allows."),
    )
    reason = LongTextField(
        label=_("Reason"),
        max_length=500,
        note=NO_CLINIC,
        help_text=_("For example: the order names these records, and a judge signed it."),
        error_messages={"required": _("Enter a reason for the answer.")},
    )


class ErasureForm(Form):
    """Why a person's records are to be erased."""

    instructed = InstructedForm("erasure", _("Records: erasing them"))

    reason = TilesField(label=_("Why?"), choices=ErasureRequest.Reason.choices)
    words = LongTextField(
        label=_("Briefly"),
        max_length=300,
        required=False,
        note=NO_CLINIC,
        help_text=_("For example: entered under the wrong name."),
    )


class RuleForm(Form):
    """How long a kind of record is kept from a day on."""

    instructed = InstructedForm("retention-rule", _("Records: how long they're kept"))

    kind = TilesField(
        label=_("Kind of record"),
        choices=RecordKind.choices,
        error_messages={"required": _("Choose a kind of record.")},
    )
    days = StepperField(
        label=_("Kept for"),
        unit=_("days"),
        min_value=1,
        max_value=MOST_DAYS,
        error_messages={"required": _("Enter how many days to keep it.")},
    )
    source = forms.CharField(
        label=_("Legal basis"),
        max_length=300,
        help_text=_("The law, contract, or decision this is based on, with its date."),
        error_messages={"required": _("Enter the law or policy this is based on.")},
    )
    effective_on = ThreePartDateField(
        label=_("Active from"),
        error_messages={"required": _("Enter the month, day, and year this rule starts.")},
    )


class PeriodForm(Form):
    """First and last day of a period, at most five years."""

    first = ThreePartDateField(
        label=_("From"), error_messages={"required": _("Enter the month, day, and year the period starts.")}
    )
    last = ThreePartDateField(
        label=_("To"), error_messages={"required": _("Enter the month, day, and year the period ends.")}
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and not first <= last <= first.replace(year=first.year + 5, day=min(first.day, 28)):
            self.add_error("last", _("Choose a period of at most five years."))
        return cleaned


class BreachForm(Form):
    """The known facts of a breach."""

    instructed = InstructedForm("breach", _("Possible breach"))

    discovered_on = ThreePartDateField(
        label=_("Date discovered"),
        error_messages={"required": _("Enter the month, day, and year it was discovered.")},
    )
    discovered_time = forms.TimeField(
        label=_("At what time?"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("For example, 14:30."),
    )
    happened_on = ThreePartDateField(label=_("Date it happened, if known"), required=False)
    what_happened = LongTextField(
        label=_("What happened?"),
        max_length=1000,
        note=NO_NAMES,
        help_text=_("For example: a printed list was left on a bus."),
    )
    kinds = CheckboxTilesField(label=_("What information got out?"), choices=FactKind.choices)
    people_affected = StepperField(
        label=_("How many people?"),
        unit=_("people"),
        min_value=0,
        help_text=_("Everyone whose information got out. An estimate is enough for now."),
    )

    def breach_input(self, zone: ZoneInfo) -> BreachInput:
        """The time typed is in the program's time zone."""
        data = self.cleaned_data
        on: date = data["discovered_on"]
        when: time = data["discovered_time"]
        return BreachInput(
            discovered_at=datetime.combine(on, when, zone),
            what_happened=data["what_happened"],
            kinds=tuple(data["kinds"]),
            people_affected=data["people_affected"],
            happened_on=data["happened_on"],
        )


class AssessmentForm(Form):
    """The four factors of 45 CFR 164.402(2)."""

    instructed = InstructedForm("breach-assessment", _("Possible breach: assessment"))

    nature = LongTextField(
        label=_("What information, and how easily could it identify someone?"),
        max_length=500,
        note=NO_NAMES,
        help_text=_("For example: 12 names with the date of their next appointment."),
    )
    recipient = LongTextField(
        label=_("Who got or used it without permission?"),
        max_length=500,
        note=NO_NAMES,
        help_text=_("For example: a driver of the bus company, who must keep it private."),
    )
    acquired = LongTextField(
        label=_("Did anyone actually get it or look at it?"),
        max_length=500,
        note=NO_NAMES,
        help_text=_("For example: the email was opened once, then deleted."),
    )
    mitigated = LongTextField(
        label=_("What has been done to reduce the risk?"),
        max_length=500,
        note=NO_NAMES,
        help_text=_("For example: the list came back and was shredded the same day."),
    )
    conclusion = TilesField(
        label=_("What do you conclude?"),
        choices=[each for each in Breach.Conclusion.choices if each[0] != Breach.Conclusion.UNDECIDED],
    )

    def assessment_input(self) -> BreachAssessmentInput:
        return BreachAssessmentInput(**self.cleaned_data)


class DutyForm(Form):
    """Whether a party was notified."""

    instructed = InstructedForm("breach-notice", _("Possible breach: notice"))

    outcome = TilesField(
        label=_("What was done?"),
        choices=[each for each in BreachDuty.Outcome.choices if each[0] != BreachDuty.Outcome.OPEN],
    )
    reason = LongTextField(
        label=_("How they were notified, or why they don't need to be"),
        max_length=300,
        required=False,
        note=NO_NAMES,
        help_text=_("For example: letter mailed on June 3, 2026."),
    )
