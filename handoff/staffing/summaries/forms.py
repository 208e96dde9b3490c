"""Forms of a summary: its words, and the consent that the person signs under them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from handoff.consent.intake_done.forms import OnePurposeForm
from handoff.consent.models import MOST_STATEMENT, InformationKind, Purpose
from handoff.consent.services import ReleaseInput
from handoff.consent.wording.release_form import SUMMARY_FORM
from handoff.core.forms import Form, LongTextField, TilesField
from handoff.core.instructions import InstructedForm
from handoff.programs.models import Agency
from handoff.staffing.models import ParticipationSummary
from handoff.staffing.summaries.policies import WORDS_CHANGED

SUMMARY_DAYS = 180
"""How long a consent to a summary lasts at most: a case that takes longer gets new words and a new signature."""


class WordsForm(Form):
    """Who the summary is for, and its words."""

    kept_while_typed = True
    instructed = InstructedForm("summary-words", _("Summary for a case"), fixed=("agency",))

    agency = TilesField(
        label=_("Who is it for?"),
        error_messages={"required": _("Choose who the summary is for.")},
    )
    words = LongTextField(
        label=_("What do they want said?"),
        max_length=MOST_STATEMENT,
        rows=8,
        note=_(
            "Write it with them, in plain words. Nothing about health, treatment, substances, places, or contact, and "
            "nothing from notes."
        ),
        error_messages={"required": _("Write the summary first, and read it with the person.")},
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        agencies: Sequence[Agency],
        summary: ParticipationSummary | None = None,
        start: str = "",
    ) -> None:
        initial = {"words": start}
        if summary is not None:
            initial = {"words": summary.words, "agency": str(summary.agency.public_id)}
        super().__init__(data, initial=initial)
        self.agencies = {str(each.public_id): each for each in agencies}
        self.fields["agency"].choices = [  # type: ignore[attr-defined]
            (key, each.name) for key, each in self.agencies.items()
        ]

    @property
    def recipient(self) -> Agency:
        return self.agencies[self.cleaned_data["agency"]]


SIGNED_WITH = ("signature", "typed_name", "witnessed")
"""What is given for the words that the page shows, and for no others."""


class SummaryConsentForm(OnePurposeForm):
    """The form of its own for a legal proceeding: these words, this recipient, and no other (42 CFR 2.31)."""

    form_version = SUMMARY_FORM
    kind = InformationKind.SUMMARY.value
    purpose = Purpose.PROCEEDINGS.value
    longest = SUMMARY_DAYS

    def __init__(
        self,
        data: MultiValueDict[str, str] | None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None",
        *,
        summary: ParticipationSummary,
        person_name: str,
        language: str,
        at: datetime,
    ) -> None:
        self.summary = summary
        super().__init__(
            data, files, agency=summary.agency, person_name=person_name, language=language, at=at
        )
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=summary.version)

    def show_current_version(self, sent: QueryDict) -> None:
        """The page that comes back shows the words as they are now. What was signed under others is signed anew."""
        current = str(self.summary.version)
        if not self.is_bound or sent.get("version") == current:
            return
        data = sent.copy()
        data["version"] = current
        for name in SIGNED_WITH:
            data.pop(name, None)
        self.data = data
        if str(WORDS_CHANGED) not in self.non_field_errors():
            self.add_error(None, str(WORDS_CHANGED))

    @property
    def version(self) -> int:
        return int(self.cleaned_data["version"])

    @property
    def unsigned_input(self) -> ReleaseInput:
        return replace(super().unsigned_input, statement=self.summary.words)
