"""What a manager should look at in a week of access (C8, T2; CJIS AU-6). Plain values in, findings out.

A finding is a question, never a verdict: most have a good answer.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

OPENING_ACTIONS: Final = frozenset(
    {
        "eligibility.opened",
        "exception.opened",
        "intake.opened",
        "new_charge.opened",
        "page.opened",
        "person.opened",
        "referral.opened",
        "roi.form_opened",
        "roi.listed",
        "roi.opened",
        "roi.printed",
    }
)
"""Actions by which one person's record is opened."""

EXPORT_ACTIONS: Final = frozenset(
    {
        "audit.exported",
        "disclosures.printed",
        "file.opened",
        "legal_request.released",
        "opportunity.downloaded",
        "own_record.opened",
        "roi.printed",
        "shared.exported",
        "shared.printed",
    }
)
"""Actions by which something leaves the screen."""

MANY_RECORDS: Final = 25
MANY_RECORDS_PERIOD: Final = timedelta(hours=1)
"""Opening so many different records within this time is more than a busy hour of work."""

NIGHT_BEGINS: Final = 22
NIGHT_ENDS: Final = 6
"""From ten at night to six in the morning, in the program's own time."""

SERIES_LENGTH: Final = 8
SERIES_PERIOD: Final = timedelta(minutes=10)
"""So many refusals within this time are no longer slips."""

MANY_LOOKUPS: Final = 5
"""So many lookups in a week without a single referral."""


@dataclass(frozen=True)
class AuditAction:
    """One row of the trail as the rules see it; `at` is in the program's own time."""

    user_id: int
    at: datetime
    action: str
    subject: str = ""
    outcome: str = "done"
    reason: str = ""


@dataclass(frozen=True)
class ReviewFinding:
    """One thing to look at: the rule, the user, how often, since when, and the reason or record if there is one."""

    rule: str
    user_id: int
    count: int
    at: datetime
    subject: str = ""
    reason: str = ""


def group_by_user(acts: Iterable[AuditAction]) -> dict[int, list[AuditAction]]:
    """Group actions by user, each in order of time."""
    found: dict[int, list[AuditAction]] = defaultdict(list)
    for act in sorted(acts, key=lambda each: each.at):
        found[act.user_id].append(act)
    return found


def is_opening(act: AuditAction) -> bool:
    return act.action in OPENING_ACTIONS and bool(act.subject) and act.outcome != "refused"


def find_busiest_period(
    acts: Sequence[AuditAction], within: timedelta, size: Callable[[Sequence[AuditAction]], int]
) -> tuple[int, AuditAction | None]:
    """The largest `size` of any run of actions no longer than `within`, and the action it starts with."""
    most, begins, first = 0, None, 0
    for last in range(len(acts)):
        while acts[last].at - acts[first].at > within:
            first += 1
        here = size(acts[first : last + 1])
        if here > most:
            most, begins = here, acts[first]
    return most, begins


def find_many_records(acts: Iterable[AuditAction]) -> list[ReviewFinding]:
    """Many different records opened in a short time."""
    found = []
    for user, own in group_by_user(filter(is_opening, acts)).items():
        most, begins = find_busiest_period(
            own, MANY_RECORDS_PERIOD, lambda some: len({act.subject for act in some})
        )
        if begins is not None and most >= MANY_RECORDS:
            found.append(ReviewFinding("many_records", user, most, begins.at))
    return found


def find_night_access(acts: Iterable[AuditAction]) -> list[ReviewFinding]:
    """Records opened outside the usual hours of a program's staff."""
    nightly = [act for act in acts if is_opening(act) and is_night(act.at)]
    return [
        ReviewFinding("at_night", user, len(own), own[0].at) for user, own in group_by_user(nightly).items()
    ]


def is_night(at: datetime) -> bool:
    return at.hour >= NIGHT_BEGINS or at.hour < NIGHT_ENDS


def find_access_with_reason(acts: Iterable[AuditAction]) -> list[ReviewFinding]:
    """Each record opened by a user outside its team, with the reason they gave."""
    return [
        ReviewFinding("with_a_reason", act.user_id, 1, act.at, act.subject, act.reason)
        for act in acts
        if act.action == "record.opened_with_reason"
    ]


def find_same_last_name(
    acts: Iterable[AuditAction], alike: Collection[tuple[int, str]]
) -> list[ReviewFinding]:
    """Records of people with the user's own last name; `alike` pairs the user with the record's public id."""
    found: dict[tuple[int, str], list[AuditAction]] = defaultdict(list)
    for act in acts:
        if (is_opening(act) or act.action == "lookup.asked") and (act.user_id, act.subject) in alike:
            found[act.user_id, act.subject].append(act)
    return [
        ReviewFinding("same_name", user, len(own), own[0].at, subject)
        for (user, subject), own in found.items()
    ]


def find_serial_refusals(acts: Iterable[AuditAction]) -> list[ReviewFinding]:
    """Many refusals one after the other: trying URLs."""
    found = []
    for user, own in group_by_user(act for act in acts if act.action == "denied").items():
        most, begins = find_busiest_period(own, SERIES_PERIOD, len)
        if begins is not None and most >= SERIES_LENGTH:
            found.append(ReviewFinding("refused_in_series", user, most, begins.at))
    return found


def find_lookups_without_referral(acts: Iterable[AuditAction]) -> list[ReviewFinding]:
    """Many lookups by a user who referred no one in the week."""
    acts = list(acts)
    referring = {act.user_id for act in acts if act.action == "referral.submitted"}
    asked = group_by_user(
        act for act in acts if act.action == "lookup.asked" and act.user_id not in referring
    )
    return [
        ReviewFinding("lookups_alone", user, len(own), own[0].at)
        for user, own in asked.items()
        if len(own) >= MANY_LOOKUPS
    ]


def find_disabled_sign_ins(acts: Iterable[AuditAction]) -> list[ReviewFinding]:
    """Attempts to sign in to a disabled account."""
    tried = group_by_user(
        act for act in acts if act.action.startswith("sign_in.") and act.outcome == "refused"
    )
    return [ReviewFinding("switched_off", user, len(own), own[0].at) for user, own in tried.items()]


def find_exports(acts: Iterable[AuditAction]) -> list[ReviewFinding]:
    """What left the screen: files, prints."""
    left = group_by_user(act for act in acts if act.action in EXPORT_ACTIONS)
    return [ReviewFinding("exports", user, len(own), own[0].at) for user, own in left.items()]


def review_week(
    acts: Sequence[AuditAction],
    *,
    alike: Collection[tuple[int, str]] = (),
    disabled: Iterable[AuditAction] = (),
) -> list[ReviewFinding]:
    """Everything to look at in a week, in the order of the page.

    `disabled` holds attempts on disabled accounts.
    """
    return [
        *find_access_with_reason(acts),
        *find_same_last_name(acts, alike),
        *find_many_records(acts),
        *find_night_access(acts),
        *find_lookups_without_referral(acts),
        *find_serial_refusals(acts),
        *find_disabled_sign_ins(disabled),
        *find_exports(acts),
    ]
