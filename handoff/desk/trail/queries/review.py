"""A week of access as input for the review rules, and their findings (CJIS AU-6, C8)."""

from datetime import date, datetime, time, timedelta

from handoff.accounts.models import User
from handoff.accounts.queries import full_names_by_id, sign_in_subject
from handoff.audit.models import AuditEvent
from handoff.audit.queries import events_between
from handoff.audit.review.rules import ReviewedAction, ReviewFinding, review_week
from handoff.core.tenancy import SITE
from handoff.enrollment.models import Intake
from handoff.participants.lookup.rules.names import normalize_name
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import time_zone_of
from handoff.referrals.models import Referral

WEEK = timedelta(days=7)
WEEKS_LISTED = 12


def week_start(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week_bounds(program: Program, monday: date) -> tuple[datetime, datetime]:
    """Start and end of a week in the program's time zone, half-open."""
    local = time_zone_of(program)
    return datetime.combine(monday, time(), local), datetime.combine(monday + WEEK, time(), local)


def audit_action_from(row: AuditEvent, program: Program) -> ReviewedAction:
    return ReviewedAction(
        user_id=row.user_id or 0,
        at=row.at.astimezone(time_zone_of(program)),
        action=row.action,
        subject=row.subject,
        outcome=row.outcome,
        reason=row.reason,
    )


def week_actions(program: Program, monday: date) -> list[ReviewedAction]:
    """Everything users did in a week."""
    rows = events_between(program.pk, *week_bounds(program, monday)).filter(user_id__isnull=False)
    return [
        audit_action_from(row, program)
        for row in rows.defer("details", "previous", "hash").iterator(chunk_size=2000)
    ]


def last_names(program: Program, subjects: set[str]) -> dict[str, str]:
    """The normalized last name of the person each record is about, by the record's public id."""
    here = {"program": program, "public_id__in": [each for each in subjects if len(each) == 36]}
    found = [
        *Person.objects.filter(**here).values_list("public_id", "last_name"),
        *Referral.objects.filter(person__isnull=False, **here).values_list("public_id", "person__last_name"),
        *Intake.objects.filter(**here).values_list("public_id", "person__last_name"),
    ]
    return {str(public_id): normalize_name(name) for public_id, name in found}


def same_last_name_pairs(program: Program, acts: list[ReviewedAction]) -> set[tuple[int, str]]:
    """Pairs of a user and a record whose person has the user's last name."""
    names = full_names_by_id(act.user_id for act in acts)
    own = {user: normalize_name(name).rpartition(" ")[2] for user, name in names.items()}
    theirs = last_names(program, {act.subject for act in acts if act.subject})
    return {
        (act.user_id, act.subject)
        for act in acts
        if act.subject in theirs and own.get(act.user_id) == theirs[act.subject].rpartition(" ")[2]
    }


def disabled_account_sign_ins(program: Program, monday: date) -> list[ReviewedAction]:
    """Refused sign-ins of a week to disabled accounts of this program."""
    off = User.objects.filter(memberships__program=program, is_active=False).distinct()
    subjects = {sign_in_subject(user.username): user.pk for user in off}
    rows = events_between(SITE, *week_bounds(program, monday)).filter(
        action__startswith="sign_in.", outcome="refused", subject__in=list(subjects)
    )
    return [
        ReviewedAction(
            subjects[row.subject], row.at.astimezone(time_zone_of(program)), row.action, outcome=row.outcome
        )
        for row in rows
    ]


def week_findings(program: Program, monday: date) -> list[ReviewFinding]:
    acts = week_actions(program, monday)
    return review_week(
        acts, alike=same_last_name_pairs(program, acts), disabled=disabled_account_sign_ins(program, monday)
    )


def subjects_that_are_people(program: Program, findings: list[ReviewFinding]) -> set[str]:
    wanted = [each.subject for each in findings if len(each.subject) == 36]
    found = Person.objects.filter(program=program, public_id__in=wanted).values_list("public_id", flat=True)
    return {str(each) for each in found}


def recent_weeks(today: date) -> list[date]:
    """The Mondays of the last weeks, the current week first."""
    this = week_start(today)
    return [this - WEEK * back for back in range(WEEKS_LISTED)]


def users_of(findings: list[ReviewFinding]) -> dict[int, User]:
    return User.objects.in_bulk({each.user_id for each in findings})
