"""The registers as lists, single records of each, and the table for public-records requests."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet

from handoff.charges.models import Encounter
from handoff.enrollment.models import Enrollment
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.services import Candidate, find_candidates
from handoff.programs.models import Program
from handoff.programs.queries import time_zone_of
from handoff.records.models import ERASURE_IS_OPEN, Breach, BreachDuty, ErasureRequest, LegalRequest
from handoff.records.queries.held import open_requests
from handoff.records.rules.suppression import SuppressedTable, suppress_small_counts
from handoff.referrals.models import Pathway, Referral

MOST_FOUND = 10


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
    """Referrals by month and pathway, as they may be made public."""

    months: list[date]
    pathways: list[Pathway]
    shown: SuppressedTable


def public_table(program: Program, first: date, last: date) -> PublicTable:
    """Count referrals by month and pathway, without people diverted or in the program; small counts are suppressed.

    A person with a set-aside charge, an encounter or an enrollment is left out altogether (C7; N.C.G.S. 132-1.4(c)
    reaches people arrested, charged or indicted, which diverted people are not; 122C-52).
    """
    start = datetime.combine(first, time(), time_zone_of(program))
    end = datetime.combine(last, time.max, time_zone_of(program))
    diverted = Encounter.objects.filter(program=program).values("person_id")
    enrolled = Enrollment.objects.filter(program=program).values("person_id")
    rows = Referral.objects.filter(
        program=program, occurred_at__gte=start, occurred_at__lte=end, encounter__isnull=True
    )
    # A referral without a person is counted: no one can be recognized by it.
    rows = rows.exclude(person_id__isnull=False, person_id__in=diverted)
    rows = rows.exclude(person_id__isnull=False, person_id__in=enrolled)
    counted = Counter(
        (moment.astimezone(time_zone_of(program)).date().replace(day=1), pathway)
        for moment, pathway in rows.values_list("occurred_at", "pathway")
    )
    months = list(_months(first, last))
    pathways = list(Pathway)
    return PublicTable(
        months,
        pathways,
        suppress_small_counts([[counted[month, pathway.value] for pathway in pathways] for month in months]),
    )


def _months(first: date, last: date) -> list[date]:
    months, month = [], first.replace(day=1)
    while month <= last:
        months.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return months
