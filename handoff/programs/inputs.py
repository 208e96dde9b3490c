"""Typed values that forms and builders pass to the services of programs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.files.uploadedfile import UploadedFile


@dataclass(frozen=True)
class ProgramInput:
    """A program's own details (P1). `county_fips` selects the census shares."""

    name: str
    jurisdiction: str
    phone: str
    state: str = "NC"
    county_fips: str = ""
    residence_rule: str = ""
    time_zone: str = "America/New_York"
    languages: Sequence[str] = ("en", "es")
    text_number: str = ""
    email: str = ""
    address: str = ""
    card_message: str = ""
    card_message_es: str = ""


@dataclass(frozen=True)
class PolicyInput:
    """One version of the policy settings (P4)."""

    intake_window_days: int = 14
    contact_due_hours: int = 48
    remind_before_days: int = 3
    staffing_every_days: int = 14
    caseload_full_time: int = 20
    caseload_part_time: int = 10
    caseload_ceiling: int = 25
    weight_intensive: int = 150
    weight_light: int = 50
    silent_days: int = 14
    out_of_touch_days: int = 30
    declined_kept_days: int = 365
    roi_days: int = 365
    directory_check_days: int = 180
    look_back_days: int = 180


@dataclass(frozen=True)
class AgencyInput:
    """A partner organization's details (P2)."""

    kind: str
    name: str
    phone: str = ""
    email: str = ""
    address: str = ""
    sworn_officers: int | None = None
    takes_handoffs_all_hours: bool = False
    approval: str = "usual"
    is_active: bool = True


@dataclass(frozen=True)
class AgreementInput:
    """A memorandum or data-sharing agreement with a partner; `upload` is its signed paper."""

    kind: str
    signed_on: date
    expires_on: date | None = None
    upload: "UploadedFile[bytes] | None" = None


@dataclass(frozen=True)
class QuestionInput:
    """A question the program adds to its intake."""

    section: str
    text: str
    text_es: str = ""
    answer_kind: str = "text"
    choices: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class InstructionInput:
    """A program's own text at one field in one language; blank for the default (X2)."""

    field: str
    language: str
    text: str
