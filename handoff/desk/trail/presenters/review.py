"""The findings of a weekly access review as rows (CJIS AU-6, C8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse

from handoff.accounts.models import User
from handoff.audit.review.rules import ReviewFinding
from handoff.audit.review.wording import FINDING_LABELS
from handoff.desk.trail.presenters.rows import reason_label
from handoff.desk.trail.queries.review import subjects_that_are_people, users_of
from handoff.programs.models import Program


@dataclass(frozen=True)
class FindingRow:
    """One finding: who, from when, how often, the reason given, and links to the pages with details."""

    who: str
    at: datetime
    count: int
    reason: str
    user_url: str
    person_url: str


@dataclass(frozen=True)
class FindingGroup:
    """The findings of one rule, with its title and the question to ask about them."""

    title: str
    question: str
    rows: list[FindingRow]


def group_findings(
    program: Program, findings: list[ReviewFinding], *, may_read_people: bool
) -> Iterator[FindingGroup]:
    """Group findings by rule.

    Readers who may not open people's records must not learn who is a participant, so they get neither links to records
    nor findings about shared last names.
    """
    users = users_of(findings)
    known = subjects_that_are_people(program, findings) if may_read_people else set()
    shown = [each for each in findings if may_read_people or each.rule != "same_name"]
    for rule, own in groupby(shown, key=lambda each: each.rule):
        title, question = FINDING_LABELS[rule]
        rows = [finding_row(program, each, users, known) for each in own]
        yield FindingGroup(str(title), str(question), rows)


def finding_row(
    program: Program, finding: ReviewFinding, users: dict[int, User], known: set[str]
) -> FindingRow:
    user = users.get(finding.user_id)
    return FindingRow(
        who=user.full_name if user else "",
        at=finding.at,
        count=finding.count,
        reason=reason_label(finding.reason) if finding.reason else "",
        user_url=reverse("access:user", args=[program.slug, user.public_id]) if user else "",
        person_url=reverse("people:access", args=[program.slug, finding.subject])
        if finding.subject in known
        else "",
    )
