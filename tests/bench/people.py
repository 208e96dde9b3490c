"""Invented people in the proportions of a North Carolina county, and the mistakes made in looking them up.

First and last names come from Faker's frequency tables (United States) and lists (Mexico, the commonest first, read
as a Zipf law); a third of the surnames are made by joining halves of listed ones, as real lists have a long tail.
Deterministic by seed.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from faker.providers.person.en_US import Provider as English
from faker.providers.person.es_MX import Provider as Mexican

from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.rules.names import normalize_name
from handoff.participants.lookup.rules.nicknames import nicknames_of

HISPANIC = 0.12
LONG_TAIL = 0.33
NO_DATE_ON_RECORD = 0.03
FIRST_OF_JANUARY = 0.01
SPANISH_GIVEN = (
    "José Juan Luis Carlos Jesús Miguel Francisco Antonio Jorge Alejandro Manuel Pedro Roberto Fernando Javier Eduardo "
    "Ricardo Rafael Sergio Mario Daniel Oscar Raúl Ramón Enrique Guillermo Santos Wilmer Ángel Martín".split(),
    "María Guadalupe Juana Margarita Ana Rosa Verónica Leticia Elizabeth Alejandra Gabriela Patricia Adriana Claudia "
    "Carmen Silvia Martha Sandra Yolanda Norma Teresa Gloria Araceli Lorena Karla Blanca Alma Esmeralda".split(),
)
SPANISH_FAMILY = (
    "García Hernández Martínez López González Rodríguez Pérez Sánchez Ramírez Flores Gómez Cruz Díaz Reyes Torres "
    "Morales Gutiérrez Ortiz Chávez Ramos Ruiz Mendoza Álvarez Castillo Jiménez Vásquez Romero Moreno Núñez Muñoz "
    "Guzmán Rivera Aguilar Castro Vargas Salazar Ayala Mejía Orellana Zelaya".split()
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as a program would have them on record."""

    number: int
    first: str
    middle: str
    last: str
    preferred: str
    dob: date | None


class Names:
    """A list of names with their weights, to draw from."""

    def __init__(self, names: Any) -> None:
        pairs = list(names.items()) if hasattr(names, "items") else self._zipf(names)
        self.names = [name for name, _ in pairs]
        self.weights = list(accumulate(weight for _, weight in pairs))

    @staticmethod
    def _zipf(names: Sequence[str]) -> list[tuple[str, float]]:
        once = dict.fromkeys(names)
        return [(name, 1 / (place + 3)) for place, name in enumerate(once)]

    def draw(self, rng: random.Random) -> str:
        """One name, as often as it is in the list's proportions."""
        return rng.choices(self.names, cum_weights=self.weights)[0]


class County:
    """Draws people."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.first_names = [Names(English.first_names_male), Names(English.first_names_female)]
        self.family = Names(English.last_names)
        self.spanish_first_names = [
            Names([*SPANISH_GIVEN[0], *Mexican.first_names_male]),
            Names([*SPANISH_GIVEN[1], *Mexican.first_names_female]),
        ]
        self.spanish_family = Names([*SPANISH_FAMILY, *Mexican.last_names])

    def people(self, count: int) -> Iterator[Someone]:
        """That many people, numbered from 1."""
        for number in range(1, count + 1):
            yield self._person(number)

    def _person(self, number: int) -> Someone:
        rng = self.rng
        sex = rng.random() < 0.4
        if rng.random() < HISPANIC:
            first_names, last = self.spanish_first_names[sex], self._spanish_surname()
        else:
            first_names, last = self.first_names[sex], self._surname()
        first = first_names.draw(rng)
        middle = first_names.draw(rng) if rng.random() < 0.6 else ""
        preferred = ""
        if rng.random() < 0.05:
            known = sorted(nicknames_of(normalize_name(first)))
            preferred = rng.choice(known).title() if known else ""
        return Someone(number, first, middle, last, preferred, self._born())

    def _surname(self) -> str:
        rng = self.rng
        if rng.random() >= LONG_TAIL:
            name = self.family.draw(rng)
            return f"{name}-{self.family.draw(rng)}" if rng.random() < 0.02 else name
        head, tail = self.family.draw(rng), self.family.draw(rng)
        return head[: (len(head) + 1) // 2] + tail[len(tail) // 2 :].lower()

    def _spanish_surname(self) -> str:
        first = self.spanish_family.draw(self.rng)
        return f"{first} {self.spanish_family.draw(self.rng)}" if self.rng.random() < 0.5 else first

    def _born(self) -> date | None:
        rng = self.rng
        if rng.random() < NO_DATE_ON_RECORD:
            return None
        born = date(2008, 1, 1) - timedelta(days=int(rng.triangular(0, 365 * 60, 365 * 12)))
        return born.replace(month=1, day=1) if rng.random() < FIRST_OF_JANUARY else born


def typo(rng: random.Random, name: str) -> str:
    """One slip of the finger: a letter left out, doubled, changed, put in, or two in the wrong order."""
    if len(name) < 3:
        return name + name[-1:]
    place = rng.randrange(len(name) - 1)
    letter = rng.choice(LETTERS)
    slips: list[Callable[[], str]] = [
        lambda: name[:place] + name[place + 1 :],
        lambda: name[: place + 1] + name[place:],
        lambda: name[:place] + letter + name[place + 1 :],
        lambda: name[:place] + letter + name[place:],
        lambda: name[:place] + name[place + 1] + name[place] + name[place + 2 :],
    ]
    return rng.choice(slips)()


def typo_in_one(rng: random.Random, query: LookupQuery) -> LookupQuery:
    """A slip in the first or the last name."""
    if rng.random() < 0.5:
        return replace(query, first=typo(rng, query.first))
    return replace(query, last=typo(rng, query.last))


def typo_in_both(rng: random.Random, query: LookupQuery) -> LookupQuery:
    """A slip in each."""
    return replace(query, first=typo(rng, query.first), last=typo(rng, query.last))


def nickname(rng: random.Random, query: LookupQuery) -> LookupQuery:
    """A nickname for the first name, or a slip where there is none."""
    known = sorted(nicknames_of(normalize_name(query.first.split()[0])))
    return replace(query, first=rng.choice(known)) if known else typo_in_one(rng, query)


def swapped_names(_rng: random.Random, query: LookupQuery) -> LookupQuery:
    """First and last name in each other's place."""
    return replace(query, first=query.last, last=query.first)


def plain_letters(_rng: random.Random, query: LookupQuery) -> LookupQuery:
    """Accents, ñ and capitals lost, as on a keyboard without them."""
    return replace(query, first=normalize_name(query.first), last=normalize_name(query.last))


def one_part(rng: random.Random, query: LookupQuery) -> LookupQuery:
    """One of two surnames, one of two given names."""
    firsts, lasts = query.first.split(), query.last.replace("-", " ").split()
    return replace(query, first=firsts[0], last=rng.choice(lasts))


def as_it_is(_rng: random.Random, query: LookupQuery) -> LookupQuery:
    """No mistake."""
    return query


def day_month(rng: random.Random, query: LookupQuery) -> LookupQuery:
    """Day and month exchanged, or where that is no date another day."""
    if query.dob is None or query.dob.day > 12:
        return wrong_day(rng, query)
    return replace(query, dob=query.dob.replace(month=query.dob.day, day=query.dob.month))


def wrong_day(rng: random.Random, query: LookupQuery) -> LookupQuery:
    """Another day of the same month."""
    return replace(query, dob=query.dob and query.dob.replace(day=rng.randint(1, 28)))


def wrong_year(rng: random.Random, query: LookupQuery) -> LookupQuery:
    """The last digit of the year, or the one before it, is another."""
    if query.dob is None:
        return query
    place = rng.choice((1, 10))
    digit = query.dob.year // place % 10
    other = rng.choice([number for number in range(10) if number != digit])
    day = 28 if (query.dob.month, query.dob.day) == (2, 29) else query.dob.day
    return replace(query, dob=query.dob.replace(year=query.dob.year + (other - digit) * place, day=day))


def year_only(_rng: random.Random, query: LookupQuery) -> LookupQuery:
    """Only the year is known."""
    return replace(query, dob=None, year=None if query.dob is None else query.dob.year)


def no_date(_rng: random.Random, query: LookupQuery) -> LookupQuery:
    """The question was not asked, or the person did not say."""
    return replace(query, dob=None)


Noise = Callable[[random.Random, LookupQuery], LookupQuery]
NAME_NOISE: list[tuple[float, Noise]] = [
    (0.30, typo_in_one), (0.10, typo_in_both), (0.12, nickname), (0.10, swapped_names), (0.08, plain_letters),
    (0.05, one_part), (0.25, as_it_is),
]  # fmt: skip
DATE_NOISE: list[tuple[float, Noise]] = [
    (0.60, as_it_is),
    (0.18, day_month),
    (0.12, wrong_year),
    (0.10, wrong_day),
]


def query_for(rng: random.Random, someone: Someone) -> tuple[LookupQuery, str]:
    """A query with one mistake in the names and one in the date, either of which may be none; and what they were."""
    name_noise = _draw(rng, NAME_NOISE)
    date_noise = _draw(rng, DATE_NOISE)
    query = date_noise(rng, name_noise(rng, plain_query(rng, someone)))
    return query, f"{name_noise.__name__} + {date_noise.__name__}"


def plain_query(rng: random.Random, someone: Someone) -> LookupQuery:
    """What an officer would type without a mistake; where the record has no date of birth, some date."""
    dob = someone.dob or date(1960, 1, 1) + timedelta(days=rng.randrange(15_000))
    return LookupQuery(first=someone.first, last=someone.last, dob=dob)


def _draw(rng: random.Random, noises: list[tuple[float, Noise]]) -> Noise:
    return rng.choices([noise for _, noise in noises], weights=[weight for weight, _ in noises])[0]
