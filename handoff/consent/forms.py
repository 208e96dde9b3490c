"""The release form, on its own page or as a step of a referral, in the language the person reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from handoff.consent.models import InformationKind, Release
from handoff.consent.policies import (
    MAX_RELEASE_DAYS,
    NOT_SIGNED,
    NOT_WITNESSED,
    OTHER_NAME_TYPED,
    SIGNER_MISSING,
)
from handoff.consent.queries import discloser_of
from handoff.consent.rules import COUNSELING, is_same_name, receivable_kinds
from handoff.consent.services import RecipientInput, ReleaseInput
from handoff.consent.wording.parts import BY_PHONE_ALONE
from handoff.consent.wording.release_form import FORM_VERSION, LANGUAGES, Clause, Wording, wording
from handoff.core.forms import (
    CheckboxField,
    CheckboxTilesField,
    Form,
    ScanField,
    SignatureField,
    StepperField,
    ThreePartDateField,
    TilesField,
)
from handoff.core.forms.phones import shown_phone
from handoff.core.languages import full_date
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date, partner_agencies, policy_at

Kind = InformationKind
TERMS = (365, 180, 90)
OTHER_TERM = "other"
EXPANDED_CLAUSES = ("voluntary", "revoke")
COLLAPSED_CLAUSES = ("reporting", "legal", "redisclosure", "copy")

SUGGESTED_KINDS: dict[str, tuple[str, ...]] = {
    Agency.Kind.LAW_ENFORCEMENT: (Kind.PARTICIPATION,),
    Agency.Kind.DISTRICT_ATTORNEY: (Kind.PARTICIPATION, Kind.CHARGES),
    Agency.Kind.COMMUNITY_CORRECTIONS: (Kind.PARTICIPATION,),
    Agency.Kind.CASE_MANAGEMENT: (Kind.PARTICIPATION, Kind.CONTACT, Kind.CHARGES, Kind.PROGRESS, Kind.NEEDS),
    Agency.Kind.TREATMENT: (Kind.CONTACT, Kind.NEEDS),
    Agency.Kind.COMMUNITY: (Kind.CONTACT, Kind.NEEDS),
    Agency.Kind.LME_MCO: (Kind.CONTACT, Kind.NEEDS),
    Agency.Kind.HOSPITAL_EMS: (Kind.CONTACT, Kind.NEEDS),
    Agency.Kind.MOBILE_CRISIS: (Kind.CONTACT, Kind.NEEDS),
    Agency.Kind.JAIL: (Kind.PARTICIPATION,),
}
"""What is ticked beforehand beside an agency that the person may choose to name: the least it needs, never
treatment or health, which the person ticks themself. No agency is named beforehand.
"""

USUAL_RECIPIENTS = frozenset(
    {Agency.Kind.LAW_ENFORCEMENT, Agency.Kind.DISTRICT_ATTORNEY, Agency.Kind.CASE_MANAGEMENT}
)


@dataclass(frozen=True)
class RecipientRow:
    """One agency on the form: the checkbox that names it, and the kinds of information it may receive."""

    agency: Agency
    tick: forms.BoundField
    kinds: forms.BoundField
    open: bool


class SignedForm(Form):
    """What a person signs in the language they read: by drawing, by typing their name, or on paper.

    Its errors are in that language too. A typed name needs a witness, and counsel's word (ADR 0042).
    """

    language: str
    wording: Wording

    def add_signature(self) -> None:
        """Add the fields of the signature, after all that is signed."""
        self.fields["signature"] = SignatureField(
            label=self.wording.clauses["signature"].text, required=False, paper_hint=""
        )
        self.fields["typed_name"] = forms.CharField(
            label=self.wording.labels["typed_name"],
            help_text=self.wording.labels["typed_hint"],
            max_length=160,
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
        self.fields["witnessed"] = CheckboxField(
            label=_("They signed by typing, and I saw them do it"), required=False
        )
        self.fields["scan"] = ScanField(
            label=_("Or a photo of the signed document"), required=False, camera=True
        )

    def full_clean(self) -> None:
        """Check the form; sentences that are built here are built in the person's language."""
        with translation.override(self.language):
            super().full_clean()

    @property
    def error_summary(self) -> SafeString:
        with translation.override(self.language):
            return format_html('<div lang="{}">{}</div>', self.language, super().error_summary)

    def check_signature(self, cleaned: dict[str, Any], *, scanned: bool) -> None:
        """Add an error if nothing is signed, or if a typed name is another one or had no witness."""
        if scanned or cleaned.get("signature") or "signature" in self.errors or "scan" in self.errors:
            return
        typed = cleaned.get("typed_name", "")
        if not typed:
            self.add_error("signature", NOT_SIGNED)
        elif not is_same_name(typed, cleaned.get("signer_name", typed)):
            self.add_error("typed_name", OTHER_NAME_TYPED)
        elif not cleaned.get("witnessed"):
            self.add_error("witnessed", NOT_WITNESSED)


class ReleaseForm(SignedForm):
    """What the person decides and signs. After `is_valid`, `cleaned_data["release"]` is a `ReleaseInput`.

    `language` is the one the person reads. A scan that was stored at an earlier step comes back as `scan_id`.
    """

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
        *,
        program: Program,
        person_name: str,
        language: str,
        at: datetime,
        has_live: bool = False,
        earlier: Release | None = None,
        counseling: bool = False,
    ) -> None:
        self.earlier, self.counseling = earlier, counseling
        self.program, self.person_name, self.at = program, person_name, at
        self.language = language if language in LANGUAGES else "en"
        self.wording: Wording = wording(FORM_VERSION, self.language)
        self.today = local_date(program, at)
        self.most_days = min(MAX_RELEASE_DAYS, policy_at(program, self.today).roi_days)
        partners = sorted(partner_agencies(program), key=lambda each: each.kind not in USUAL_RECIPIENTS)
        partners = [each for each in partners if each.kind not in Agency.COURT_KINDS]
        self.agencies = [each for each in partners if not (counseling and each.is_law_side)]
        super().__init__(data, files)
        self._add_recipients()
        self._add_terms()
        self._add_signature()
        if has_live:
            self.fields["replaces"] = CheckboxField(label=self.wording.labels["replaces"], required=False)

    def _add_recipients(self) -> None:
        words, last = self.wording, self._last_named()
        for agency in self.agencies:
            self._add_recipient(agency, last.get(agency.pk))
        self.fields["purposes"] = CheckboxTilesField(
            label=words.clauses["purpose"].text,
            choices=list(words.purposes.items()),
            # Consent is what the person ticks. Only a renewal starts from what they chose before.
            initial=self.earlier.purposes if self.earlier else [],
            error_messages={
                "required": _("Choose at least one purpose: what the information can be used for.")
            },
        )

    def _add_recipient(self, agency: Agency, last: frozenset[str] | None) -> None:
        words = self.wording
        suggested = [COUNSELING] if self.counseling else [str(kind) for kind in SUGGESTED_KINDS[agency.kind]]
        short = "; ".join(words.kinds_in_short[kind] for kind in suggested)
        hint = "" if self.counseling else f"{words.labels['suggested']}: {short}"
        self.fields[f"to_{agency.public_id.hex}"] = CheckboxField(
            label=agency.name, required=False, help_text=hint, initial=last is not None
        )
        kinds = (
            [(COUNSELING, words.kinds[COUNSELING])] if self.counseling else list(offered_kinds(words, agency))
        )
        self.fields[f"kinds_{agency.public_id.hex}"] = CheckboxTilesField(
            label=f"{agency.name}: {words.labels['may_learn']}",
            help_text=words.labels["law_side"] if agency.is_law_side else "",
            required=False,
            choices=kinds,
            initial=[] if self.counseling else sorted(last) if last else suggested,
        )

    def _last_named(self) -> dict[int, frozenset[str]]:
        """What the last ROI let each agency receive, as the starting point of a renewal; never counseling notes."""
        if self.earlier is None or self.counseling:
            return {}
        rows = self.earlier.recipients.select_related("agency")
        kinds = {row.agency_id: receivable_kinds(row.kinds, law_side=row.agency.is_law_side) for row in rows}
        return {agency: each - {COUNSELING} for agency, each in kinds.items() if each - {COUNSELING}}

    def _add_terms(self) -> None:
        days = sorted({self.most_days, *(each for each in TERMS if each <= self.most_days)}, reverse=True)
        choices = [(str(each), self._term_label(each)) for each in days]
        choices.append((OTHER_TERM, self.wording.labels["other_term"]))
        self.fields["lasts"] = TilesField(
            label=self.wording.clauses["term"].heading,
            choices=choices,
            initial=str(self.most_days),
            error_messages={"required": _("Choose how long the release lasts.")},
        )
        self.fields["other_days"] = StepperField(
            label=self.wording.labels["number_of_days"],
            unit=_("days"),
            required=False,
            min_value=1,
            max_value=self.most_days,
        )

    def _term_label(self, days: int) -> str:
        return self.wording.labels["days"].format(
            days=days, end=self._format_day(self.today + timedelta(days=days - 1))
        )

    def _format_day(self, day: date) -> str:
        with translation.override(self.language):
            return full_date(day)

    def _add_signature(self) -> None:
        signers = [(each.value, self.wording.labels[each.value]) for each in Release.Signer]
        self.fields["signer"] = TilesField(
            label=self.wording.labels["signed_by"],
            choices=signers,
            initial=Release.Signer.SELF.value,
            error_messages={"required": _("Choose who is signing: the person or a legal guardian.")},
        )
        self.fields["signer_name"] = forms.CharField(
            label=self.wording.labels["signer_name"],
            max_length=160,
            initial=self.person_name,
            error_messages={"required": SIGNER_MISSING},
        )
        self.add_signature()
        self.fields["signed_on"] = ThreePartDateField(
            label=_("Date on the document"),
            help_text=_("Only if a paper form was signed on another day."),
            required=False,
            latest=self.today,
        )
        self.fields["copy_given"] = CheckboxField(
            label=_("I gave them a copy (print or photo)"), required=False
        )
        self.fields["scan_id"] = forms.UUIDField(required=False, widget=forms.HiddenInput)

    @property
    def term_words(self) -> str:
        """The chosen term in words, which the person reads before signing."""
        chosen = str(self["lasts"].value() or "")
        return str(dict(self.fields["lasts"].choices).get(chosen, ""))  # type: ignore[attr-defined]

    @property
    def recipient_rows(self) -> Iterator[RecipientRow]:
        for agency in self.agencies:
            kinds = self[f"kinds_{agency.public_id.hex}"]
            changed = sorted(kinds.value() or []) != sorted(kinds.initial or [])
            yield RecipientRow(
                agency, self[f"to_{agency.public_id.hex}"], kinds, bool(kinds.errors) or changed
            )

    @property
    def first_rows(self) -> list[RecipientRow]:
        """The agencies that a referral usually concerns: law enforcement, the DA and case management."""
        return [row for row in self.recipient_rows if row.agency.kind in USUAL_RECIPIENTS]

    @property
    def other_rows(self) -> list[RecipientRow]:
        """All other organizations; a phone shows them collapsed."""
        return [row for row in self.recipient_rows if row.agency.kind not in USUAL_RECIPIENTS]

    @property
    def has_other_named(self) -> bool:
        """True if one of the other organizations is checked or has an error, so the page must not collapse them."""
        return any(row.tick.value() or row.tick.errors for row in self.other_rows)

    @property
    def has_changed_kinds(self) -> bool:
        """True if the kinds of some agency were changed or have an error, so the page must not collapse them."""
        return any(row.open for row in self.recipient_rows)

    def clause(self, key: str) -> Clause:
        return fill_clause(self.wording.clauses[key], self.program)

    @property
    def first_clauses(self) -> list[Clause]:
        return [self.clause(key) for key in EXPANDED_CLAUSES]

    @property
    def folded_clauses(self) -> list[Clause]:
        return [self.clause(key) for key in COLLAPSED_CLAUSES]

    @property
    def recipients_clause(self) -> Clause:
        return self.clause("recipients")

    @property
    def discloser_clause(self) -> Clause:
        return self.clause("discloser")

    @property
    def discloser(self) -> str:
        return discloser_of(self.program)

    def clean(self) -> dict[str, Any]:
        """Combine the answers into a `ReleaseInput`, or add an error for each missing part."""
        cleaned = super().clean() or {}
        recipients = tuple(self._recipient_inputs(cleaned))
        if not recipients and self.agencies:
            first = f"to_{self.agencies[0].public_id.hex}"
            self.fields[first].says_all = True  # type: ignore[attr-defined]
            self.add_error(first, _("Choose at least one agency that can receive the information."))
        days = self._chosen_days(cleaned)
        scanned = bool(cleaned.get("scan") or cleaned.get("scan_id"))
        self.check_signature(cleaned, scanned=scanned)
        if not self.errors:
            cleaned["release"] = self._release_input(cleaned, recipients, days, scanned)
        return cleaned

    def _recipient_inputs(self, cleaned: dict[str, Any]) -> Iterator[RecipientInput]:
        for agency in self.agencies:
            kinds = frozenset(cleaned.get(f"kinds_{agency.public_id.hex}") or ())
            if not cleaned.get(f"to_{agency.public_id.hex}"):
                continue
            if not kinds:
                name = f"kinds_{agency.public_id.hex}"
                sentence = _("Choose what %(agency)s can see, or remove it from the form.")
                self.add_error(name, sentence % {"agency": agency.name})
            yield RecipientInput(agency=agency, kinds=kinds)

    def _chosen_days(self, cleaned: dict[str, Any]) -> int:
        if cleaned.get("lasts") != OTHER_TERM:
            return int(cleaned.get("lasts") or 0)
        if not cleaned.get("other_days") and "other_days" not in self.errors:
            self.add_error("other_days", _("Enter the number of days."))
        return int(cleaned.get("other_days") or 0)

    def _release_input(
        self, cleaned: dict[str, Any], recipients: tuple[RecipientInput, ...], days: int, scanned: bool
    ) -> ReleaseInput:
        return ReleaseInput(
            recipients=recipients,
            purposes=tuple(cleaned["purposes"]),
            days=days,
            discloser=self.discloser,
            language=self.language,
            signer=cleaned["signer"],
            signer_name=cleaned["signer_name"],
            signature=None if scanned else cleaned.get("signature"),
            typed_name=cleaned.get("typed_name", ""),
            witnessed=cleaned.get("witnessed", False),
            scan=cleaned.get("scan"),
            scan_id=cleaned.get("scan_id"),
            signed_on=cleaned.get("signed_on") if scanned else None,
            copy_given=cleaned.get("copy_given", False),
            replaces_earlier=cleaned.get("replaces", False),
        )


def offered_kinds(words: Wording, agency: Agency) -> Iterator[tuple[str, str]]:
    """The kinds that the form offers for an agency.

    The law side is offered none that a person shares to get care (C10), and no agency is offered counseling notes,
    which have a form of their own (42 CFR 2.31(b)).
    """
    for kind in words.kinds:
        if kind != COUNSELING and receivable_kinds([kind], law_side=agency.is_law_side):
            yield kind, words.kinds[kind]


def without_address(text: str) -> str:
    """How to take a release back where the program has given neither an address nor a mail address: by phone."""
    for with_both, by_phone in BY_PHONE_ALONE.items():
        text = text.replace(with_both, by_phone)
    return text


def fill_clause(clause: Clause, program: Program, **values: str) -> Clause:
    """A clause with the program's phone and address, and any other values, filled in."""
    where = program.address or program.email
    words = clause.text if where else without_address(clause.text)
    text = words.format(phone=shown_phone(program.phone), address=where, **{"start": "", "end": "", **values})
    return Clause(clause.key, clause.heading, text)
