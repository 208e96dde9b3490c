"""The ROI step: the release form of the consent app within the officer's way, or left to staff (R3)."""

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
    """Signed now, with every field of the release form, or later with program staff."""

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
        """Take over the release where it is signed now."""
        super().clean()
        cleaned = self.cleaned_data
        signed = not self.left_to_staff and self.release.is_valid()
        cleaned["release"] = self.release.cleaned_data["release"] if signed else None

    def is_valid(self) -> bool:
        """Say whether both parts are in order; what is wrong with the release shows at its own fields."""
        return super().is_valid() and (self.left_to_staff or self.release.is_valid())

    @property
    def scan(self) -> UploadedFile[bytes] | None:
        """Return a photo that was just sent and is in order; it is stored at once, whatever else is missing."""
        return None if self.left_to_staff else getattr(self.release, "cleaned_data", {}).get("scan")
