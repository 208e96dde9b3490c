"""A week of access as the rules of the review see it, and what they find in it (CJIS AU-6, C8)."""

from datetime import date, datetime, time, timedelta

from handoff.accounts.definitions import SITE
from handoff.accounts.models import User
from handoff.accounts.queries import names_of, sign_in_subject
from handoff.audit.models import AuditEvent
from handoff.audit.queries import events_between
from handoff.audit.review.rules import Act, Finding, review
from handoff.enrollment.models import Intake
from handoff.participants.lookup.rules.names import normalise_name
from handoff.participants.models import Person
from handoff.programs.models import Program
from handoff.programs.queries import zone
from handoff.referrals.models import Referral

WEEK = timedelta(days=7)
WEEKS_LISTED = 12


def week_of(day: date) -> date:
    """Return the Monday that a day's week begins with."""
    return day - timedelta(days=day.weekday())


def bounds(program: Program, monday: date) -> tuple[datetime, datetime]:
    """Return the instants between which a week lies in the program's own time (half-open)."""
    local = zone(program)
    return datetime.combine(monday, time(), local), datetime.combine(monday + WEEK, time(), local)


def act_of(row: AuditEvent, program: Program) -> Act:
    """Return a row as the rules see it."""
    return Act(
        user_id=row.user_id or 0,
        at=row.at.astimezone(zone(program)),
        action=row.action,
        subject=row.subject,
        outcome=row.outcome,
        reason=row.reason,
    )


def acts_of(program: Program, monday: date) -> list[Act]:
    """Return what the people at the table did in a week."""
    rows = events_between(program.pk, *bounds(program, monday)).filter(user_id__isnull=False)
    return [
        act_of(row, program) for row in rows.defer("details", "previous", "hash").iterator(chunk_size=2000)
    ]


def last_names(program: Program, subjects: set[str]) -> dict[str, str]:
    """Return the last name, folded for comparison, of the person that each of some records is about."""
    here = {"program": program, "public_id__in": [each for each in subjects if len(each) == 36]}
    found = [
        *Person.objects.filter(**here).values_list("public_id", "last_name"),
        *Referral.objects.filter(person__isnull=False, **here).values_list("public_id", "person__last_name"),
        *Intake.objects.filter(**here).values_list("public_id", "person__last_name"),
    ]
    return {str(public_id): normalise_name(name) for public_id, name in found}


def alike_in(program: Program, acts: list[Act]) -> set[tuple[int, str]]:
    """Return the pairs of a user and a record where both carry the same last name."""
    names = names_of(act.user_id for act in acts)
    own = {user: normalise_name(name).rpartition(" ")[2] for user, name in names.items()}
    theirs = last_names(program, {act.subject for act in acts if act.subject})
    return {
        (act.user_id, act.subject)
        for act in acts
        if act.subject in theirs and own.get(act.user_id) == theirs[act.subject].rpartition(" ")[2]
    }


def tries_on_disabled(program: Program, monday: date) -> list[Act]:
    """Return the refused sign-ins of a week to accounts of this program that are switched off."""
    off = User.objects.filter(memberships__program=program, is_active=False).distinct()
    subjects = {sign_in_subject(user.username): user.pk for user in off}
    rows = events_between(SITE, *bounds(program, monday)).filter(
        action__startswith="sign_in.", outcome="refused", subject__in=list(subjects)
    )
    return [
        Act(subjects[row.subject], row.at.astimezone(zone(program)), row.action, outcome=row.outcome)
        for row in rows
    ]


def findings_of(program: Program, monday: date) -> list[Finding]:
    """Return what to look at in a week."""
    acts = acts_of(program, monday)
    return review(acts, alike=alike_in(program, acts), disabled=tries_on_disabled(program, monday))


def people_among(program: Program, findings: list[Finding]) -> set[str]:
    """Return which subjects of findings are people of the program."""
    wanted = [each.subject for each in findings if len(each.subject) == 36]
    found = Person.objects.filter(program=program, public_id__in=wanted).values_list("public_id", flat=True)
    return {str(each) for each in found}


def weeks_until(today: date) -> list[date]:
    """Return the Mondays of the weeks to list, the present one first."""
    this = week_of(today)
    return [this - WEEK * back for back in range(WEEKS_LISTED)]


def users_of(findings: list[Finding]) -> dict[int, User]:
    """Return the users that findings are about."""
    return User.objects.in_bulk({each.user_id for each in findings})
