"""The ROI page of the wizard: the consent app's release form, or a choice to leave it to program staff (R3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.files.uploadedfile import UploadedFile

from handoff.consent.forms import ReleaseForm
from handoff.referrals.forms.base import FormData, FormFiles, StepForm

if TYPE_CHECKING:
    from handoff.referrals.forms.wizard import ReferralWizard

NOW, STAFF = "now", "staff"


class RoiForm(StepForm):
    """Either the release form, signed now, or a note that program staff will do it later."""

    signs = forms.ChoiceField(
        choices=[(NOW, NOW), (STAFF, STAFF)], required=False, widget=forms.HiddenInput, initial=NOW
    )

    def __init__(
        self,
        data: FormData | None = None,
        files: FormFiles | None = None,
        *,
        wizard: ReferralWizard,
    ) -> None:
        super().__init__(data, files, wizard=wizard)
        who, screening = wizard.cleaned_answers("who"), wizard.cleaned_answers("screening")
        self.left_to_staff = data is not None and data.get("signs") == STAFF
        bound = data is not None and not self.left_to_staff
        self.release = ReleaseForm(
            data if bound else None,
            files if bound else None,
            program=wizard.program,
            person_name=f"{who.get('first_name', '')} {who.get('last_name', '')}".strip(),
            language=screening.get("language") or "en",
            at=wizard.at,
        )

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        signed = not self.left_to_staff and self.release.is_valid()
        cleaned["release"] = self.release.cleaned_data["release"] if signed else None

    def is_valid(self) -> bool:
        """Whether both forms are valid. The release form shows its own errors at its own fields."""
        return super().is_valid() and (self.left_to_staff or self.release.is_valid())

    @property
    def scan(self) -> UploadedFile[bytes] | None:
        """A valid photo sent with this request. It is stored at once, even if other fields are missing."""
        return None if self.left_to_staff else getattr(self.release, "cleaned_data", {}).get("scan")
