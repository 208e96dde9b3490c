"""What a manager should look at in a week of access (C8, T2; CJIS AU-6). Plain values in, findings out.

A finding is a question, never a verdict: most have a good answer.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handoff.audit.definitions import AuditAction, AuditLook

OPENING_ACTIONS: Final = frozenset(
    {
        AuditLook.CHARGE_REPORT_OPENED,
        AuditLook.ELIGIBILITY_OPENED,
        AuditLook.ERASURE_FORM_OPENED,
        AuditLook.ERASURE_OPENED,
        AuditLook.EXCEPTION_OPENED,
        AuditLook.FILE_OPENED,
        AuditLook.INTAKE_OPENED,
        AuditLook.LEGAL_REQUEST_FORM_OPENED,
        AuditLook.LEGAL_REQUEST_OPENED,
        AuditLook.LETTER_LINK_OPENED,
        AuditLook.MESSAGE_OPENED,
        AuditLook.NEW_CHARGE_OPENED,
        AuditLook.NOTE_OPENED,
        AuditLook.OWN_RECORD_OPENED,
        AuditLook.PAGE_OPENED,
        AuditLook.PERSON_OPENED,
        AuditLook.REFERRAL_OPENED,
        AuditLook.ROI_FORM_OPENED,
        AuditLook.ROI_LISTED,
        AuditLook.ROI_OPENED,
        AuditLook.ROI_PRINTED,
        AuditLook.ROI_VISIT_FORM_OPENED,
        AuditLook.SERVICE_REFERRAL_OPENED,
        AuditLook.SHARED_OPENED,
        AuditLook.SUPERVISION_OPENED,
    }
)
"""Actions by which one person's record is opened."""

OPENS_NO_RECORD: Final = frozenset(
    {
        AuditLook.BREACH_OPENED,
        AuditLook.DATABASE_OPENED,
        AuditLook.DRAFT_OPENED,
        AuditAction.ENROLLMENT_OPENED,
        AuditAction.FUND_OPENED,
        AuditLook.HANDOVER_OPENED,
        AuditLook.CALENDAR_OPENED,
        AuditLook.HOME_OPENED,
        AuditLook.MEETING_AGENDA_OPENED,
        AuditLook.MEETING_MINUTES_OPENED,
        AuditLook.NEW_CHARGES_OPENED,
        AuditLook.OUTREACH_OPENED,
        AuditLook.PUBLIC_RECORDS_OPENED,
        AuditAction.RECORD_OPENED_WITH_REASON,
        AuditLook.REVIEW_OPENED,
        AuditLook.ROSTER_OPENED,
    }
)
"""Named like an opening, but a list, an incident, one's own draft, a fund, the start of an enrollment or a reason."""

EXPORT_ACTIONS: Final = frozenset(
    {
        AuditAction.AUDIT_EXPORTED,
        AuditLook.DATABASE_EXPORTED,
        AuditLook.DISCLOSURES_PRINTED,
        AuditLook.FILE_OPENED,
        AuditAction.LEGAL_REQUEST_RELEASED,
        AuditLook.LOOK_BACK_ROWS_DOWNLOADED,
        AuditLook.MEETING_PACKET_PRINTED,
        AuditAction.OPPORTUNITY_DOWNLOADED,
        AuditLook.OWN_RECORD_OPENED,
        AuditLook.ROI_PRINTED,
        AuditLook.ROSTER_EXPORTED,
        AuditLook.SHARED_EXPORTED,
        AuditLook.SHARED_PRINTED,
        AuditLook.SUMMARY_PRINTED,
        AuditLook.WORKBOOK_ROWS_DOWNLOADED,
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
"""So many refusals within this time are unlikely to be mistakes."""

MANY_LOOKUPS: Final = 5
"""So many lookups in a week without a single referral."""


@dataclass(frozen=True)
class ReviewedAction:
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


def group_by_user(actions: Iterable[ReviewedAction]) -> dict[int, list[ReviewedAction]]:
    """Group actions by user, each in order of time."""
    found: dict[int, list[ReviewedAction]] = defaultdict(list)
    for action in sorted(actions, key=lambda each: each.at):
        found[action.user_id].append(action)
    return found


def is_opening(action: ReviewedAction) -> bool:
    return action.action in OPENING_ACTIONS and bool(action.subject) and action.outcome != "refused"


def find_busiest_period(
    actions: Sequence[ReviewedAction], within: timedelta, size: Callable[[Sequence[ReviewedAction]], int]
) -> tuple[int, ReviewedAction | None]:
    """The largest `size` of any run of actions no longer than `within`, and the action it starts with."""
    # A window over the sorted actions: its start only moves forward, so each action is visited twice at most.
    most, starts, first = 0, None, 0
    for last in range(len(actions)):
        while actions[last].at - actions[first].at > within:
            first += 1
        count = size(actions[first : last + 1])
        if count > most:
            most, starts = count, actions[first]
    return most, starts


def find_many_records(actions: Iterable[ReviewedAction]) -> list[ReviewFinding]:
    """Many different records opened in a short time."""
    found = []
    for user, own in group_by_user(filter(is_opening, actions)).items():
        most, first = find_busiest_period(
            own, MANY_RECORDS_PERIOD, lambda some: len({action.subject for action in some})
        )
        if first is not None and most >= MANY_RECORDS:
            found.append(ReviewFinding("many_records", user, most, first.at))
    return found


def find_night_access(actions: Iterable[ReviewedAction]) -> list[ReviewFinding]:
    """Records opened outside the usual hours of a program's staff."""
    nightly = [action for action in actions if is_opening(action) and is_night(action.at)]
    return [
        ReviewFinding("at_night", user, len(own), own[0].at) for user, own in group_by_user(nightly).items()
    ]


def is_night(at: datetime) -> bool:
    return at.hour >= NIGHT_BEGINS or at.hour < NIGHT_ENDS


def find_access_with_reason(actions: Iterable[ReviewedAction]) -> list[ReviewFinding]:
    """Each record opened by a user outside its team, with the reason they gave."""
    return [
        ReviewFinding("with_a_reason", action.user_id, 1, action.at, action.subject, action.reason)
        for action in actions
        if action.action == AuditAction.RECORD_OPENED_WITH_REASON
    ]


def find_same_last_name(
    actions: Iterable[ReviewedAction], alike: Collection[tuple[int, str]]
) -> list[ReviewFinding]:
    """Records of people with the user's own last name; `alike` pairs the user with the record's public id."""
    found: dict[tuple[int, str], list[ReviewedAction]] = defaultdict(list)
    for action in actions:
        if (is_opening(action) or action.action == AuditLook.LOOKUP_ASKED) and (
            action.user_id,
            action.subject,
        ) in alike:
            found[action.user_id, action.subject].append(action)
    return [
        ReviewFinding("same_name", user, len(own), own[0].at, subject)
        for (user, subject), own in found.items()
    ]


def find_serial_refusals(actions: Iterable[ReviewedAction]) -> list[ReviewFinding]:
    """Many refusals one after the other: trying URLs."""
    found = []
    for user, own in group_by_user(
        action for action in actions if action.action == AuditAction.DENIED
    ).items():
        most, first = find_busiest_period(own, SERIES_PERIOD, len)
        if first is not None and most >= SERIES_LENGTH:
            found.append(ReviewFinding("refused_in_series", user, most, first.at))
    return found


def find_lookups_without_referral(actions: Iterable[ReviewedAction]) -> list[ReviewFinding]:
    """Many lookups by a user who referred no one in the week."""
    actions = list(actions)
    referring = {action.user_id for action in actions if action.action == AuditAction.REFERRAL_SUBMITTED}
    asked = group_by_user(
        action
        for action in actions
        if action.action == AuditLook.LOOKUP_ASKED and action.user_id not in referring
    )
    return [
        ReviewFinding("lookups_alone", user, len(own), own[0].at)
        for user, own in asked.items()
        if len(own) >= MANY_LOOKUPS
    ]


def find_disabled_sign_ins(actions: Iterable[ReviewedAction]) -> list[ReviewFinding]:
    """Attempts to sign in to a disabled account."""
    tried = group_by_user(
        action for action in actions if action.action.startswith("sign_in.") and action.outcome == "refused"
    )
    return [ReviewFinding("switched_off", user, len(own), own[0].at) for user, own in tried.items()]


def find_exports(actions: Iterable[ReviewedAction]) -> list[ReviewFinding]:
    """What left the screen: files, prints."""
    left = group_by_user(
        action for action in actions if action.action in EXPORT_ACTIONS and action.outcome != "refused"
    )
    return [ReviewFinding("exports", user, len(own), own[0].at) for user, own in left.items()]


def review_week(
    actions: Sequence[ReviewedAction],
    *,
    alike: Collection[tuple[int, str]] = (),
    disabled: Iterable[ReviewedAction] = (),
) -> list[ReviewFinding]:
    """Everything to look at in a week, in the order of the page.

    `disabled` holds attempts on disabled accounts.
    """
    return [
        *find_access_with_reason(actions),
        *find_same_last_name(actions, alike),
        *find_many_records(actions),
        *find_night_access(actions),
        *find_lookups_without_referral(actions),
        *find_serial_refusals(actions),
        *find_disabled_sign_ins(disabled),
        *find_exports(actions),
    ]
