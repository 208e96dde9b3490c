"""Releases for one purpose: above all that the officer's agency may learn that the intake is done (ADR 0029)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from handoff.consent.forms import EXPANDED_CLAUSES, SignedForm, fill_clause
from handoff.consent.models import InformationKind, Purpose
from handoff.consent.policies import SIGNER_MISSING
from handoff.consent.queries import discloser_of
from handoff.consent.rules import is_same_name
from handoff.consent.services import RecipientInput, ReleaseInput
from handoff.consent.wording.release_form import INTAKE_DONE_FORM, LANGUAGES, Clause, Wording, wording
from handoff.programs.models import Agency
from handoff.programs.queries import local_date, policy_at

INTAKE_DONE_DAYS = 90
"""How long the form lasts: longer than any intake deadline with its extensions."""


class OnePurposeForm(SignedForm):
    """One agency, one kind of information, one purpose, in a form of its own.

    `language` is the one the person reads. After `is_valid`, `release_input` is what they signed.
    """

    form_version: str
    kind: str
    purpose: str
    longest: int
    """The most days that the form lasts."""

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
        *,
        agency: Agency,
        person_name: str,
        language: str,
        at: datetime,
    ) -> None:
        super().__init__(data, files)
        self.agency, self.program, self.person_name = agency, agency.program, person_name
        self.language = language if language in LANGUAGES else "en"
        self.wording: Wording = wording(self.form_version, self.language)
        today = local_date(self.program, at)
        self.days = min(self.longest, policy_at(self.program, today).roi_days)
        self.last_day = today + timedelta(days=self.days - 1)
        self.add_signature()

    def add_signature(self) -> None:
        self.fields["signer_name"] = forms.CharField(
            label=self.wording.labels["signer_name"],
            max_length=160,
            initial=self.person_name,
            error_messages={"required": SIGNER_MISSING},
        )
        super().add_signature()

    @property
    def clauses(self) -> list[Clause]:
        """Every clause of the form; the page shows the first ones and folds the rest."""
        with translation.override(self.language):
            end = date_format(self.last_day, "DATE_FORMAT")
            start = date_format(self.last_day - timedelta(days=self.days - 1), "DATE_FORMAT")
        shown = ("discloser", *EXPANDED_CLAUSES, "term", "legal", "redisclosure", "copy")
        return [fill_clause(self.wording.clauses[key], self.program, start=start, end=end) for key in shown]

    @property
    def discloser(self) -> str:
        return discloser_of(self.program)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.check_signature(cleaned, scanned=bool(cleaned.get("scan")))
        return cleaned

    @property
    def release_input(self) -> ReleaseInput:
        data = self.cleaned_data
        return replace(
            self.unsigned_input,
            signer_name=data["signer_name"],
            signature=None if data.get("scan") else data.get("signature"),
            typed_name=data["typed_name"],
            witnessed=data["witnessed"],
            scan=data.get("scan"),
        )

    @property
    def unsigned_input(self) -> ReleaseInput:
        """All that the form says, without the signature."""
        return ReleaseInput(
            recipients=(RecipientInput(self.agency, frozenset({self.kind})),),
            purposes=(self.purpose,),
            days=self.days,
            discloser=self.discloser,
            language=self.language,
            form_version=self.form_version,
        )


class IntakeDoneForm(OnePurposeForm):
    """Short enough to read and sign in 20 seconds: one agency, one fact."""

    form_version = INTAKE_DONE_FORM
    kind = InformationKind.INTAKE_DONE.value
    purpose = Purpose.INTAKE_DONE.value
    longest = INTAKE_DONE_DAYS


class LinkedIntakeDoneForm(IntakeDoneForm):
    """The form as the person signs it alone, on a link that was sent to them, by typing their name (ADR 0045).

    `person_name` is the name with which they proved who they are. The signature is that name, typed once more.
    """

    def add_signature(self) -> None:
        self.fields["typed_name"] = forms.CharField(
            label=self.wording.clauses["signature"].text,
            help_text=_("Type your first and last name. That is your signature."),
            max_length=160,
            error_messages={"required": _("Type your first and last name to sign.")},
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )

    def check_signature(self, cleaned: dict[str, Any], *, scanned: bool) -> None:
        typed = cleaned.get("typed_name", "")
        if typed and not is_same_name(typed, self.person_name):
            self.add_error("typed_name", _("Type your name the same way as on the page before."))

    @property
    def release_input(self) -> ReleaseInput:
        typed = self.cleaned_data["typed_name"]
        return replace(self.unsigned_input, signer_name=self.person_name, typed_name=typed)
