"""The release form, on its own page or as a step of a referral: the same fields, in the person's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from handoff.consent.models import InformationKind, Purpose, Release
from handoff.consent.policies import MOST_DAYS
from handoff.consent.queries import discloser_of
from handoff.consent.rules import COUNSELING, receivable
from handoff.consent.services import RecipientGiven, ReleaseGiven
from handoff.consent.wording.release_form import FORM_VERSION, LANGUAGES, Clause, Wording, wording
from handoff.core.forms import (
    Form,
    ScanField,
    SignatureField,
    StepperField,
    ThreePartDateField,
    TickField,
    TickTilesField,
    TilesField,
)
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date, partner_agencies, policy_at

Kind = InformationKind
TERMS = (365, 180, 90)
OTHER_TERM = "other"
SHOWN_AT_ONCE = ("voluntary", "revoke")
FOLDED = ("reporting", "legal", "redisclosure", "copy")

SUGGESTED: dict[str, tuple[str, ...]] = {
    Agency.Kind.LAW_ENFORCEMENT: (Kind.PARTICIPATION,),
    Agency.Kind.DISTRICT_ATTORNEY: (Kind.PARTICIPATION, Kind.CHARGES),
    Agency.Kind.COMMUNITY_CORRECTIONS: (Kind.PARTICIPATION,),
    Agency.Kind.CASE_MANAGEMENT: (Kind.PARTICIPATION, Kind.CONTACT, Kind.CHARGES, Kind.PROGRESS, Kind.NEEDS),
    Agency.Kind.TREATMENT: (Kind.CONTACT, Kind.NEEDS),
    Agency.Kind.COMMUNITY: (Kind.CONTACT, Kind.NEEDS),
    Agency.Kind.LME_MCO: (Kind.CONTACT, Kind.NEEDS),
}
"""What is ticked beforehand beside an agency that the person may choose to name: the least it needs, never
treatment or health, which the person ticks themself. No agency is named beforehand.
"""

AT_THE_TABLE = frozenset(
    {Agency.Kind.LAW_ENFORCEMENT, Agency.Kind.DISTRICT_ATTORNEY, Agency.Kind.CASE_MANAGEMENT}
)


@dataclass(frozen=True)
class RecipientRow:
    """One agency on the form: the box that names it, and what it may learn."""

    agency: Agency
    tick: Any
    kinds: Any
    open: bool


class ReleaseForm(Form):
    """What the person decides and signs. After `is_valid`, `cleaned_data["release"]` is a `ReleaseGiven`.

    `language` is the one the person reads. A scan stored at an earlier step comes back as `scan_id`.
    """

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        program: Program,
        person_name: str,
        language: str,
        at: datetime,
        has_live: bool = False,
        earlier: Release | None = None,
        counseling: bool = False,
        **kwargs: Any,
    ) -> None:
        self.earlier, self.counseling = earlier, counseling
        self.program, self.person_name, self.at = program, person_name, at
        self.language = language if language in LANGUAGES else "en"
        self.wording: Wording = wording(FORM_VERSION, self.language)
        self.today = local_date(program, at)
        self.most_days = min(MOST_DAYS, policy_at(program, self.today).roi_days)
        partners = sorted(partner_agencies(program), key=lambda each: each.kind not in AT_THE_TABLE)
        self.agencies = [each for each in partners if not (counseling and each.is_law_side)]
        super().__init__(data, files, **kwargs)
        self._add_recipients()
        self._add_terms()
        self._add_signature()
        if has_live:
            self.fields["replaces"] = TickField(label=self.wording.labels["replaces"], required=False)

    def _add_recipients(self) -> None:
        words, last = self.wording, self._last_named()
        for agency in self.agencies:
            self._add_recipient(agency, last.get(agency.pk))
        purposes = [Purpose.SERVICES.value, Purpose.INTAKE_DONE.value, Purpose.TEAM.value]
        self.fields["purposes"] = TickTilesField(
            label=words.clauses["purpose"].text,
            choices=list(words.purposes.items()),
            initial=self.earlier.purposes if self.earlier else purposes,
            error_messages={
                "required": _("Choose at least one purpose: what the information may be used for.")
            },
        )

    def _add_recipient(self, agency: Agency, last: frozenset[str] | None) -> None:
        words = self.wording
        suggested = [COUNSELING] if self.counseling else [str(kind) for kind in SUGGESTED[agency.kind]]
        short = "; ".join(words.kinds_in_short[kind] for kind in suggested)
        hint = "" if self.counseling else f"{words.labels['suggested']}: {short}"
        self.fields[f"to_{agency.public_id.hex}"] = TickField(
            label=agency.name, required=False, help_text=hint, initial=last is not None
        )
        kinds = [(COUNSELING, words.kinds[COUNSELING])] if self.counseling else list(offered(words, agency))
        self.fields[f"kinds_{agency.public_id.hex}"] = TickTilesField(
            label=f"{agency.name}: {words.labels['may_learn']}",
            help_text=words.labels["law_side"] if agency.is_law_side else "",
            required=False,
            choices=kinds,
            initial=[] if self.counseling else sorted(last) if last else suggested,
        )

    def _last_named(self) -> dict[int, frozenset[str]]:
        """Return what the last ROI let each agency learn, to begin a renewal with; never counseling notes."""
        if self.earlier is None or self.counseling:
            return {}
        rows = self.earlier.recipients.select_related("agency")
        kinds = {row.agency_id: receivable(row.kinds, law_side=row.agency.is_law_side) for row in rows}
        return {agency: each - {COUNSELING} for agency, each in kinds.items() if each - {COUNSELING}}

    def _add_terms(self) -> None:
        days = sorted({self.most_days, *(each for each in TERMS if each <= self.most_days)}, reverse=True)
        choices: list[tuple[str, Any]] = [(str(each), self._term_label(each)) for each in days]
        choices.append((OTHER_TERM, self.wording.labels["other_term"]))
        self.fields["lasts"] = TilesField(
            label=self.wording.clauses["term"].heading, choices=choices, initial=str(self.most_days)
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
            days=days, end=self._written(self.today + timedelta(days=days - 1))
        )

    def _written(self, day: date) -> str:
        with translation.override(self.language):
            return date_format(day, "DATE_FORMAT")

    def _add_signature(self) -> None:
        signers = [(each.value, self.wording.labels[each.value]) for each in Release.Signer]
        self.fields["signer"] = TilesField(
            label=self.wording.labels["signed_by"], choices=signers, initial=Release.Signer.SELF.value
        )
        self.fields["signer_name"] = forms.CharField(
            label=self.wording.labels["signer_name"], max_length=160, initial=self.person_name
        )
        self.fields["signature"] = SignatureField(
            label=self.wording.clauses["signature"].text, required=False, paper_hint=""
        )
        self.fields["scan"] = ScanField(
            label=_("Or a photo of the signed paper"), required=False, camera=True
        )
        self.fields["signed_on"] = ThreePartDateField(
            label=_("Date on the paper"),
            help_text=_("Only for a paper form that was signed on another day."),
            required=False,
            latest=self.today,
        )
        self.fields["copy_given"] = TickField(
            label=_("The person has a copy, printed or as a photo"), required=False
        )
        self.fields["scan_id"] = forms.UUIDField(required=False, widget=forms.HiddenInput)

    @property
    def term_words(self) -> str:
        """Return the term that is chosen now, in words, to be read before signing."""
        chosen = str(self["lasts"].value() or "")
        return str(dict(self.fields["lasts"].choices).get(chosen, ""))  # type: ignore[attr-defined]

    @property
    def recipient_rows(self) -> Iterator[RecipientRow]:
        """Return the agencies, each with its fields."""
        for agency in self.agencies:
            kinds = self[f"kinds_{agency.public_id.hex}"]
            changed = sorted(kinds.value() or []) != sorted(kinds.initial or [])
            yield RecipientRow(
                agency, self[f"to_{agency.public_id.hex}"], kinds, bool(kinds.errors) or changed
            )

    @property
    def first_rows(self) -> list[RecipientRow]:
        """Return the agencies that a referral usually concerns: law enforcement, the DA, case management."""
        return [row for row in self.recipient_rows if row.agency.kind in AT_THE_TABLE]

    @property
    def other_rows(self) -> list[RecipientRow]:
        """Return the other organizations, which a phone folds away."""
        return [row for row in self.recipient_rows if row.agency.kind not in AT_THE_TABLE]

    @property
    def has_other_named(self) -> bool:
        """Say whether the fold with the other organizations stands open: one is named, or to be corrected."""
        return any(row.tick.value() or row.tick.errors for row in self.other_rows)

    @property
    def has_changed_kinds(self) -> bool:
        """Say whether the fold with what each agency may learn stands open: changed there, or to be corrected."""
        return any(row.open for row in self.recipient_rows)

    def clause(self, key: str) -> Clause:
        """Return one clause with the program's own details filled in."""
        return filled(self.wording.clauses[key], self.program)

    @property
    def first_clauses(self) -> list[Clause]:
        return [self.clause(key) for key in SHOWN_AT_ONCE]

    @property
    def folded_clauses(self) -> list[Clause]:
        return [self.clause(key) for key in FOLDED]

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
        """Put the answers together into what is signed, and say what is still missing."""
        cleaned = super().clean() or {}
        recipients = tuple(self._recipients(cleaned))
        if not recipients and self.agencies:
            first = f"to_{self.agencies[0].public_id.hex}"
            self.fields[first].says_all = True  # type: ignore[attr-defined]
            self.add_error(first, _("Choose at least one agency that may receive the information."))
        days = self._days(cleaned)
        scanned = bool(cleaned.get("scan") or cleaned.get("scan_id"))
        if (
            not scanned
            and not cleaned.get("signature")
            and "signature" not in self.errors
            and "scan" not in self.errors
        ):
            self.add_error("signature", _("Sign on the screen, or photograph the signed paper."))
        if not self.errors:
            cleaned["release"] = self._given(cleaned, recipients, days, scanned)
        return cleaned

    def _recipients(self, cleaned: dict[str, Any]) -> Iterator[RecipientGiven]:
        for agency in self.agencies:
            kinds = frozenset(cleaned.get(f"kinds_{agency.public_id.hex}") or ())
            if not cleaned.get(f"to_{agency.public_id.hex}"):
                continue
            if not kinds:
                name = f"kinds_{agency.public_id.hex}"
                sentence = _("Choose what %(agency)s may learn, or take it off the form.")
                self.add_error(name, sentence % {"agency": agency.name})
            yield RecipientGiven(agency=agency, kinds=kinds)

    def _days(self, cleaned: dict[str, Any]) -> int:
        if cleaned.get("lasts") != OTHER_TERM:
            return int(cleaned.get("lasts") or 0)
        if not cleaned.get("other_days") and "other_days" not in self.errors:
            self.add_error("other_days", _("Enter the number of days."))
        return int(cleaned.get("other_days") or 0)

    def _given(
        self, cleaned: dict[str, Any], recipients: tuple[RecipientGiven, ...], days: int, scanned: bool
    ) -> ReleaseGiven:
        return ReleaseGiven(
            recipients=recipients,
            purposes=tuple(cleaned["purposes"]),
            days=days,
            discloser=self.discloser,
            language=self.language,
            signer=cleaned["signer"],
            signer_name=cleaned["signer_name"],
            signature=None if scanned else cleaned.get("signature"),
            scan=cleaned.get("scan"),
            scan_id=cleaned.get("scan_id"),
            signed_on=cleaned.get("signed_on") if scanned else None,
            copy_given=cleaned.get("copy_given", False),
            replaces_earlier=cleaned.get("replaces", False),
        )


def offered(words: Wording, agency: Agency) -> Iterator[tuple[str, str]]:
    """Return the kinds that the form offers beside an agency: to the law side none that is said for care (C10), to
    nobody the counseling notes, which have a form of their own (42 CFR 2.31(b)).
    """
    for kind in words.kinds:
        if kind != COUNSELING and receivable([kind], law_side=agency.is_law_side):
            yield kind, words.kinds[kind]


def filled(clause: Clause, program: Program, **values: Any) -> Clause:
    """Return a clause with phone and address of the program, and what else is given."""
    where = program.address or program.email or program.name
    text = clause.text.format(phone=program.phone, address=where, **{"start": "", "end": "", **values})
    return Clause(clause.key, clause.heading, text)
