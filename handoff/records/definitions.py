"""The program's defaults, with their sources. Confirm with counsel; written on 2026-11-26."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from handoff.core.text import mark_for_translation


@dataclass(frozen=True)
class RetentionDefault:
    """How long one kind of record is kept unless the program decides otherwise, and the source of that period."""

    days: int
    source: str
    by_hand: bool = False
    shorter_refused: int = 0


NO_NAMES = mark_for_translation("Program policy: we don't keep names we don't need")
RETENTION_DEFAULTS: dict[str, RetentionDefault] = {
    "declined": RetentionDefault(365, NO_NAMES, shorter_refused=90),
    "ineligible": RetentionDefault(365, NO_NAMES, shorter_refused=90),
    "withdrawn": RetentionDefault(365, NO_NAMES, shorter_refused=90),
    "drafts": RetentionDefault(
        30, mark_for_translation("Program policy: an unfinished form isn't a record"), shorter_refused=7
    ),
    "messages": RetentionDefault(
        90,
        mark_for_translation("Program policy: an answered request became a referral or nothing"),
        shorter_refused=30,
    ),
    "scans": RetentionDefault(
        30,
        mark_for_translation("Program policy: a photo not attached to a form isn't a record"),
        shorter_refused=7,
    ),
    "inactive": RetentionDefault(
        4015,
        mark_for_translation(
            "11 years: North Carolina schedule for provider records (not rechecked). Erased only by request."
        ),
        by_hand=True,
        shorter_refused=2190,
    ),
    "audit": RetentionDefault(
        2555,
        mark_for_translation("7 years: longer than 45 CFR 164.316(b)(2) (6 years) and CJIS AU-11 (1 year)"),
        True,
        2190,
    ),
    "sessions": RetentionDefault(1, mark_for_translation("Sessions end after 12 hours at most (CJIS IA-5)")),
}
"""`by_hand`: listed, never deleted by a run. `shorter_refused`: fewer days than these are refused."""

MOST_DAYS = 36_500
SHORTENING_DELAY = timedelta(days=14)
"""A rule that deletes sooner than the one before starts no sooner than this after it was proposed."""
SIXTY_DAYS = timedelta(days=60)
MANY_PEOPLE = 500


@dataclass(frozen=True)
class NoticeDuty:
    """A party that must be notified of a breach, and the deadline."""

    whom: str
    due_at: datetime


def notice_duties(kinds: Collection[str], people: int, discovered_at: datetime) -> list[NoticeDuty]:
    """Who must be notified of a breach, and by when, counted from its discovery.

    45 CFR 164.404, .406, .408 (through 42 CFR 2.16): people within 60 days; HHS together with them from 500 people on,
    otherwise within 60 days after the end of the year; the media above 500. CJIS IR-6: the agency within 1 hour if
    justice facts are among them. N.C.G.S. 75-65 and 132-1.10(c1): without unreasonable delay, here at most the same 60
    days.
    """
    found = [
        NoticeDuty("individuals", discovered_at + SIXTY_DAYS),
        NoticeDuty("nc_law", discovered_at + SIXTY_DAYS),
    ]
    years_end = datetime(discovered_at.year + 1, 1, 1, tzinfo=UTC)
    found.append(
        NoticeDuty("hhs", discovered_at + SIXTY_DAYS if people >= MANY_PEOPLE else years_end + SIXTY_DAYS)
    )
    if people > MANY_PEOPLE:
        found.append(NoticeDuty("media", discovered_at + SIXTY_DAYS))
    if "justice" in kinds:
        found.append(NoticeDuty("cjis_agency", discovered_at + timedelta(hours=1)))
    return sorted(found, key=lambda duty: (duty.due_at, duty.whom))
