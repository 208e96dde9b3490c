"""The summaries of a person, and those that a recipient may read now (J5)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.consent.gate import ConsentDecision, decide
from handoff.consent.models import Disclosure
from handoff.consent.queries import local_day_bounds
from handoff.core.sorting import by_name
from handoff.participants.models import Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date, partner_agencies
from handoff.staffing.models import ParticipationSummary

READERS = (Permission.NEW_CHARGE_DECIDE,)
"""Who reads a summary on a page: the DA's office. Defenders and courts get it on paper."""


@dataclass(frozen=True)
class Readable:
    """A summary that may be read now, with the decision that rests only on its own consent."""

    summary: ParticipationSummary
    agency: Agency
    decision: ConsentDecision

    @property
    def person(self) -> Person:
        return self.summary.person

    @property
    def words(self) -> str:
        """What the person signed, as the consent keeps it."""
        assert self.summary.release is not None
        return self.summary.release.statement

    @property
    def until(self) -> date:
        assert self.summary.release is not None
        return self.summary.release.last_on

    @property
    def signed_on(self) -> date:
        assert self.summary.release is not None
        return local_date(self.summary.program, self.summary.release.signed_at)


def whole_summaries() -> QuerySet[ParticipationSummary]:
    return ParticipationSummary.objects.select_related("person", "agency", "program", "release__program")


def summaries_of(person: Person) -> QuerySet[ParticipationSummary]:
    return whole_summaries().filter(person=person)


def find_summary(program: Program, public_id: uuid.UUID) -> ParticipationSummary | None:
    return whole_summaries().filter(program=program, public_id=public_id).first()


def person_of_summary(program_id: int, public_id: uuid.UUID) -> Person | None:
    return Person.objects.filter(program_id=program_id, summaries__public_id=public_id).first()


def case_partners(program: Program) -> QuerySet[Agency]:
    """Who a summary can be for."""
    return partner_agencies(program).filter(kind__in=Agency.CASE_KINDS).order_by(*by_name("name"))


def readable_by(
    requester: Actor | Agency, program: Program, at: datetime, *, only: uuid.UUID | None = None
) -> list[Readable]:
    """What the requester may read now: each summary under its own live consent, asked at each request."""
    decisions = decide(requester, None, at, permissions=READERS, summaries=True)
    grants = {each.release_id: each for decision in decisions.values() for each in decision.grants}
    rows = whole_summaries().filter(program=program, release_id__in=grants)
    if only is not None:
        rows = rows.filter(public_id=only)
    return [
        Readable(each, each.agency, ConsentDecision(each.person_id, (grants[each.release_id],)))
        for each in rows
        if each.release_id is not None and grants[each.release_id].agency_id == each.agency_id
    ]


def readable_on_paper(summary: ParticipationSummary, at: datetime) -> Readable | None:
    """The summary as its recipient may have it on paper now."""
    found = readable_by(summary.agency, summary.program, at, only=summary.public_id)
    return found[0] if found else None


def read_today(actor: Actor, readable: Iterable[Readable], what: str, at: datetime) -> set[int]:
    """The consents under which this user was shown something today already: once a day is logged."""
    listed = list(readable)
    if not listed:
        return set()
    start, end = local_day_bounds(listed[0].summary.program, at)
    rows = Disclosure.objects.filter(
        release_id__in=[each.summary.release_id for each in listed],
        to_user_id=actor.user_id,
        what=what,
        disclosed_at__gte=start,
        disclosed_at__lt=end,
    )
    return {each.release_id for each in rows if each.release_id is not None}
