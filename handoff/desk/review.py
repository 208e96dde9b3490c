"""The weekly review of access: what the rules found, in words, and the notice that it is ready (CJIS AU-6, C8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.urls import reverse

from handoff.access.permissions import Permission
from handoff.accounts.definitions import SITE
from handoff.accounts.models import User
from handoff.accounts.queries import members_who_may, names_of, sign_in_subject
from handoff.audit.catalog import FINDINGS
from handoff.audit.models import AuditEvent
from handoff.audit.queries import events_between, review_of
from handoff.audit.review_rules import Act, Finding, review
from handoff.desk.access import reason_in_words
from handoff.enrollment.models import Intake
from handoff.notifications.services import queue
from handoff.participants.models import Person
from handoff.participants.names import normalise_name
from handoff.programs.models import Program
from handoff.programs.queries import local_date, zone
from handoff.referrals.models import Referral

WEEK = timedelta(days=7)
WEEKS_LISTED = 12
READY_AT = time(6)
"""The notice goes out on Monday morning at this time."""


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


@dataclass(frozen=True)
class FindingLine:
    """One finding in words: who, when it began, how often, why; and the page that says more."""

    who: str
    at: datetime
    count: int
    reason: str
    user_url: str
    person_url: str


@dataclass(frozen=True)
class FindingGroup:
    """The findings of one rule, under its name and the question it puts."""

    title: str
    question: str
    lines: list[FindingLine]


def groups(program: Program, findings: list[Finding], *, may_read_people: bool) -> Iterator[FindingGroup]:
    """Put findings in words. Who may not open people's records does not learn who is a participant: neither by a link
    nor by a shared last name.
    """
    users = User.objects.in_bulk({each.user_id for each in findings})
    known = people_among(program, findings) if may_read_people else set()
    shown = [each for each in findings if may_read_people or each.rule != "same_name"]
    for rule, own in groupby(shown, key=lambda each: each.rule):
        title, question = FINDINGS[rule]
        lines = [finding_line(program, each, users, known) for each in own]
        yield FindingGroup(str(title), str(question), lines)


def people_among(program: Program, findings: list[Finding]) -> set[str]:
    """Return which subjects of findings are people of the program."""
    wanted = [each.subject for each in findings if len(each.subject) == 36]
    found = Person.objects.filter(program=program, public_id__in=wanted).values_list("public_id", flat=True)
    return {str(each) for each in found}


def finding_line(program: Program, finding: Finding, users: dict[Any, User], known: set[str]) -> FindingLine:
    """Return one finding in words."""
    user = users.get(finding.user_id)
    return FindingLine(
        who=user.full_name if user else "",
        at=finding.at,
        count=finding.count,
        reason=reason_in_words(finding.reason) if finding.reason else "",
        user_url=reverse("access:user", args=[program.slug, user.public_id]) if user else "",
        person_url=reverse("people:access", args=[program.slug, finding.subject])
        if finding.subject in known
        else "",
    )


def weeks_until(today: date) -> list[date]:
    """Return the Mondays of the weeks to list, the present one first."""
    this = week_of(today)
    return [this - WEEK * back for back in range(WEEKS_LISTED)]


def queue_review_notices(*, program: Program, at: datetime) -> int:
    """Tell who may read the trail that last week is ready to review; once a week, from Monday morning on."""
    local = at.astimezone(zone(program))
    monday = week_of(local.date())
    if local < datetime.combine(monday, READY_AT, zone(program)):
        return 0
    last = monday - WEEK
    waits = review_of(program.pk, last) is None
    if not waits or not events_between(program.pk, *bounds(program, last)).exists():
        return 0
    path = reverse("access:review", args=[program.slug, last.isoformat()])
    key = f"{program.pk}:{last.isoformat()}"
    managers = members_who_may(program, Permission.AUDIT_READ, local_date(program, at))
    for user in managers:
        queue(program_id=program.pk, user=user, kind="access_review", path=path, key=key, at=at)
    return 1
