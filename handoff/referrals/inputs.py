"""What forms hand to the services: plain values, checked for shape already."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handoff.charges.services import ChargeGiven
from handoff.consent.services import ReleaseGiven
from handoff.eligibility.engine.facts import Facts
from handoff.participants.services import PersonGiven
from handoff.programs.models import Agency
from handoff.referrals.models import Door, HandoffRecord, ReferralDraft


@dataclass(frozen=True)
class ContactGiven:
    """One way to reach the person; `kind` is a `ContactPoint.Kind`."""

    kind: str
    value: str
    safe_to_text: bool = False
    safe_to_leave_word: bool = False
    note: str = ""


@dataclass(frozen=True)
class HandoffGiven:
    """How the person was passed on; `reached` is None where nobody was called."""

    kind: str = HandoffRecord.Kind.CARD
    called_name: str = ""
    called_phone: str = ""
    reached: bool | None = None


@dataclass(frozen=True)
class CheckGiven:
    """One eligibility check: the facts, what the officer decided, and why where that departs from the advice (G8)."""

    facts: Facts
    decision: str
    reason: str = ""


@dataclass(frozen=True)
class ScreeningGiven:
    """The short screening form (R1): how to reach the person, what they want, why they were referred."""

    contacts: tuple[ContactGiven, ...] = ()
    services_wanted: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class EncounterGiven:
    """What happened: when, for which agency, the incident number, and the charges that could be brought."""

    occurred_at: datetime
    charges: tuple[ChargeGiven, ...] = ()
    incident_number: str = ""
    agency: Agency | None = None
    immunity: str = "none"


@dataclass(frozen=True)
class DraftLink:
    """The draft a referral comes from, with the time it took, as measured and as the officer corrected it (R5)."""

    draft: ReferralDraft | None = None
    seconds: int | None = None
    corrected_minutes: int | None = None

    @property
    def corrected_seconds(self) -> int | None:
        return None if self.corrected_minutes is None else self.corrected_minutes * 60


@dataclass(frozen=True)
class ReferralGiven:
    """An arrest diversion that the person said yes to. Sent again with the same key it is one referral."""

    person: PersonGiven
    encounter: EncounterGiven
    check: CheckGiven
    screening: ScreeningGiven = field(default_factory=ScreeningGiven)
    release: ReleaseGiven | None = None
    handoff: HandoffGiven | None = None
    script_language: str = ""
    existing: uuid.UUID | None = None
    source: DraftLink = field(default_factory=DraftLink)


@dataclass(frozen=True)
class NotNowGiven:
    """An offer that the person declined, or that was not made: no identity, only what measures the program (R4)."""

    occurred_at: datetime
    check: CheckGiven
    agency: Agency | None = None
    door: str = Door.ARREST_DIVERSION
    decline_reason: str = ""
    demographics: dict[str, Any] = field(default_factory=dict)
    script_language: str = ""
    source: DraftLink = field(default_factory=DraftLink)


@dataclass(frozen=True)
class ExceptionGiven:
    """A recommendation to the DA about somebody short of the criteria; who it is stays in the officer's draft (E4)."""

    occurred_at: datetime
    check: CheckGiven
    recommendation: str
    agency: Agency | None = None
    source: DraftLink = field(default_factory=DraftLink)


@dataclass(frozen=True)
class SocialGiven:
    """A social referral by an officer (with a check), by program staff or out of a public message (without one)."""

    person: PersonGiven
    occurred_at: datetime
    screening: ScreeningGiven = field(default_factory=ScreeningGiven)
    check: CheckGiven | None = None
    agency: Agency | None = None
    existing: uuid.UUID | None = None
    source: DraftLink = field(default_factory=DraftLink)
    referrer_kind: str = ""
