"""Whether a data item is complete and plausible in a row of the participant database (D4).

What doesn't apply to a person is never missing, and an answer that someone chose not to give is an answer.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from handoff.core.dates import age_on
from handoff.core.text import mark_for_translation
from handoff.participants.lookup.rules.dates import is_placeholder_date
from handoff.participants.lookup.rules.names import is_placeholder

Value = str | int | bool | date | datetime | tuple[str, ...] | None
Row = Mapping[str, Value]
"""The values of one person by the key of the column."""

NOT_ASKED = frozenset({"not_asked"})
NO_ANSWER = frozenset({"prefers_not", "does_not_know"})
YOUNGEST, OLDEST = 10, 105
"""Ages in years outside of which a date of birth is more likely a slip."""
SAID_YES = frozenset({"accepted", "handed_off"})


class State(StrEnum):
    """How things stand with an item in a row."""

    NOT_APPLICABLE = "not_applicable"
    KNOWN = "known"
    DECLINED = "declined"
    """Asked, and the person doesn't know or prefers not to say."""
    MISSING = "missing"
    ODD = "odd"
    """There, but not plausible."""


@dataclass(frozen=True)
class Check:
    """One thing to check in each row: the item's columns, who it applies to, and what makes a row a finding.

    A check of completeness is a finding where every column is blank; one of plausibility (`odd`) where the test holds.
    `advice` says how to mend it.
    """

    key: str
    label: str
    columns: tuple[str, ...]
    advice: str
    applies: Callable[[Row], bool]
    odd: Callable[[Row], bool] | None = None
    odd_reads: tuple[str, ...] = ()
    """What the test of plausibility reads beyond the item's columns."""

    @property
    def reads(self) -> tuple[str, ...]:
        """Every column that decides about a row: the item's own, and those that say who it applies to."""
        return tuple(dict.fromkeys((*self.columns, *APPLIES_BY.get(self.applies, ()), *self.odd_reads)))

    def state(self, row: Row) -> State:
        if not self.applies(row):
            return State.NOT_APPLICABLE
        if self.odd is not None:
            return State.ODD if self.odd(row) else State.KNOWN
        values = [codes_of(row.get(each)) for each in self.columns]
        if any(each - NOT_ASKED - NO_ANSWER for each in values):
            return State.KNOWN
        return State.DECLINED if any(each & NO_ANSWER for each in values) else State.MISSING

    def seen(self, row: Row) -> tuple[str, ...]:
        """What a finding rests on: once it changes, a settled finding is looked at again."""
        return tuple(str(row.get(each)) for each in self.columns)


def codes_of(value: Value) -> frozenset[str]:
    """What a cell says: nothing where it is blank. Zero is said."""
    if value is None or value == "":
        return frozenset()
    return frozenset(value) if isinstance(value, tuple) else frozenset({str(value)})


def always(row: Row) -> bool:
    return True


def is_enrolled(row: Row) -> bool:
    return row.get("enrolled_on") is not None


def is_active(row: Row) -> bool:
    return row.get("status") == "active"


def is_referred(row: Row) -> bool:
    return row.get("referred_at") is not None


def is_arrest_diversion(row: Row) -> bool:
    return row.get("pathway") == "arrest_diversion"


def is_from_an_officer(row: Row) -> bool:
    return row.get("pathway") in {"arrest_diversion", "officer_social"}


def said_yes(row: Row) -> bool:
    return row.get("answer") in SAID_YES


def is_declined(row: Row) -> bool:
    return row.get("answer") == "declined"


APPLIES_BY: Mapping[Callable[[Row], bool], tuple[str, ...]] = {
    is_enrolled: ("enrolled_on",),
    is_active: ("status",),
    is_arrest_diversion: ("pathway",),
    is_from_an_officer: ("pathway",),
    said_yes: ("answer",),
    is_declined: ("answer",),
}
"""What each of these reads. One that isn't here reads the item's own columns."""


def day_of(value: Value) -> date | None:
    """The day of a date or an instant; rows hold instants in the program's own time zone."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def has_odd_age(row: Row) -> bool:
    born, referred = day_of(row.get("date_of_birth")), day_of(row.get("referred_at"))
    if born is None or referred is None:
        return False
    return born > referred or not YOUNGEST <= age_on(born, referred) <= OLDEST


def has_placeholder_birthday(row: Row) -> bool:
    born = day_of(row.get("date_of_birth"))
    return born is not None and is_placeholder_date(born)


def has_placeholder_name(row: Row) -> bool:
    return any(is_placeholder(str(row.get(each) or "")) for each in ("first_name", "last_name"))


def is_enrolled_before_referral(row: Row) -> bool:
    referred, enrolled = day_of(row.get("referred_at")), day_of(row.get("enrolled_on"))
    # Someone who is referred again has an earlier enrollment.
    return referred is not None and enrolled is not None and row.get("referrals") == 1 and enrolled < referred


def is_reached_after_death(row: Row) -> bool:
    reached, since = day_of(row.get("last_reached_on")), day_of(row.get("status_since"))
    deceased = row.get("inactive_reason") == "deceased"
    return deceased and reached is not None and since is not None and reached > since


CHECKS: tuple[Check, ...] = (
    Check(
        "birth",
        mark_for_translation("Date of birth or age"),
        ("date_of_birth", "age"),
        mark_for_translation(
            "Ask for the date of birth, or an age they can give, and enter it under Details."
        ),
        always,
    ),
    Check(
        "gender",
        mark_for_translation("Self-identified gender"),
        ("gender",),
        mark_for_translation("Ask, and enter the answer under Details. “Prefers not to say” is an answer."),
        always,
    ),
    Check(
        "race",
        mark_for_translation("Self-identified race and ethnicity"),
        ("race_ethnicity",),
        mark_for_translation("Ask, and enter the answer under Details. “Prefers not to say” is an answer."),
        always,
    ),
    Check(
        "reach",
        mark_for_translation("A way to reach them"),
        ("phones", "residence", "places", "email", "reach_through"),
        mark_for_translation("Add a phone, an address, a place, or someone who can pass on a message."),
        is_enrolled,
    ),
    Check(
        "residence",
        mark_for_translation("Where they stay"),
        ("residence", "housing"),
        mark_for_translation("Add an address, or the housing under How things stand."),
        is_enrolled,
    ),
    Check(
        "criteria",
        mark_for_translation("Eligibility criteria that were met"),
        ("criteria_met", "criteria_not_met"),
        mark_for_translation("Law enforcement records the eligibility check on the referral."),
        said_yes,
    ),
    Check(
        "charge",
        mark_for_translation("Charge they were diverted from"),
        ("charges_diverted",),
        mark_for_translation("Ask the referring officer which charge was set aside."),
        is_arrest_diversion,
    ),
    Check(
        "officer",
        mark_for_translation("Name of the referring officer"),
        ("referring_officer",),
        mark_for_translation("Ask the referring agency who made the referral."),
        is_from_an_officer,
    ),
    Check(
        "officer_time",
        mark_for_translation("Time each referral took the officer"),
        ("officer_minutes",),
        mark_for_translation("The officer can add the minutes on the referral."),
        is_from_an_officer,
    ),
    Check(
        "screening",
        mark_for_translation("Screening form completed"),
        ("screened_at",),
        mark_for_translation("Complete the screening form on the referral."),
        said_yes,
    ),
    Check(
        "decline",
        mark_for_translation("Why they said “not now”"),
        ("decline_reason",),
        mark_for_translation("Add the reason only if they gave one. It is never required of them."),
        is_declined,
    ),
    Check(
        "worker",
        mark_for_translation("Worker"),
        ("worker",),
        mark_for_translation("Assign a worker under Caseloads."),
        is_active,
    ),
    Check(
        "needs",
        mark_for_translation("Services needed"),
        ("needs",),
        mark_for_translation("Ask what they need, and add it under Needs and services."),
        is_active,
    ),
    Check(
        "work",
        mark_for_translation("Work"),
        ("work",),
        mark_for_translation("Add it under How things stand. “Prefers not to say” is an answer."),
        is_active,
    ),
    Check(
        "odd_birthday",
        mark_for_translation("Date of birth that may stand for “unknown”"),
        ("date_of_birth",),
        mark_for_translation("January 1 is often written where the day isn't known. Check it with them."),
        lambda row: row.get("date_of_birth") is not None,
        has_placeholder_birthday,
    ),
    Check(
        "odd_age",
        mark_for_translation("Age at referral under 10 or over 105"),
        ("date_of_birth", "referred_at"),
        mark_for_translation("Check the year of birth."),
        lambda row: row.get("date_of_birth") is not None and is_referred(row),
        has_odd_age,
    ),
    Check(
        "odd_name",
        mark_for_translation("Name that may stand for “unknown”"),
        ("last_name", "first_name"),
        mark_for_translation("Ask for the name they go by, and correct it under Details."),
        always,
        has_placeholder_name,
    ),
    Check(
        "odd_order",
        mark_for_translation("Enrolled before they were referred"),
        ("referred_at", "enrolled_on"),
        mark_for_translation("Check when the referral was made."),
        lambda row: is_enrolled(row) and is_referred(row),
        is_enrolled_before_referral,
        ("referrals",),
    ),
    Check(
        "odd_contact",
        mark_for_translation("Reached after the day they're recorded as deceased"),
        ("inactive_reason", "status_since", "last_reached_on"),
        mark_for_translation("Check the status and the contact: one of them is about someone else."),
        lambda row: row.get("inactive_reason") == "deceased",
        is_reached_after_death,
    ),
)

CHECK_BY_KEY: dict[str, Check] = {each.key: each for each in CHECKS}


@dataclass(frozen=True)
class Part:
    """Checks that read the same apps, for programs of so many people that all at once would take too long."""

    key: str
    name: str
    checks: tuple[str, ...]


PARTS = (
    Part(
        "who",
        mark_for_translation("Who they are"),
        ("birth", "gender", "race", "reach", "odd_birthday", "odd_name"),
    ),
    Part("stay", mark_for_translation("Where they stay, and work"), ("residence", "work")),
    Part(
        "referral",
        mark_for_translation("Referral"),
        ("officer", "officer_time", "screening", "decline", "odd_age"),
    ),
    Part("criteria", mark_for_translation("Eligibility check"), ("criteria",)),
    Part("charges", mark_for_translation("Charges"), ("charge",)),
    Part(
        "care",
        mark_for_translation("Intake and casework"),
        ("worker", "needs", "odd_order", "odd_contact"),
    ),
)


@dataclass(frozen=True)
class Tally:
    """How the rows stand with one check; together they are the rows to which it applies."""

    known: int = 0
    declined: int = 0
    settled: int = 0
    open: int = 0

    @property
    def applies(self) -> int:
        return self.known + self.declined + self.settled + self.open


def tally(states: Iterable[tuple[State, bool]]) -> Tally:
    """Count rows by state; a finding that someone settled is neither open nor known."""
    counts = {"known": 0, "declined": 0, "settled": 0, "open": 0}
    for state, settled in states:
        if state == State.KNOWN:
            counts["known"] += 1
        elif state == State.DECLINED:
            counts["declined"] += 1
        elif state != State.NOT_APPLICABLE:
            counts["settled" if settled else "open"] += 1
    return Tally(**counts)
