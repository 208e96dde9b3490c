"""Find the people of one program whom a query may mean, in one statement, and keep the keys it looks under.

No name ever goes to a log from here, and nobody of another program is ever read.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from handoff.core.refusals import Refused
from handoff.participants.lookup.rules.keys import KEY_WEIGHTS, LookupQuery, PersonName, keys_for, query_keys
from handoff.participants.lookup.rules.names import normalise_name
from handoff.participants.lookup.rules.scoring import CERTAIN, POSSIBLE, Reason, RecordedPerson, score
from handoff.participants.models import LookupKey, Person
from handoff.participants.models import PersonName as StoredName

MOST_PEOPLE_A_KEY: Final = 250
"""A key that more people share (everybody called James Smith) tells too little to read them all."""
MOST_PEOPLE_SCORED: Final = 100
MOST_KEYS: Final = 60
_BATCH: Final = 2_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person whom the query may mean."""

    person_id: int
    public_id: uuid.UUID
    first_name: str
    middle_name: str
    last_name: str
    suffix: str
    preferred_name: str
    date_of_birth: date | None
    score: float
    reasons: tuple[Reason, ...]


def find_candidates(program_id: int, query: LookupQuery, limit: int = 5) -> list[Candidate]:
    """The people of this program whom the query may mean, the likeliest first."""
    if not (normalise_name(query.first) or normalise_name(query.last)):
        raise Refused(_("Enter a first or last name to look for a person."))
    keys = query_keys(query)[:MOST_KEYS]
    found = [_scored(query, rows) for rows in _people_under(program_id, keys)]
    likely = [candidate for candidate in found if candidate.score >= POSSIBLE]
    likely.sort(key=lambda candidate: (-candidate.score, candidate.person_id))
    return likely[:limit]


def is_certain(query: LookupQuery, candidate: Candidate) -> bool:
    """Say whether a candidate is beyond doubt the one meant: the same full date of birth, and a name that agrees but
    for its order, accents or a nickname. Anything less is a question for a human: twins differ by a letter."""
    return query.dob is not None and candidate.date_of_birth == query.dob and candidate.score >= CERTAIN


def rebuild_keys(person: Person) -> None:
    """Bring one person's keys up to date, after their name, another name or their date of birth changed."""
    stored = StoredName.objects.filter(person=person).values_list("first_name", "last_name")
    wanted = keys_of_names(
        person.first_name, person.last_name, person.preferred_name, stored, person.date_of_birth
    )
    with transaction.atomic():
        kept = set(LookupKey.objects.filter(person=person).values_list("key", flat=True))
        LookupKey.objects.filter(person=person, key__in=kept - wanted).delete()
        LookupKey.objects.bulk_create(
            LookupKey(program_id=person.program_id, person=person, key=key) for key in sorted(wanted - kept)
        )


def rebuild_all(program_id: int) -> int:
    """Write the keys of everybody in a program afresh; returns the number of people."""
    others: dict[int, list[tuple[str, str]]] = defaultdict(list)
    stored = StoredName.objects.filter(person__program_id=program_id)
    for person_id, first, last in stored.values_list("person_id", "first_name", "last_name"):
        others[person_id].append((first, last))
    people = Person.objects.filter(program_id=program_id).values_list(
        "pk", "first_name", "last_name", "preferred_name", "date_of_birth"
    )
    count = 0
    with transaction.atomic():
        LookupKey.objects.filter(program_id=program_id).delete()
        rows = iter(list(people))
        while batch := list(islice(rows, _BATCH)):
            LookupKey.objects.bulk_create(_keys_of(program_id, batch, others), batch_size=_BATCH)
            count += len(batch)
    return count


def keys_of_names(
    first: str, last: str, preferred: str, others: Iterable[tuple[str, str]], dob: date | None
) -> frozenset[str]:
    """The keys of somebody with these names; `others` are other first and last names, either of which may be blank."""
    return keys_for(_names(first, last, preferred, others), dob)


def _keys_of(
    program_id: int,
    people: Iterable[tuple[int, str, str, str, date | None]],
    others: dict[int, list[tuple[str, str]]],
) -> Iterator[LookupKey]:
    for person_id, first, last, preferred, dob in people:
        for key in sorted(keys_of_names(first, last, preferred, others.get(person_id, ()), dob)):
            yield LookupKey(program_id=program_id, person_id=person_id, key=key)


def _names(
    first: str, last: str, preferred: str, others: Iterable[tuple[str | None, str | None]]
) -> tuple[PersonName, ...]:
    """Every name a person goes by, the legal one first; a preferred or other name may lack its surname."""
    names = [PersonName(first, last)]
    if preferred:
        names.append(PersonName(preferred, last))
    names.extend(PersonName(other_first or first, other_last or last) for other_first, other_last in others)
    return tuple(dict.fromkeys(names))


@lru_cache(maxsize=512)
def _statement(weights: tuple[int, ...]) -> str:
    """People under that many keys, those with the most and the most telling keys first.

    Limits stand on each key too, so that a common one never crowds out a telling one.
    """
    person, key, name = (model._meta.db_table for model in (Person, LookupKey, StoredName))
    hits = " UNION ALL ".join(
        f"SELECT person_id, {weight:d} AS weight FROM"  # noqa: S608  # nosec B608
        f' (SELECT person_id FROM "{key}" WHERE program_id = %s AND key = %s LIMIT %s) AS found'
        for weight in weights
    )
    return (
        "SELECT p.id, p.public_id, p.first_name, p.middle_name, p.last_name, p.suffix, p.preferred_name,"  # noqa: S608  # nosec B608
        " p.date_of_birth, n.first_name, n.last_name"
        f" FROM (SELECT person_id FROM ({hits}) AS hits"
        " GROUP BY person_id ORDER BY SUM(weight) DESC, person_id LIMIT %s) AS likely"
        f' JOIN "{person}" AS p ON p.id = likely.person_id AND p.program_id = %s'
        f' LEFT JOIN "{name}" AS n ON n.person_id = p.id'
    )


def _people_under(program_id: int, keys: tuple[str, ...]) -> Iterable[list[tuple[Any, ...]]]:
    """The rows of each person who has one of the keys: as many rows as the person has other names, at least one."""
    people: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    if not keys:
        return people.values()
    values: list[Any] = []
    for key in keys:
        values += (program_id, key, MOST_PEOPLE_A_KEY)
    values += (MOST_PEOPLE_SCORED, program_id)
    with connection.cursor() as cursor:
        cursor.execute(_statement(tuple(KEY_WEIGHTS.get(key[0], 1) for key in keys)), values)
        for row in cursor.fetchall():
            people[row[0]].append(row)
    return people.values()


def _scored(query: LookupQuery, rows: list[tuple[Any, ...]]) -> Candidate:
    person_id, public_id, first, middle, last, suffix, preferred, dob = rows[0][:8]
    dob = date.fromisoformat(dob) if isinstance(dob, str) else dob
    others = ((row[8], row[9]) for row in rows if row[8] or row[9])
    result = score(query, RecordedPerson(_names(first, last, preferred, others), dob, middle))
    return Candidate(
        person_id=person_id,
        public_id=public_id if isinstance(public_id, uuid.UUID) else uuid.UUID(public_id),
        first_name=first,
        middle_name=middle,
        last_name=last,
        suffix=suffix,
        preferred_name=preferred,
        date_of_birth=dob,
        score=result.value,
        reasons=result.reasons,
    )
