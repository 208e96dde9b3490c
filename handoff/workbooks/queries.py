"""The answers about a workbook, the rows of earlier ones, and what is on record about the people that rows name."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from handoff.accounts.models import Membership, User
from handoff.casework.models import Need
from handoff.consent.queries import roi_states
from handoff.core.sorting import by_name
from handoff.enrollment.models import Enrollment, Intake, StatusPeriod
from handoff.participants.models import ContactPoint, Person
from handoff.programs.models import Agency, Program
from handoff.programs.queries import local_date
from handoff.referrals.models import PastReferral, Referral
from handoff.spreadsheets.models import ImportBatch
from handoff.workbooks.models import WorkbookAnswer, WorkbookRow
from handoff.workbooks.readers.choices import Choices
from handoff.workbooks.readers.columns import SHAPE

CHUNK = 900
T = TypeVar("T")


def chunks(ids: Iterable[T]) -> Iterator[list[T]]:
    """Some hundred ids at a time: a statement has a limit of parameters."""
    listed = list(ids)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def answers_for(batch: ImportBatch) -> dict[str, str]:
    """What users said about this workbook, and before that about the source's imported ones; the newest counts."""
    of_source = WorkbookAnswer.objects.filter(
        batch__program_id=batch.program_id, batch__kind=SHAPE.kind, batch__source_name=batch.source_name
    )
    kept = of_source.filter(batch__imported_at__isnull=False) | of_source.filter(batch=batch)
    return dict(kept.order_by("answered_at", "pk").values_list("key", "value"))


def known_rows(program: Program, source_name: str) -> dict[str, WorkbookRow]:
    """The rows of a source's earlier workbooks, by their identity."""
    found = WorkbookRow.objects.filter(program=program, source_name=source_name)
    return {each.identity: each for each in found.select_related("person__merged_into")}


def agency_choices(program: Program) -> Choices:
    rows = Agency.objects.filter(program=program).order_by("name")
    return tuple((str(pk), name) for pk, name in rows.values_list("pk", "name"))


def member_choices(program: Program, *roles: str) -> Choices:
    """Those who have one of these roles in the program, or had it."""
    members = Membership.objects.filter(program=program, role__in=roles).values("user_id")
    rows = User.objects.filter(pk__in=members).order_by("full_name")
    return tuple((str(pk), name) for pk, name in rows.values_list("pk", "full_name"))


@dataclass
class OnRecord:
    """What is on record about some people, by their primary key; read at once for all of them."""

    people: dict[int, Person] = field(default_factory=dict)
    referrals: dict[int, list[Referral]] = field(default_factory=lambda: defaultdict(list))
    past: set[int] = field(default_factory=set)
    """The referrals that a workbook brought."""
    intakes: set[int] = field(default_factory=set)
    """The referrals that have an intake."""
    enrolled: dict[int, Enrollment] = field(default_factory=dict)
    periods: dict[int, StatusPeriod] = field(default_factory=dict)
    contacts: dict[int, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    needs: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def referral_on(self, program: Program, person_id: int, day: date) -> Referral | None:
        """The referral of a local day; one entered by mistake isn't one."""
        found = (
            each
            for each in self.referrals[person_id]
            if local_date(program, each.occurred_at) == day and each.state != Referral.State.WITHDRAWN
        )
        return next(found, None)


def read_records(program: Program, people: Collection[int]) -> OnRecord:
    """Everything that rows about these people are compared with, eight queries for each some hundred."""
    read = OnRecord()
    for ids in chunks(people):
        read.people |= Person.objects.filter(program=program).in_bulk(ids)
        for referral in Referral.objects.filter(program=program, person_id__in=ids):
            read.referrals[referral.person_id or 0].append(referral)
        referrals = PastReferral.objects.filter(referral__person_id__in=ids)
        read.past |= set(referrals.values_list("referral_id", flat=True))
        intakes = Intake.objects.filter(referral__person_id__in=ids)
        read.intakes |= set(intakes.values_list("referral_id", flat=True))
        for enrollment in Enrollment.objects.filter(program=program, person_id__in=ids):
            read.enrolled[enrollment.person_id] = enrollment
        periods = StatusPeriod.objects.filter(enrollment__person_id__in=ids, ends_at__isnull=True)
        for period in periods.select_related("enrollment"):
            read.periods[period.enrollment.person_id] = period
        points = ContactPoint.objects.filter(person_id__in=ids).values_list("person_id", "kind", "value")
        for person_id, kind, value in points:
            read.contacts[person_id].add((kind, value))
        for person_id, kind in Need.objects.filter(person_id__in=ids).values_list("person_id", "kind"):
            read.needs[person_id].add(kind)
    return read


def people_without_roi(program: Program, at: datetime) -> list[tuple[Enrollment, str]]:
    """The active participants that a workbook brought and who have no active release, with how their release stands."""
    past = PastReferral.objects.filter(referral__program=program).values("referral__person_id")
    active = StatusPeriod.objects.filter(ends_at__isnull=True, status="active").values("enrollment_id")
    found = Enrollment.objects.filter(program=program, person__in=past, pk__in=active)
    rows = list(found.select_related("person").order_by(*by_name("person__last_name", "person__first_name")))
    states = roi_states([each.person_id for each in rows], at)
    return [(each, states[each.person_id].words) for each in rows if not states[each.person_id].is_live]
