"""Legal requests, erasure, rules of keeping, breaches: what is asked of staff."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from handoff.core.forms import (
    Form,
    LongTextField,
    ScanField,
    StepperField,
    ThreePartDateField,
    TickField,
    TickTilesField,
    TilesField,
)
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
from handoff.records.services.breaches import Assessment, BreachGiven
from handoff.records.services.legal import PaperGiven, RequestGiven

NO_CLINIC = _("Write nothing about health, treatment or criminal history here.")
NO_NAMES = _("Write no names here.")


class FindForm(Form):
    """Who is meant: anybody in the program, whether or not they take part."""

    first_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=80, required=False)
    born_on = ThreePartDateField(label=_("Date of birth"), required=False, birthday=True)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("first_name") and not given.get("last_name") and not self.errors:
            self.add_error("last_name", _("Type a first or a last name."))
        return given

    def query(self) -> LookupQuery:
        """Return who is meant, as the lookup takes it."""
        given = self.cleaned_data
        return LookupQuery(first=given["first_name"], last=given["last_name"], dob=given["born_on"])


class PaperForm(Form):
    """A paper that a request came with."""

    kind = TilesField(label=_("What is it?"), choices=PaperKind.choices)
    issued_by = forms.CharField(label=_("Issued by"), max_length=160, required=False)
    issued_on = ThreePartDateField(label=_("Date on the paper"), required=False)
    names_counseling = TickField(label=_("The order itself names counseling notes"), required=False)
    scan = ScanField(label=_("Scan or photo of the paper"), required=False)

    def paper(self) -> PaperGiven:
        """Return the paper as the service takes it."""
        names = ("kind", "issued_by", "issued_on", "names_counseling", "scan")
        return PaperGiven(**{name: self.cleaned_data[name] for name in names})


class RequestForm(PaperForm):
    """A legal request as it comes in, with its first paper."""

    from_whom = forms.CharField(label=_("Who asks?"), max_length=160)
    received_on = ThreePartDateField(label=_("Received on"))
    received_how = TilesField(label=_("How did it come?"), choices=LegalRequest.How.choices, compact=True)
    due_on = ThreePartDateField(label=_("Answer due on"), required=False)
    scope_asked = LongTextField(label=_("What is asked for?"), max_length=1000, note=NO_CLINIC)
    notes = LongTextField(label=_("Notes"), max_length=500, required=False, note=NO_CLINIC)
    field_order = ("kind", "from_whom", "received_on", "received_how", "due_on", "scope_asked", "notes")

    def request(self) -> RequestGiven:
        """Return the request as the service takes it."""
        names = ("kind", "from_whom", "received_on", "received_how", "due_on", "scope_asked", "notes")
        return RequestGiven(**{name: self.cleaned_data[name] for name in names})


class CounselForm(Form):
    """Who was asked, and when."""

    name = forms.CharField(label=_("Counsel"), max_length=120)
    consulted_on = ThreePartDateField(label=_("Asked on"))


class AnswerForm(Form):
    """What one person proposes."""

    answer = TilesField(label=_("Answer"), choices=LegalRequest.Answer.choices)
    kinds = TickTilesField(label=_("Kinds of facts to release"), choices=FactKind.choices, required=False)
    reason = LongTextField(label=_("Reason"), max_length=500, note=NO_CLINIC)


class ErasureForm(Form):
    """Why somebody is to be erased."""

    reason = TilesField(label=_("Why?"), choices=ErasureRequest.Reason.choices)
    words = LongTextField(label=_("In a few words"), max_length=300, required=False, note=NO_CLINIC)


class RuleForm(Form):
    """How long a kind of record is kept from a day on."""

    kind = TilesField(label=_("Kind of record"), choices=RecordKind.choices)
    days = StepperField(label=_("Kept for"), unit=_("days"), min_value=1, max_value=MOST_DAYS)
    source = forms.CharField(
        label=_("Ground"),
        max_length=300,
        help_text=_("The law, contract or decision this rests on, with its date."),
    )
    effective_on = ThreePartDateField(label=_("In force from"))


class PeriodForm(Form):
    """From which month to which."""

    first = ThreePartDateField(label=_("From"))
    last = ThreePartDateField(label=_("To"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and not first <= last <= first.replace(year=first.year + 5, day=min(first.day, 28)):
            self.add_error("last", _("Choose a period of at most five years."))
        return given


class BreachForm(Form):
    """What is known of a breach."""

    discovered_on = ThreePartDateField(label=_("Discovered on"))
    discovered_time = forms.TimeField(
        label=_("At what time?"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("Such as 14:30."),
    )
    happened_on = ThreePartDateField(label=_("Happened on, if known"), required=False)
    what_happened = LongTextField(label=_("What happened?"), max_length=1000, note=NO_NAMES)
    kinds = TickTilesField(label=_("What became known?"), choices=FactKind.choices)
    people_affected = StepperField(label=_("How many people?"), unit=_("people"), min_value=0)

    def given(self, zone: ZoneInfo) -> BreachGiven:
        """Return the breach as the service takes it; the time is the program's own."""
        data = self.cleaned_data
        on: date = data["discovered_on"]
        when: time = data["discovered_time"]
        return BreachGiven(
            discovered_at=datetime.combine(on, when, zone),
            what_happened=data["what_happened"],
            kinds=tuple(data["kinds"]),
            people_affected=data["people_affected"],
            happened_on=data["happened_on"],
        )


class AssessmentForm(Form):
    """The four factors of 45 CFR 164.402(2)."""

    nature = LongTextField(
        label=_("What facts, and how easily is somebody told from them?"), max_length=500, note=NO_NAMES
    )
    recipient = LongTextField(label=_("Who had or used them without leave?"), max_length=500, note=NO_NAMES)
    acquired = LongTextField(
        label=_("Were they really acquired or looked at?"), max_length=500, note=NO_NAMES
    )
    mitigated = LongTextField(
        label=_("What has been done to lessen the risk?"), max_length=500, note=NO_NAMES
    )
    conclusion = TilesField(
        label=_("What follows?"),
        choices=[each for each in Breach.Conclusion.choices if each[0] != Breach.Conclusion.UNDECIDED],
    )

    def given(self) -> Assessment:
        """Return the assessment as the service takes it."""
        return Assessment(**self.cleaned_data)


class DutyForm(Form):
    """Whether somebody was told."""

    outcome = TilesField(
        label=_("What was done?"),
        choices=[each for each in BreachDuty.Outcome.choices if each[0] != BreachDuty.Outcome.OPEN],
    )
    reason = LongTextField(
        label=_("How they were told, or why they need not be"), max_length=300, required=False, note=NO_NAMES
    )
