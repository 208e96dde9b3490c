"""The findings of a week of access in words (CJIS AU-6, C8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.urls import reverse

from handoff.accounts.models import User
from handoff.audit.review.rules import Finding
from handoff.audit.wording import FINDINGS
from handoff.desk.trail.presenters.rows import reason_in_words
from handoff.desk.trail.queries.review import people_among, users_of
from handoff.programs.models import Program


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
    users = users_of(findings)
    known = people_among(program, findings) if may_read_people else set()
    shown = [each for each in findings if may_read_people or each.rule != "same_name"]
    for rule, own in groupby(shown, key=lambda each: each.rule):
        title, question = FINDINGS[rule]
        lines = [finding_line(program, each, users, known) for each in own]
        yield FindingGroup(str(title), str(question), lines)


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
