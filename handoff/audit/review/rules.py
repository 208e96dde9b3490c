"""What in a week of access somebody should look at (C8, T2; CJIS AU-6). Plain values in, findings out.

A finding is a question, never a verdict: most have a good answer.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

OPENINGS: Final = frozenset(
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

EXPORTS: Final = frozenset(
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
MANY_WITHIN: Final = timedelta(hours=1)
"""Opening so many different records within this time is more than a busy hour of work."""

NIGHT_BEGINS: Final = 22
NIGHT_ENDS: Final = 6
"""From ten at night to six in the morning, in the program's own time."""

SERIES: Final = 8
SERIES_WITHIN: Final = timedelta(minutes=10)
"""So many refusals within this time are no longer slips."""

MANY_LOOKUPS: Final = 5
"""So many lookups in a week without a single referral."""


@dataclass(frozen=True)
class Act:
    """One row of the trail as the rules see it; `at` is local to the program."""

    user_id: int
    at: datetime
    action: str
    subject: str = ""
    outcome: str = "done"
    reason: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing to look at: which rule, who, how often, when it began, and the reason or record where there is one."""

    rule: str
    user_id: int
    count: int
    at: datetime
    subject: str = ""
    reason: str = ""


def by_user(acts: Iterable[Act]) -> dict[int, list[Act]]:
    """Sort acts by who did them, each in the order of time."""
    found: dict[int, list[Act]] = defaultdict(list)
    for act in sorted(acts, key=lambda each: each.at):
        found[act.user_id].append(act)
    return found


def is_opening(act: Act) -> bool:
    return act.action in OPENINGS and bool(act.subject) and act.outcome != "refused"


def busiest(
    acts: Sequence[Act], within: timedelta, size: Callable[[Sequence[Act]], int]
) -> tuple[int, Act | None]:
    """Return the largest `size` of any stretch of acts no longer than `within`, and the act it begins with."""
    most, begins, first = 0, None, 0
    for last in range(len(acts)):
        while acts[last].at - acts[first].at > within:
            first += 1
        here = size(acts[first : last + 1])
        if here > most:
            most, begins = here, acts[first]
    return most, begins


def many_records(acts: Iterable[Act]) -> list[Finding]:
    """Many different records opened in a short time."""
    found = []
    for user, own in by_user(filter(is_opening, acts)).items():
        most, begins = busiest(own, MANY_WITHIN, lambda some: len({act.subject for act in some}))
        if begins is not None and most >= MANY_RECORDS:
            found.append(Finding("many_records", user, most, begins.at))
    return found


def at_night(acts: Iterable[Act]) -> list[Finding]:
    """Records opened outside the hours in which people of a program usually work."""
    nightly = [act for act in acts if is_opening(act) and is_night(act.at)]
    return [Finding("at_night", user, len(own), own[0].at) for user, own in by_user(nightly).items()]


def is_night(at: datetime) -> bool:
    return at.hour >= NIGHT_BEGINS or at.hour < NIGHT_ENDS


def with_a_reason(acts: Iterable[Act]) -> list[Finding]:
    """Each record opened from outside its team, with the reason given."""
    return [
        Finding("with_a_reason", act.user_id, 1, act.at, act.subject, act.reason)
        for act in acts
        if act.action == "record.opened_with_reason"
    ]


def same_name(acts: Iterable[Act], alike: Collection[tuple[int, str]]) -> list[Finding]:
    """Records of people with the user's own last name; `alike` pairs the user with the record's public id."""
    found: dict[tuple[int, str], list[Act]] = defaultdict(list)
    for act in acts:
        if (is_opening(act) or act.action == "lookup.asked") and (act.user_id, act.subject) in alike:
            found[act.user_id, act.subject].append(act)
    return [
        Finding("same_name", user, len(own), own[0].at, subject) for (user, subject), own in found.items()
    ]


def refused_in_series(acts: Iterable[Act]) -> list[Finding]:
    """Many refusals one after the other: trying addresses."""
    found = []
    for user, own in by_user(act for act in acts if act.action == "denied").items():
        most, begins = busiest(own, SERIES_WITHIN, len)
        if begins is not None and most >= SERIES:
            found.append(Finding("refused_in_series", user, most, begins.at))
    return found


def lookups_alone(acts: Iterable[Act]) -> list[Finding]:
    """Many lookups by somebody who referred nobody in the week."""
    acts = list(acts)
    referring = {act.user_id for act in acts if act.action == "referral.submitted"}
    asked = by_user(act for act in acts if act.action == "lookup.asked" and act.user_id not in referring)
    return [
        Finding("lookups_alone", user, len(own), own[0].at)
        for user, own in asked.items()
        if len(own) >= MANY_LOOKUPS
    ]


def switched_off(acts: Iterable[Act]) -> list[Finding]:
    """Tries to sign in to an account that is switched off."""
    tried = by_user(act for act in acts if act.action.startswith("sign_in.") and act.outcome == "refused")
    return [Finding("switched_off", user, len(own), own[0].at) for user, own in tried.items()]


def exports(acts: Iterable[Act]) -> list[Finding]:
    """What left the screen: files, prints."""
    left = by_user(act for act in acts if act.action in EXPORTS)
    return [Finding("exports", user, len(own), own[0].at) for user, own in left.items()]


def review(
    acts: Sequence[Act], *, alike: Collection[tuple[int, str]] = (), disabled: Iterable[Act] = ()
) -> list[Finding]:
    """Return everything to look at in a week, in the order of the page. `disabled` holds tries on disabled accounts."""
    return [
        *with_a_reason(acts),
        *same_name(acts, alike),
        *many_records(acts),
        *at_night(acts),
        *lookups_alone(acts),
        *refused_in_series(acts),
        *switched_off(disabled),
        *exports(acts),
    ]
