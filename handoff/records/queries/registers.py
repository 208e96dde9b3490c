"""The registers as lists, and one record of each; and the table for public-records requests."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet

from handoff.accounts.models import User
from handoff.charges.models import Encounter
from handoff.enrollment.models import Enrollment
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.services import Candidate, find_candidates
from handoff.programs.models import Program
from handoff.programs.queries import zone
from handoff.records.models import ERASURE_IS_OPEN, Breach, BreachDuty, ErasureRequest, LegalRequest
from handoff.records.queries.held import open_requests
from handoff.records.rules.suppression import Shown, suppressed
from handoff.referrals.models import Door, Referral

MOST_FOUND = 10


def find_people(program: Program, query: LookupQuery) -> list[Candidate]:
    """Return the people of the program whom a name and a birthday may mean, participants or not."""
    return find_candidates(program.pk, query, limit=MOST_FOUND)


def legal_requests(program: Program) -> QuerySet[LegalRequest]:
    """Return every legal request, newest first."""
    rows = LegalRequest.objects.filter(program=program).select_related("person")
    return rows.order_by("-received_on", "-number")


def requests_waiting(program: Program) -> QuerySet[LegalRequest]:
    """Return the legal requests that wait for something, those due first in front."""
    return open_requests().filter(program=program).order_by("due_on", "received_on", "number")


def find_request(program: Program, public_id: uuid.UUID) -> LegalRequest | None:
    """Return one legal request of the program."""
    rows = LegalRequest.objects.filter(program=program, public_id=public_id)
    return rows.select_related("person", "program").prefetch_related("papers__scan", "events").first()


def erasures(program: Program) -> QuerySet[ErasureRequest]:
    """Return every wish to erase somebody, newest first."""
    return ErasureRequest.objects.filter(program=program).select_related("person").order_by("-requested_at")


def erasures_waiting(program: Program) -> QuerySet[ErasureRequest]:
    """Return the wishes that wait for a second person, oldest first."""
    open_ones = erasures(program).filter(ERASURE_IS_OPEN)
    return open_ones.order_by("requested_at")


def find_erasure(program: Program, public_id: uuid.UUID) -> ErasureRequest | None:
    """Return one wish of the program."""
    return erasures(program).filter(public_id=public_id).first()


def breaches(program: Program) -> QuerySet[Breach]:
    """Return every breach, newest first."""
    rows = Breach.objects.filter(program=program).prefetch_related("duties")
    return rows.order_by("-discovered_at", "-number")


def duties_open(program: Program) -> QuerySet[BreachDuty]:
    """Return who must still be told, the most urgent first."""
    rows = BreachDuty.objects.filter(breach__program=program, outcome=BreachDuty.Outcome.OPEN)
    return rows.select_related("breach").order_by("due_at", "pk")


def find_breach(program: Program, public_id: uuid.UUID) -> Breach | None:
    """Return one breach of the program."""
    rows = Breach.objects.filter(program=program, public_id=public_id)
    return rows.prefetch_related("duties", "events").first()


def find_duty(breach: Breach, public_id: uuid.UUID) -> BreachDuty | None:
    """Return one duty of a breach."""
    return BreachDuty.objects.filter(breach=breach, public_id=public_id).first()


def names_of(user_ids: set[int | None]) -> dict[int, str]:
    """Return who the users are, to say who did what."""
    wanted = [each for each in user_ids if each is not None]
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "full_name"))


@dataclass(frozen=True)
class PublicTable:
    """Referrals by month and door, as they may be made public."""

    months: list[date]
    doors: list[Door]
    shown: Shown


def public_table(program: Program, first: date, last: date) -> PublicTable:
    """Count referrals by month and door without anybody who was diverted or takes part, small counts kept back.

    Somebody with a set-aside charge, an encounter or a place in the program is left out altogether (C7; N.C.G.S.
    132-1.4(c) reaches people arrested, charged or indicted, which diverted people are not; 122C-52).
    """
    start = datetime.combine(first, time(), zone(program))
    end = datetime.combine(last, time.max, zone(program))
    diverted = Encounter.objects.filter(program=program).values("person_id")
    takes_part = Enrollment.objects.filter(program=program).values("person_id")
    rows = Referral.objects.filter(
        program=program, occurred_at__gte=start, occurred_at__lte=end, encounter__isnull=True
    )
    rows = rows.exclude(person_id__isnull=False, person_id__in=diverted)
    rows = rows.exclude(person_id__isnull=False, person_id__in=takes_part)
    counted = Counter(
        (moment.astimezone(zone(program)).date().replace(day=1), door)
        for moment, door in rows.values_list("occurred_at", "door")
    )
    months = list(_months(first, last))
    doors = list(Door)
    return PublicTable(
        months, doors, suppressed([[counted[month, door.value] for door in doors] for month in months])
    )


def _months(first: date, last: date) -> list[date]:
    months, month = [], first.replace(day=1)
    while month <= last:
        months.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return months
