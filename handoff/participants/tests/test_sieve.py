"""The lookup leaves most of those found aside early, and answers as if it had compared them all."""

import random
import uuid
from datetime import date, timedelta

import pytest

from handoff.participants.lookup import services
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.rules.levels import MatchLevel, levels_of
from handoff.participants.lookup.rules.scoring import count_slips, score_person

GIVEN = [
    *"Robert Bob Bobby Roberto Beto Maria María Mary Marie Maite Ana Anna José Jose-Luis Joseph Joe Junior Trey TJ "
    "Timothy William Bill Liam Kenneth Kenny Guadalupe Lupe Unknown X Quan Daquan Mike Michael Miguel".split(),
    *("José Luis", "María Teresa", "Mary Ann", ""),
]
FAMILY = [
    *"Smith Smyth Schmidt Jones Johns Johnson García Garcia-López López Lopes Hernandez Ernandes O'Brien Obrien "
    "Robert Roberts Jose Vazquez Basquez Doe Nguyen Ng Mary".split(),
    *("de la Cruz", "Cruz", "García López", "van der Berg", "Smith Jr", ""),
]
BORN = date(1990, 3, 5)


def some_date(rng: random.Random) -> date | None:
    """Often the one asked for, or near it; sometimes none, or January 1."""
    days = [
        BORN,
        BORN,
        date(1990, 5, 3),
        date(1991, 3, 5),
        date(1990, 3, 9),
        date(1990, 8, 21),
        date(1990, 1, 1),
    ]
    return rng.choice([*days, date(1991, 1, 1), None, BORN + timedelta(days=rng.randrange(9_000))])


def some_person(rng: random.Random, number: int) -> list[services._NameRow]:
    """A person with up to two other names."""
    first, middle, last = rng.choice(GIVEN), rng.choice(["", "", *GIVEN]), rng.choice(FAMILY)
    suffix, preferred, born = rng.choice(["", "", "Jr", "III"]), rng.choice(["", "", *GIVEN]), some_date(rng)
    columns = (number, uuid.UUID(int=number), first or "Ana", middle, last, suffix, preferred, born)
    others: list[tuple[str | None, str | None]] = [
        (rng.choice(GIVEN), rng.choice(FAMILY)) for _each in range(rng.choice([0, 0, 0, 1, 2]))
    ]
    return [services._NameRow(*columns, *each) for each in others or [(None, None)]]


def some_query(rng: random.Random) -> LookupQuery:
    """Names with a slip at times, and a date, a year or neither."""
    first, last = rng.choice(GIVEN), rng.choice(FAMILY)
    if rng.random() < 0.3 and len(last) > 3:
        place = rng.randrange(len(last) - 1)
        last = last[:place] + rng.choice("aeiost") + last[place + 1 :]
    if rng.random() < 0.15:
        first, last = last, first
    if rng.random() < 0.2:
        last = f"{rng.choice(GIVEN)} {last}".strip()
    born = rng.choice([BORN, None, None])
    return LookupQuery(first, last, born, rng.choice([1990, None]) if born is None else None)


def whole_comparison(
    query: LookupQuery, people: services._Found, limit: int, shown_from: float
) -> list[services.Candidate]:
    """Everyone compared as a whole, and only then those left out who say too little."""
    scores = [score_person(query, person) for _row, person in people]
    found = [
        services._candidate(row, score, level, count_slips(query, person))
        for (row, person), score, level in zip(people, scores, levels_of(scores), strict=True)
        if score.value >= shown_from or level is not MatchLevel.NOTHING
    ]
    return sorted(found, key=lambda each: each.place)[:limit]


@pytest.mark.parametrize("shown_from", [services.SHOWN_FROM, 0.8])
def test_answers_are_those_of_a_whole_comparison(shown_from: float) -> None:
    rng = random.Random(f"sieve {shown_from}")  # noqa: S311
    everyone = [
        (rows[0], services._recorded_person(rows)) for rows in (some_person(rng, each) for each in range(400))
    ]
    shown = 0
    for _each in range(100):
        query, people = some_query(rng), rng.sample(everyone, 60)
        expected = whole_comparison(query, people, 5, shown_from)
        assert services._weigh(query, people, 5, shown_from) == expected, query
        shown += len(expected)
    assert shown > 100
