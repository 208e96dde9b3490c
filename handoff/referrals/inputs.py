"""Inputs of the referral services: plain values whose shape the forms have checked."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from handoff.charges.services import ChargeInput
from handoff.consent.services import ReleaseInput
from handoff.eligibility.engine.facts import Facts
from handoff.participants.services import PersonInput
from handoff.programs.models import Agency
from handoff.referrals.models import HandoffRecord, Pathway, ReferralDraft, SupervisionQuestion

Demographics = Mapping[str, str | list[str]]
"""What a person chose to say of their age band, gender, race and ethnicity, by question."""


@dataclass(frozen=True)
class ContactInput:
    """A way to reach the person. `kind` is a `ContactPoint.Kind`."""

    kind: str
    value: str
    safe_to_text: bool = False
    safe_to_leave_word: bool = False
    note: str = ""


@dataclass(frozen=True)
class HandoffInput:
    """How the person was handed off. `reached` is None if no one was called.

    `partner` is the 24-hour partner that was called, if the person agrees that it sees this referral.
    """

    kind: str = HandoffRecord.Kind.CARD
    called_name: str = ""
    called_phone: str = ""
    reached: bool | None = None
    scene: str = ""
    partner: Agency | None = None


@dataclass(frozen=True)
class SupervisionAnswerInput:
    """A supervising officer's answer: to a question in Handoff, or by phone from a named officer."""

    question: SupervisionQuestion | None = None
    answered_by: str = ""
    ok_to_ask: bool = False


@dataclass(frozen=True)
class EligibilityCheckInput:
    """An eligibility check: the facts, the officer's decision, and the reason where it departs from the advice (G8).

    `supervision` is what a known answer of the supervising officer rests on (E10).
    """

    facts: Facts
    decision: str
    reason: str = ""
    supervision: SupervisionAnswerInput | None = None


@dataclass(frozen=True)
class ScreeningInput:
    """The short screening form (R1): how to reach the person, what they want, why they were referred."""

    contacts: tuple[ContactInput, ...] = ()
    services_wanted: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class EncounterInput:
    """The encounter: when, for which agency, under which incident number, and the possible charges."""

    occurred_at: datetime
    charges: tuple[ChargeInput, ...] = ()
    incident_number: str = ""
    agency: Agency | None = None
    immunity: str = "none"


@dataclass(frozen=True)
class DraftLink:
    """The draft a referral comes from, with the time it took as measured and as the officer corrected it (R5)."""

    draft: ReferralDraft | None = None
    seconds: int | None = None
    corrected_minutes: int | None = None

    @property
    def corrected_seconds(self) -> int | None:
        return None if self.corrected_minutes is None else self.corrected_minutes * 60


@dataclass(frozen=True)
class ReferralInput:
    """An arrest diversion that the person accepted."""

    person: PersonInput
    encounter: EncounterInput
    check: EligibilityCheckInput
    screening: ScreeningInput = field(default_factory=ScreeningInput)
    release: ReleaseInput | None = None
    handoff: HandoffInput | None = None
    script_language: str = ""
    existing: uuid.UUID | None = None
    source: DraftLink = field(default_factory=DraftLink)


@dataclass(frozen=True)
class NotNowInput:
    """An offer that was declined or not made: no identity, only what measures the program (R4)."""

    occurred_at: datetime
    check: EligibilityCheckInput
    agency: Agency | None = None
    pathway: str = Pathway.ARREST_DIVERSION
    decline_reason: str = ""
    demographics: Demographics = field(default_factory=dict)
    script_language: str = ""
    source: DraftLink = field(default_factory=DraftLink)


@dataclass(frozen=True)
class ExceptionInput:
    """A recommendation to the DA about a person who does not meet the criteria. Who it is stays in the draft (E4)."""

    occurred_at: datetime
    check: EligibilityCheckInput
    recommendation: str
    agency: Agency | None = None
    source: DraftLink = field(default_factory=DraftLink)


@dataclass(frozen=True)
class SocialReferralInput:
    """A social referral: by an officer with a check, by program staff or from a public message without one.

    `checking_agency` is the law enforcement agency that then checks eligibility: where the person lives or stays.
    `existing` and `different_from` are the answer to whether the person is on record already (D6).
    """

    person: PersonInput
    occurred_at: datetime
    screening: ScreeningInput = field(default_factory=ScreeningInput)
    check: EligibilityCheckInput | None = None
    agency: Agency | None = None
    checking_agency: Agency | None = None
    existing: uuid.UUID | None = None
    different_from: frozenset[uuid.UUID] = frozenset()
    source: DraftLink = field(default_factory=DraftLink)
    referrer_kind: str = ""
