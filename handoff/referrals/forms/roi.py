"""The ROI page of the wizard: the consent app's release form, one question instead of it (N5), or a choice to leave it
to program staff (R3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.files.uploadedfile import UploadedFile

from handoff.access.permissions import Permission
from handoff.consent.forms import ReleaseForm, SignedForm
from handoff.consent.intake_done.forms import IntakeDoneForm
from handoff.consent.services import ReleaseInput
from handoff.referrals.forms.base import FormData, FormFiles, StepForm
from handoff.referrals.services.numbering import choose_referring_agency

if TYPE_CHECKING:
    from handoff.referrals.forms.wizard import ReferralWizard

NOW, STAFF, ONE_QUESTION = "now", "staff", "one_question"


class RoiForm(StepForm):
    """The release form, signed now; or the form of one purpose, by which the officer's agency may learn that intake is
    done (ADR 0029); or a note that program staff will do it later.
    """

    signs = forms.ChoiceField(
        choices=[(each, each) for each in (NOW, STAFF, ONE_QUESTION)],
        required=False,
        widget=forms.HiddenInput,
        initial=NOW,
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
        self.agency = choose_referring_agency(
            wizard.actor, wizard.program, None, Permission.CHARGES_DECIDE_OWN
        )
        self.asks_one_question = (
            self.agency is not None and data is not None and data.get("signs") == ONE_QUESTION
        )
        name = f"{who.get('first_name', '')} {who.get('last_name', '')}".strip()
        language = screening.get("language") or "en"
        bound = data is not None and not self.left_to_staff
        whole, short = bound and not self.asks_one_question, bound and self.asks_one_question
        self.release = ReleaseForm(
            data if whole else None,
            files if whole else None,
            program=wizard.program,
            person_name=name,
            language=language,
            at=wizard.at,
        )
        self.one_question: IntakeDoneForm | None = None
        if self.agency is not None:
            self.one_question = IntakeDoneForm(
                data if short else None, agency=self.agency, person_name=name, language=language, at=wizard.at
            )
            # The draft could not keep a photo of this form; who signs on paper signs the whole one.
            del self.one_question.fields["scan"]

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        cleaned["release"] = self._signed() if not self.left_to_staff else None

    def _signed(self) -> ReleaseInput | None:
        if self.asks_one_question and self.one_question is not None:
            return self.one_question.release_input if self.one_question.is_valid() else None
        return self.release.cleaned_data["release"] if self.release.is_valid() else None

    def is_valid(self) -> bool:
        """Whether the choice and the form it leads to are valid. That form shows its own errors at its own fields."""
        return super().is_valid() and (self.left_to_staff or self.shown.is_valid())

    @property
    def shown(self) -> SignedForm:
        """The form that was sent, or the whole one."""
        return self.one_question if self.asks_one_question and self.one_question else self.release

    @property
    def scan(self) -> UploadedFile[bytes] | None:
        """A valid photo sent with this request. It is stored at once, even if other fields are missing."""
        return None if self.left_to_staff else getattr(self.shown, "cleaned_data", {}).get("scan")
