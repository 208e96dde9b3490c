"""Find the people of one program that a query may mean, in one statement, and maintain the keys it looks under.

No name is ever logged here, and no one from another program is ever read.
"""

import uuid
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from handoff.core.refusals import Refused
from handoff.participants.lookup.rules.keys import KEY_WEIGHTS, FullName, LookupQuery, keys_for, query_keys
from handoff.participants.lookup.rules.levels import MatchLevel, levels_of
from handoff.participants.lookup.rules.names import normalize_name, suffix_of
from handoff.participants.lookup.rules.phones import phone_digits
from handoff.participants.lookup.rules.scoring import Reason, RecordedPerson, Score, count_slips, score_person
from handoff.participants.lookup.rules.sieve import Sieve
from handoff.participants.models import ContactPoint, LookupKey, Person
from handoff.participants.models import PersonName as StoredName

MOST_PEOPLE_A_KEY: Final = 250
"""A key that more people share (everyone called James Smith) tells too little to read all of them."""
MOST_PEOPLE_SCORED: Final = 100
MOST_KEYS: Final = 60
SHOWN_FROM: Final = 0.6
"""No one with a lower score is listed, unless the match is possible all the same."""
_A_SLIP: Final = 0.02
"""What each letter that differs takes off a candidate's place, not off what the match is worth."""
_MOST_SLIPS: Final = 3
"""A nickname has other letters altogether and is no worse for it."""
_PARTS: Final = 1_000
"""Weights are whole numbers of these: the sum of fractions would depend on their order."""
_RARE: Final = 10
"""What a key that one person alone has weighs more than its kind: among a million, hundreds share a common surname."""
_BATCH: Final = 2_000
_PERSON_COLUMNS: Final = (
    "pk",
    "public_id",
    "first_name",
    "middle_name",
    "last_name",
    "suffix",
    "preferred_name",
    "date_of_birth",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person the query may mean."""

    person_id: int
    public_id: uuid.UUID
    first_name: str
    middle_name: str
    last_name: str
    suffix: str
    preferred_name: str
    date_of_birth: date | None
    match: Score
    level: MatchLevel
    slips: int

    @property
    def score(self) -> float:
        return self.match.value

    @property
    def place(self) -> tuple[int, float, int]:
        """What the candidates of one question are sorted by. Equal ones need a fixed order: two askers get one answer.

        Many names sound alike; among them the one with the fewest other letters was likeliest meant.
        """
        return -self.level, _A_SLIP * min(self.slips, _MOST_SLIPS) - self.score, self.person_id

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return self.match.reasons


def _place(candidate: Candidate) -> tuple[int, float, int]:
    return candidate.place


def find_candidates(
    program_id: int, query: LookupQuery, limit: int = 5, *, shown_from: float = SHOWN_FROM
) -> list[Candidate]:
    """The people of this program that the query may mean, the likeliest first."""
    # A date of birth alone would list everyone born that day.
    if not (normalize_name(query.first) or normalize_name(query.last)):
        raise Refused(_("Enter a first or last name."))
    keys = query_keys(query)[:MOST_KEYS]
    found = [(rows[0], _recorded_person(rows)) for rows in _people_under(program_id, keys)]
    return _weigh(query, found, limit, shown_from)


def _weigh(
    query: LookupQuery,
    people: "_Found",
    limit: int,
    shown_from: float = SHOWN_FROM,
) -> list[Candidate]:
    """Score and rank the people found under the query's keys, as far as they may be among the first."""
    sieve = Sieve(query, shown_from)
    looks = [(outlook, each) for each in people if (outlook := sieve.outlook(each[1])) is not None]
    counted = [each for outlook, each in looks if outlook.may_count]
    scores = [score_person(query, recorded) for _row, recorded in counted]
    # A level depends on everyone who may have one: no one is certain while a twin fits as well.
    found = [
        _candidate(row, score, level, count_slips(query, recorded))
        for (row, recorded), score, level in zip(counted, scores, levels_of(scores), strict=True)
        if score.value >= shown_from or level is not MatchLevel.NOTHING
    ]
    found.sort(key=_place)
    others = [look for look in looks if not look[0].may_count]
    others.sort(key=lambda look: -look[0].score)
    for outlook, (row, recorded) in others:
        if len(found) >= limit and found[limit - 1].place < (-MatchLevel.NOTHING, -outlook.score):
            break
        score = score_person(query, recorded)
        if score.value >= shown_from:
            insort(
                found, _candidate(row, score, MatchLevel.NOTHING, count_slips(query, recorded)), key=_place
            )
    return found[:limit]


class CandidateIndex:
    """The keys and names of everyone in a program, read once for thousands of queries. Answers as `find_candidates`."""

    def __init__(self, program_id: int) -> None:
        self._under: dict[str, list[int]] = defaultdict(list)
        keys = LookupKey.objects.filter(program_id=program_id).order_by("pk")
        for key, person_id in keys.values_list("key", "person_id").iterator(chunk_size=_BATCH):
            self._under[key].append(person_id)
        rows: dict[int, list[_NameRow]] = defaultdict(list)
        people = Person.objects.filter(program_id=program_id).order_by("pk")
        columns = (*_PERSON_COLUMNS, "other_names__first_name", "other_names__last_name")
        for values in people.values_list(*columns).iterator(chunk_size=_BATCH):
            row = _NameRow(*values)
            rows[row.person_id].append(row)
        self._people = {person_id: (named[0], _recorded_person(named)) for person_id, named in rows.items()}

    def find(self, query: LookupQuery, limit: int = 5, *, shown_from: float = SHOWN_FROM) -> list[Candidate]:
        """The people that the query may mean, the likeliest first. A query without a name finds no one."""
        weights: dict[int, int] = defaultdict(int)
        for key in query_keys(query)[:MOST_KEYS]:
            found = self._under.get(key, ())[:MOST_PEOPLE_A_KEY]
            for person_id in found:
                weights[person_id] += _weight(key) * (_PARTS + _RARE * _PARTS // len(found))
        likely = sorted(weights, key=lambda person_id: (-weights[person_id], person_id))[:MOST_PEOPLE_SCORED]
        return _weigh(query, [self._people[person_id] for person_id in likely], limit, shown_from)


def find_people(program_id: int, words: str, limit: int) -> list[int]:
    """The ids of the people a name or a caller's phone number in one search box may mean, the likeliest first."""
    if digits := phone_digits(words):
        return people_with_number(program_id, digits)[:limit]
    first, _space, last = words.strip().rpartition(" ")
    if not normalize_name(words):
        return []
    return [each.person_id for each in find_candidates(program_id, LookupQuery(first, last), limit=limit)]


def people_with_number(program_id: int, digits: str) -> list[int]:
    """The people with a current phone number, or someone's who passes on messages, that contains these digits."""
    kinds = (ContactPoint.Kind.PHONE, ContactPoint.Kind.THROUGH)
    points = ContactPoint.objects.filter(person__program_id=program_id, kind__in=kinds, ended_at__isnull=True)
    # Compared here, not in the database: a number may be written with any signs between its digits.
    found = {
        person_id: None
        for person_id, value in points.order_by("person_id").values_list("person_id", "value")
        if digits in "".join(char for char in value if char.isdigit())
    }
    return list(found)


def weigh_among(candidates: Iterable[Candidate]) -> list[Candidate]:
    """These candidates with the level that each has beside the others alone, the best first.

    For an asker who may not know of anyone else: someone hidden must not change the answer about another.
    """
    some = list(candidates)
    levels = levels_of([each.match for each in some])
    weighed = [replace(each, level=level) for each, level in zip(some, levels, strict=True)]
    return sorted(weighed, key=_place)


def is_certain(query: LookupQuery, candidate: Candidate) -> bool:
    """True if a candidate is the person meant beyond doubt, and no one else fits as well (rules.levels).

    That takes the same full date of birth, and a name that agrees except for order, accents or a plain nickname.
    Anything less is a question for a human: twins may differ by a letter.
    """
    return query.dob is not None and candidate.level is MatchLevel.CERTAIN


def rebuild_keys(person: Person) -> None:
    """Update one person's keys after their name, another name or their date of birth changed."""
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
    """Rewrite the keys of everyone in a program; returns the number of people."""
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
    """The keys of a person with these names; `others` are other first and last names, either of which may be blank."""
    return keys_for(_all_names(first, last, preferred, others), dob)


def _keys_of(
    program_id: int,
    people: Iterable[tuple[int, str, str, str, date | None]],
    others: dict[int, list[tuple[str, str]]],
) -> Iterator[LookupKey]:
    for person_id, first, last, preferred, dob in people:
        for key in sorted(keys_of_names(first, last, preferred, others.get(person_id, ()), dob)):
            yield LookupKey(program_id=program_id, person_id=person_id, key=key)


def _all_names(
    first: str, last: str, preferred: str, others: Iterable[tuple[str | None, str | None]]
) -> tuple[FullName, ...]:
    """Every name a person goes by, the legal one first; a preferred or other name may lack its surname."""
    names = [FullName(first, last)]
    if preferred:
        names.append(FullName(preferred, last))
    names.extend(FullName(other_first or first, other_last or last) for other_first, other_last in others)
    return tuple(dict.fromkeys(names))


@lru_cache(maxsize=512)
def _statement(weights: tuple[int, ...]) -> str:
    """SQL for the people who have the most, and the most selective, of that many keys.

    Each key has a limit of its own, so that a common one never crowds out a selective one. A key that few share weighs
    more: up to eleven times, and twice where ten do.
    """
    person, key, name = (model._meta.db_table for model in (Person, LookupKey, StoredName))
    hits = " UNION ALL ".join(
        f"SELECT person_id, {weight:d} * ({_PARTS} + {_RARE * _PARTS} / COUNT(*) OVER ()) AS weight FROM"  # noqa: S608
        f' (SELECT person_id FROM "{key}" WHERE program_id = %s AND key = %s LIMIT %s) AS found'
        for weight in weights
    )
    return (
        "SELECT p.id, p.public_id, p.first_name, p.middle_name, p.last_name, p.suffix, p.preferred_name,"  # noqa: S608
        " p.date_of_birth, n.first_name, n.last_name"
        f" FROM (SELECT person_id FROM ({hits}) AS hits"
        " GROUP BY person_id ORDER BY SUM(weight) DESC, person_id LIMIT %s) AS likely"
        f' JOIN "{person}" AS p ON p.id = likely.person_id AND p.program_id = %s'
        f' LEFT JOIN "{name}" AS n ON n.person_id = p.id'
    )


def _weight(key: str) -> int:
    return KEY_WEIGHTS.get(key[0], 1)


class _NameRow(NamedTuple):
    """A person with one of their other names. SQLite returns ids and dates as text."""

    person_id: int
    public_id: uuid.UUID | str
    first_name: str
    middle_name: str
    last_name: str
    suffix: str
    preferred_name: str
    date_of_birth: date | str | None
    other_first: str | None
    other_last: str | None


_Found = Sequence[tuple[_NameRow, RecordedPerson]]
"""People with their first row, to be scored."""


def _people_under(program_id: int, keys: tuple[str, ...]) -> Iterable[list[_NameRow]]:
    """The rows of each person who has one of the keys: as many rows as the person has other names, at least one."""
    people: dict[int, list[_NameRow]] = defaultdict(list)
    values: list[int | str] = []
    for key in keys:
        values += (program_id, key, MOST_PEOPLE_A_KEY)
    values += (MOST_PEOPLE_SCORED, program_id)
    with connection.cursor() as cursor:
        cursor.execute(_statement(tuple(map(_weight, keys))), values)
        for row in cursor.fetchall():
            people[row[0]].append(_NameRow(*row))
    return people.values()


def _recorded_person(rows: list[_NameRow]) -> RecordedPerson:
    """What the lookup compares of a person, from the rows with each of their other names."""
    person = rows[0]
    others = ((row.other_first, row.other_last) for row in rows if row.other_first or row.other_last)
    names = _all_names(person.first_name, person.last_name, person.preferred_name, others)
    suffix = ""
    # A suffix is a word of its own, and most names are one word.
    if person.suffix or not (person.first_name.isalpha() and person.last_name.isalpha()):
        suffix = suffix_of(person.first_name, person.last_name, f"{person.last_name} {person.suffix}")
    return RecordedPerson(names, _birth_date(person), person.middle_name, suffix)


def _birth_date(person: _NameRow) -> date | None:
    dob = person.date_of_birth
    return date.fromisoformat(dob) if isinstance(dob, str) else dob


def _candidate(person: _NameRow, score: Score, level: MatchLevel, slips: int) -> Candidate:
    public_id = person.public_id
    return Candidate(
        person_id=person.person_id,
        public_id=public_id if isinstance(public_id, uuid.UUID) else uuid.UUID(public_id),
        first_name=person.first_name,
        middle_name=person.middle_name,
        last_name=person.last_name,
        suffix=person.suffix,
        preferred_name=person.preferred_name,
        date_of_birth=_birth_date(person),
        match=score,
        level=level,
        slips=slips,
    )
