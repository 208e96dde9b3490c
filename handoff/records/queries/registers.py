"""The registers as lists, single records of each, and the table for public-records requests."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from handoff.charges.models import Encounter
from handoff.enrollment.models import Enrollment
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.services import Candidate, find_candidates
from handoff.programs.models import Program
from handoff.programs.queries import local_date, time_zone_of
from handoff.records.models import (
    ERASURE_IS_OPEN,
    Breach,
    BreachDuty,
    ErasureRequest,
    LegalRequest,
    PublishedQuarter,
)
from handoff.records.queries.held import open_requests
from handoff.records.rules.suppression import SuppressedTable, suppress_small_counts
from handoff.referrals.models import Pathway, Referral

MOST_FOUND = 10
ONE_DAY = timedelta(days=1)


def find_people(program: Program, query: LookupQuery) -> list[Candidate]:
    """People of the program that a name and a birthday may mean, participants or not."""
    return find_candidates(program.pk, query, limit=MOST_FOUND)


def legal_requests(program: Program) -> QuerySet[LegalRequest]:
    rows = LegalRequest.objects.filter(program=program).select_related("person")
    return rows.order_by("-received_on", "-number")


def requests_waiting(program: Program) -> QuerySet[LegalRequest]:
    """Open legal requests, those due first on top."""
    return open_requests().filter(program=program).order_by("due_on", "received_on", "number")


def find_request(program: Program, public_id: uuid.UUID) -> LegalRequest | None:
    rows = LegalRequest.objects.filter(program=program, public_id=public_id)
    return rows.select_related("person", "program").prefetch_related("papers__scan", "events").first()


def erasure_requests(program: Program) -> QuerySet[ErasureRequest]:
    return ErasureRequest.objects.filter(program=program).select_related("person").order_by("-requested_at")


def erasures_waiting(program: Program) -> QuerySet[ErasureRequest]:
    """Erasure requests that wait for a second person, oldest first."""
    open_ones = erasure_requests(program).filter(ERASURE_IS_OPEN)
    return open_ones.order_by("requested_at")


def find_erasure(program: Program, public_id: uuid.UUID) -> ErasureRequest | None:
    return erasure_requests(program).filter(public_id=public_id).first()


def all_breaches(program: Program) -> QuerySet[Breach]:
    rows = Breach.objects.filter(program=program).prefetch_related("duties")
    return rows.order_by("-discovered_at", "-number")


def duties_open(program: Program) -> QuerySet[BreachDuty]:
    """Parties still to be notified, the most urgent first."""
    rows = BreachDuty.objects.filter(breach__program=program, outcome=BreachDuty.Outcome.OPEN)
    return rows.select_related("breach").order_by("due_at", "pk")


def find_breach(program: Program, public_id: uuid.UUID) -> Breach | None:
    rows = Breach.objects.filter(program=program, public_id=public_id)
    return rows.prefetch_related("duties", "events").first()


def find_duty(breach: Breach, public_id: uuid.UUID) -> BreachDuty | None:
    return BreachDuty.objects.filter(breach=breach, public_id=public_id).first()


@dataclass(frozen=True)
class PublicTable:
    """Referrals by closed quarter and pathway, as they may be made public; None is a suppressed count."""

    quarters: list[PublishedQuarter]
    pathways: list[Pathway]


def closed_quarters(program: Program, first: date, last: date, at: datetime) -> list[date]:
    """The first days of the quarters that lie within a period and ended before today."""
    today = local_date(program, at)
    quarters = [quarter for year in range(first.year, last.year + 1) for quarter in quarters_of(year)]
    return [day for day in quarters if day >= first and next_quarter(day) <= min(today, last + ONE_DAY)]


def quarters_of(year: int) -> list[date]:
    return [date(year, month, 1) for month in (1, 4, 7, 10)]


def next_quarter(start: date) -> date:
    return date(start.year + (start.month + 2) // 12, (start.month + 2) % 12 + 1, 1)


def published_quarters(program: Program, starts: list[date]) -> dict[date, PublishedQuarter]:
    rows = PublishedQuarter.objects.filter(program=program, starts_on__in=starts)
    return {row.starts_on: row for row in rows}


def public_table(program: Program, first: date, last: date, at: datetime) -> PublicTable:
    """The published quarters within a period, oldest first; a quarter that ended today is published by the next run."""
    published = published_quarters(program, closed_quarters(program, first, last, at))
    return PublicTable([published[start] for start in sorted(published)], list(Pathway))


def count_quarter(program: Program, start: date) -> SuppressedTable:
    """Count a quarter's referrals by pathway, without people diverted or in the program; small counts are suppressed.

    A person with a set-aside charge, an encounter or an enrollment is left out altogether (C7; N.C.G.S. 132-1.4(c)
    reaches people arrested, charged or indicted, which diverted people are not; 122C-52). Each quarter is suppressed by
    itself and has no sum with others: tables of overlapping periods can't be subtracted from each other.
    """
    zone = time_zone_of(program)
    diverted = Encounter.objects.filter(program=program).values("person_id")
    enrolled = Enrollment.objects.filter(program=program).values("person_id")
    rows = Referral.objects.filter(
        program=program,
        occurred_at__gte=datetime.combine(start, time(), zone),
        occurred_at__lt=datetime.combine(next_quarter(start), time(), zone),
        encounter__isnull=True,
    )
    # A referral without a person is counted: no one can be recognized by it.
    rows = rows.exclude(person_id__isnull=False, person_id__in=diverted)
    rows = rows.exclude(person_id__isnull=False, person_id__in=enrolled)
    counted = Counter(rows.values_list("pathway", flat=True))
    return suppress_small_counts([[counted[pathway.value] for pathway in Pathway]])
