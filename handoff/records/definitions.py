"""The program's defaults, with their sources. Confirm with counsel; written on 2026-11-26."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class RetentionDefault:
    """How long one kind of record is kept unless the program decides otherwise, and the source of that period."""

    days: int
    source: str
    by_hand: bool = False
    shorter_refused: int = 0


RETENTION_DEFAULTS: dict[str, RetentionDefault] = {
    "declined": RetentionDefault(365, "Program policy; requirement R4: no identity where none is needed"),
    "ineligible": RetentionDefault(365, "Program policy; requirement R4: no identity where none is needed"),
    "withdrawn": RetentionDefault(365, "Program policy; requirement R4: no identity where none is needed"),
    "drafts": RetentionDefault(30, "Program policy: an unfinished form is no record"),
    "messages": RetentionDefault(90, "Program policy: an answered message has become a referral or nothing"),
    "scans": RetentionDefault(30, "Program policy: a photo that no form carries is no record"),
    "inactive": RetentionDefault(
        4015,
        "11 years: North Carolina schedule for provider records, not re-read; by hand",
        by_hand=True,
    ),
    "audit": RetentionDefault(
        2555, "7 years: longer than 45 CFR 164.316(b)(2) (6) and CJIS AU-11 (1)", True, 2190
    ),
    "sessions": RetentionDefault(1, "A session ends after 12 hours at the latest (CJIS IA-5)"),
}
"""`by_hand`: listed, never taken away by a run. `shorter_refused`: fewer days than these are refused."""

MOST_DAYS = 36_500
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
