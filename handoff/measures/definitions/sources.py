"""The sources of data that the handbook names, and what each holds (handbook 7b)."""

from dataclasses import dataclass
from enum import StrEnum

from handoff.core.text import mark_for_translation


class Entry(StrEnum):
    """How often data is entered and completed."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Rhythm(StrEnum):
    """How often a source is reviewed and compiled. The handbook recommends at least once a month."""

    WEEKLY = "weekly"
    TWO_WEEKS = "two_weeks"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


@dataclass(frozen=True)
class KnownSource:
    """A source that every program has in Handoff, and the checks of data quality that look at what it holds."""

    key: str
    name: str
    holds: str
    checks: tuple[str, ...] = ()


SOURCES = (
    KnownSource(
        "referral",
        mark_for_translation("Referral form"),
        mark_for_translation(
            "Kind of referral, officer and agency, charges, the person's answer, officer's time"
        ),
        ("charge", "officer", "officer_time", "decline", "odd_age"),
    ),
    KnownSource(
        "eligibility",
        mark_for_translation("Eligibility check"),
        mark_for_translation("Criteria that were met and not met, and exceptions"),
        ("criteria",),
    ),
    KnownSource(
        "screening",
        mark_for_translation("Screening form"),
        mark_for_translation("What people ask for help with, and how urgent it is"),
        ("screening",),
    ),
    KnownSource(
        "details",
        mark_for_translation("Participant's record"),
        mark_for_translation("Age, gender, race and ethnicity, ways to reach them, how things stand"),
        ("birth", "gender", "race", "reach", "residence", "work", "odd_birthday", "odd_name"),
    ),
    KnownSource(
        "intake",
        mark_for_translation("Intake and status"),
        mark_for_translation("Enrollment, release of information, active or inactive and why"),
        ("odd_order", "odd_contact"),
    ),
    KnownSource(
        "casework",
        mark_for_translation("Case notes and services"),
        mark_for_translation("Contacts, notes, services needed, referrals, linkages, milestones, with dates"),
        ("worker", "needs"),
    ),
    KnownSource(
        "meetings",
        mark_for_translation("Staffing meetings"),
        mark_for_translation("Attendance, topics, and actions"),
    ),
    KnownSource(
        "charges",
        mark_for_translation("New charges"),
        mark_for_translation("Dates and descriptions of new charges, and what became of them"),
    ),
    KnownSource(
        "survey",
        mark_for_translation("Survey of participants"),
        mark_for_translation("How people are doing and what they think of the program"),
    ),
    KnownSource(
        "outside",
        mark_for_translation("Figures from outside"),
        mark_for_translation("Calls for service, jail bookings and days, overdoses"),
    ),
)
SOURCE_BY_KEY = {each.key: each for each in SOURCES}
SOURCE_OF_CHECK = {check: each.key for each in SOURCES for check in each.checks}
