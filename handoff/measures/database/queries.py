"""The participant database: a row a person, put together from the columns that each app states of its own."""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from handoff.access.actor import Actor
from handoff.accounts.models import User
from handoff.casework.columns import CASEWORK_TABLE, casework_rows
from handoff.charges.columns import CHARGE_TABLE, charge_rows
from handoff.consent.columns import ROI_TABLE, roi_rows
from handoff.core.columns import FactColumn, FactTable
from handoff.core.sorting import by_name, sort_key
from handoff.enrollment.columns import ENROLLMENT_TABLE, enrollment_rows
from handoff.enrollment.models import Enrollment
from handoff.enrollment.queries import annotate_status
from handoff.measures.database.inputs import DatabaseFilter, Who
from handoff.measures.models import SavedView
from handoff.participants.columns import PERSON_TABLE, person_rows
from handoff.participants.models import ERASED_NAME, Person
from handoff.programs.models import Program
from handoff.programs.queries import local_date
from handoff.referrals.columns import REFERRAL_TABLE, referral_rows
from handoff.spreadsheets.engines.fact_sheets import FactValue

Rows = Mapping[int, object]
"""The rows of one table by the person's primary key; someone the app knows nothing about has none."""


@dataclass(frozen=True)
class Reading:
    """Whose database is read, who reads it, and as of when."""

    program: Program
    actor: Actor
    at: datetime


@dataclass(frozen=True)
class Source:
    """A table of columns, and how its rows are read for some people with a constant number of queries.

    Of a row only the columns that were asked for need to be there.
    """

    table: FactTable
    read: Callable[[Collection[int], Reading, Collection[str]], Rows]


SOURCES: tuple[Source, ...] = (
    Source(PERSON_TABLE, lambda people, of, keys: person_rows(people, of.program, of.at, keys)),
    Source(REFERRAL_TABLE, lambda people, of, keys: referral_rows(people, of.program, of.at, keys)),
    Source(ENROLLMENT_TABLE, lambda people, of, keys: enrollment_rows(people, of.program, of.at)),
    Source(CHARGE_TABLE, lambda people, of, keys: charge_rows(people, of.program, of.at)),
    Source(CASEWORK_TABLE, lambda people, of, keys: casework_rows(people, of.program, of.actor, of.at, keys)),
    Source(ROI_TABLE, lambda people, of, keys: roi_rows(people, of.program, of.at)),
)

COLUMNS: dict[str, FactColumn] = {each.key: each for source in SOURCES for each in source.table}
"""Every column of the participant database by its key, in the order of the workbook."""

SOURCE_OF: dict[str, Source] = {each.key: source for source in SOURCES for each in source.table}


def columns_named(keys: Iterable[str]) -> list[FactColumn]:
    """The columns with these keys, each once and in this order; keys that don't exist are left out."""
    return [COLUMNS[key] for key in dict.fromkeys(keys) if key in COLUMNS]


def read_values(
    people: Sequence[int], columns: Sequence[FactColumn], of: Reading
) -> list[tuple[FactValue, ...]]:
    """A row of values for each person, in the order of the columns. Each app is asked once, however many people."""
    wanted = {id(source): source for source in (SOURCE_OF[each.key] for each in columns)}
    keys = [each.key for each in columns]
    found = {key: source.read(people, of, keys) for key, source in wanted.items()}
    places = [(found[id(SOURCE_OF[each.key])], each.key) for each in columns]
    return [tuple(getattr(rows.get(pk), key, None) for rows, key in places) for pk in people]


def find_people(wanted: DatabaseFilter, of: Reading) -> list[int]:
    """The primary keys of the people that a filter leaves, in the order that it asks for."""
    people = list(
        _base(wanted, of.program)
        .order_by(*by_name("last_name", "first_name"), "pk")
        .values_list("pk", flat=True)
    )
    people = _referred_within(people, wanted, of)
    if wanted.blank in COLUMNS:
        values = _values(people, wanted.blank, of)
        people = [pk for pk in people if is_blank(values[pk])]
    if wanted.sort_key in COLUMNS:
        values = _values(people, wanted.sort_key, of)
        known = [pk for pk in people if not is_blank(values[pk])]
        known.sort(key=lambda pk: _sortable(values[pk]), reverse=wanted.descending)
        # What isn't known stands last in either direction: sorting is for finding what is there.
        people = [*known, *(pk for pk in people if is_blank(values[pk]))]
    return people


def is_blank(value: FactValue) -> bool:
    """True if nothing is known; zero and no are known."""
    return value is None or value == "" or value == ()


def _base(wanted: DatabaseFilter, program: Program) -> QuerySet[Person]:
    enrolled = annotate_status(Enrollment.objects.filter(person=OuterRef("pk"), program=program))
    if wanted.status:
        enrolled = enrolled.filter(status=wanted.status)  # type: ignore[misc]
    if wanted.worker:
        workers = User.objects.filter(public_id=wanted.worker).values("pk")
        enrolled = enrolled.filter(primary_worker_id__in=workers)
    people = Person.objects.filter(program=program, merged_into__isnull=True)
    # Nothing is left to show, or to enter, of someone whose record was erased.
    people = people.exclude(first_name=ERASED_NAME)
    if wanted.who == Who.PARTICIPANTS or wanted.status or wanted.worker:
        return people.filter(Exists(enrolled))
    return people.filter(~Exists(enrolled)) if wanted.who == Who.REFERRED else people


def _values(people: Collection[int], key: str, of: Reading) -> dict[int, FactValue]:
    rows = SOURCE_OF[key].read(people, of, [key])
    return {pk: getattr(rows.get(pk), key, None) for pk in people}


def _referred_within(people: list[int], wanted: DatabaseFilter, of: Reading) -> list[int]:
    if not (wanted.pathway or wanted.first or wanted.last):
        return people
    rows = referral_rows(people, of.program, of.at, ())

    def matches(pk: int) -> bool:
        row = rows.get(pk)
        if row is None or row.referred_at is None:
            return False
        # The day of the program's own zone: a referral late in the evening belongs to that evening (D-F01).
        day = local_date(of.program, row.referred_at)
        early, late = wanted.first or date.min, wanted.last or date.max
        return early <= day <= late and wanted.pathway in {"", row.pathway}

    return [pk for pk in people if matches(pk)]


def _sortable(value: FactValue) -> tuple[int, str]:
    """Numbers by size, days by date, words as people look for them."""
    if isinstance(value, datetime):
        return 0, value.isoformat()
    if isinstance(value, date):
        return 0, value.isoformat()
    if isinstance(value, int):
        return value, ""
    return 0, sort_key("; ".join(value) if isinstance(value, tuple) else str(value))


def public_ids(people: Collection[int]) -> list[uuid.UUID]:
    """The public ids of some people, for the audit row that names everyone a list showed."""
    return list(Person.objects.filter(pk__in=people).values_list("public_id", flat=True))


def workers_of(program: Program) -> list[tuple[str, str]]:
    """The workers of the program's participants, as choices."""
    ids = Enrollment.objects.filter(program=program).values("primary_worker_id")
    found = User.objects.filter(pk__in=ids).order_by(*by_name("full_name"))
    return [(str(each.public_id), each.full_name) for each in found]


def saved_views(program: Program) -> list[SavedView]:
    return list(SavedView.objects.filter(program=program))


def find_view(program: Program, public_id: uuid.UUID) -> SavedView | None:
    return SavedView.objects.filter(program=program, public_id=public_id).first()
