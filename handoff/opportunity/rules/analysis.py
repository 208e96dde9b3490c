"""Opportunity analysis: how many past arrests the criteria would have let officers divert, and what excluded the rest.

An arrest list holds charges; people meet officers in encounters. Charges of one case, one day and one person (as far as
sex, race and age tell people apart) are one encounter. What no arrest list can tell (residence, convictions, how the
person met the officer, amounts) is assumed met in the headline and listed beside it: the figure is "up to".
Sex, race and age bands are counted for the reader and never given to a rule.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from handoff.charges.definitions import OffenseDefinition, offense_on
from handoff.charges.rules import Recognition, recognise
from handoff.core.text import mark
from handoff.eligibility.engine.criteria import Criteria
from handoff.opportunity.facts import Columns, Table
from handoff.opportunity.rules.cells import age_band, race_of, read_age, read_date, sex_of
from handoff.opportunity.rules.judgement import Judge, Judgement, grade_is_unstated

ADULT = 18
UNREADABLE = mark("date not readable")
NO_CASE = mark("The file has no case number: each row was counted as an encounter of its own.")
SAME_CASE = mark("Charges with the same case, day, sex, race and age were counted as one person's encounter.")
VALUE_UNSTATED = mark("A charge whose words leave open whether it is a felony excludes nobody.")
WHOLE_ENCOUNTER = mark("An encounter is divertible only if every charge in it is.")
AGE_UNSTATED = mark("A person whose age the file does not give is assumed to be an adult.")


@dataclass(frozen=True, order=True)
class Charge:
    """One row's charge as typed."""

    statute: str
    description: str

    def read(self) -> Recognition:
        """Recognise the charge."""
        return recognise(self.statute, self.description)


@dataclass(frozen=True)
class Encounter:
    """What one person was arrested for on one occasion."""

    day: date | None
    sex: str
    race: str
    age: int | None
    place: str
    charges: tuple[Charge, ...]

    @cached_property
    def readings(self) -> tuple[Recognition, ...]:
        """Return what each charge was read as."""
        return tuple(charge.read() for charge in self.charges)

    @cached_property
    def offenses(self) -> tuple[OffenseDefinition, ...]:
        """Return the recognised offenses, as the law read on the day."""
        keys = (reading.offense_key for reading in self.readings)
        found = (offense_on(key, self.day) for key in keys if key)
        return tuple(offense for offense in found if offense)


@dataclass(frozen=True, order=True)
class Count:
    """One line of a breakdown: of so many encounters, so many could have been diverted."""

    name: str
    title: str
    encounters: int
    divertible: int


@dataclass(frozen=True, order=True)
class Exclusion:
    """A reason that excluded encounters; `only` counts those that nothing else excluded."""

    reason: str
    title: str
    encounters: int
    only: int


@dataclass(frozen=True, order=True)
class UnmappedText:
    """A charge text that was not recognised, as typed, with how often it occurs."""

    statute: str
    description: str
    rows: int
    why: str


@dataclass(frozen=True)
class Opportunity:
    """The whole result. `divertible` is the most that could be: the criteria in `unasked` are assumed met."""

    rows: int
    encounters: int
    divertible: int
    unmapped_rows: int
    minors: int
    warrants: int
    undated_rows: int
    grade_unstated: int
    perhaps_several_people: int
    by_charge: tuple[Count, ...]
    by_month: tuple[Count, ...]
    by_place: tuple[Count, ...]
    by_group: dict[str, tuple[Count, ...]]
    excluded_by: tuple[Exclusion, ...]
    unmapped: tuple[UnmappedText, ...]
    unasked: tuple[Count, ...]
    assumptions: tuple[str, ...]


@dataclass
class _Tally:
    titles: dict[str, str] = field(default_factory=dict)
    encounters: Counter[str] = field(default_factory=Counter)
    divertible: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, title: str, divertible: bool) -> None:
        self.titles[name] = title
        self.encounters[name] += 1
        self.divertible[name] += divertible

    def counts(self) -> tuple[Count, ...]:
        lines = (
            Count(name, self.titles[name], self.encounters[name], self.divertible[name])
            for name in self.titles
        )
        return tuple(sorted(lines, key=lambda line: (-line.encounters, line.name)))


def gather_encounters(table: Table, columns: Columns) -> tuple[Encounter, ...]:
    """Put the rows of one person's one occasion together. The order of the rows does not matter."""
    groups: dict[tuple[str, ...], list[tuple[str, Charge]]] = {}
    for number, row in enumerate(table.rows):
        charge = Charge(columns.cell(row, "statute"), columns.cell(row, "description"))
        groups.setdefault(_identity(row, columns, number), []).append((columns.cell(row, "place"), charge))
    gathered = (_encounter(identity, charges) for identity, charges in groups.items())
    return tuple(
        sorted(gathered, key=lambda met: (met.day or date.min, met.charges, met.sex, met.race, met.age or 0))
    )


def _identity(row: tuple[str, ...], columns: Columns, number: int) -> tuple[str, ...]:
    """Tell one person's occasion from another's; a row that names neither case nor person stands alone."""
    typed = columns.cell(row, "date")
    day = read_date(typed)
    age = read_age(columns.cell(row, "age"), read_date(columns.cell(row, "birth_date")), day)
    return (
        day.isoformat() if day else typed,
        sex_of(columns.cell(row, "sex")),
        race_of(columns.cell(row, "race")),
        "" if age is None else str(age),
        columns.cell(row, "case"),
        columns.cell(row, "person"),
        "" if columns.cell(row, "case") or columns.cell(row, "person") else str(number),
    )


def _encounter(identity: tuple[str, ...], rows: list[tuple[str, Charge]]) -> Encounter:
    day, sex, race, age = identity[:4]
    place = min((place for place, _ in rows if place), default="")
    return Encounter(
        read_date(day),
        sex,
        race,
        int(age) if age else None,
        place,
        tuple(sorted(charge for _, charge in rows)),
    )


Judged = Sequence[tuple[Encounter, Judgement]]


def analyse(table: Table, columns: Columns, criteria: Criteria) -> Opportunity:
    """Ask the criteria about every encounter of a list, and count."""
    encounters = gather_encounters(table, columns)
    judge = Judge(criteria)
    judged = [(met, judge.judge(met.readings, met.age, met.day)) for met in encounters]
    return Opportunity(
        rows=len(table.rows),
        encounters=len(encounters),
        divertible=sum(judgement.divertible for _, judgement in judged),
        unmapped_rows=sum(reading.offense_key is None for met in encounters for reading in met.readings),
        minors=sum(met.age is not None and met.age < ADULT for met in encounters),
        warrants=sum(
            any(read.warrant or read.failure_to_appear for read in met.readings) for met in encounters
        ),
        undated_rows=sum(len(met.charges) for met in encounters if met.day is None),
        grade_unstated=sum(any(map(grade_is_unstated, met.readings)) for met in encounters),
        perhaps_several_people=sum(len(set(met.charges)) < len(met.charges) for met in encounters),
        by_charge=_by_charge(judged),
        by_month=tuple(sorted(_by(judged, _month))),
        by_place=_by(judged, lambda met: met.place) if columns.has("place") else (),
        by_group={
            "sex": _by(judged, lambda met: met.sex),
            "race": _by(judged, lambda met: met.race),
            "age": _by(judged, lambda met: age_band(met.age)),
        },
        excluded_by=_exclusions(judged),
        unmapped=_unmapped(encounters),
        unasked=_unasked(judged),
        assumptions=_assumptions(columns),
    )


def _by(judged: Judged, name: Callable[[Encounter], str]) -> tuple[Count, ...]:
    tally = _Tally()
    for met, judgement in judged:
        tally.add(name(met), name(met), judgement.divertible)
    return tally.counts()


def _month(met: Encounter) -> str:
    return met.day.strftime("%Y-%m") if met.day else UNREADABLE


def _by_charge(judged: Judged) -> tuple[Count, ...]:
    """Count an encounter once under each of its offenses."""
    tally = _Tally()
    for met, judgement in judged:
        for key, title in sorted({(offense.key, offense.title) for offense in met.offenses}):
            tally.add(key, title, judgement.divertible)
    return tally.counts()


def _exclusions(judged: Judged) -> tuple[Exclusion, ...]:
    titles: dict[str, str] = {}
    all_of: Counter[str] = Counter()
    only: Counter[str] = Counter()
    for _, judgement in judged:
        titles.update(judgement.excluded)
        all_of.update(judgement.excluded.keys())
        if len(judgement.excluded) == 1:
            only.update(judgement.excluded.keys())
    lines = (Exclusion(reason, titles[reason], number, only[reason]) for reason, number in all_of.items())
    return tuple(sorted(lines, key=lambda line: (-line.encounters, line.reason)))


def _unasked(judged: Judged) -> tuple[Count, ...]:
    """List what the file cannot tell, with how many encounters hang on it."""
    tally = _Tally()
    for _, judgement in judged:
        for reason, title in judgement.unasked.items():
            tally.add(reason, title, judgement.divertible)
    return tally.counts()


def _unmapped(encounters: Iterable[Encounter]) -> tuple[UnmappedText, ...]:
    found = Counter(
        charge for met in encounters for charge in met.charges if charge.read().offense_key is None
    )
    lines = (
        UnmappedText(charge.statute, charge.description, number, charge.read().note)
        for charge, number in found.items()
    )
    return tuple(sorted(lines, key=lambda line: (-line.rows, line.statute, line.description)))


def _assumptions(columns: Columns) -> tuple[str, ...]:
    told = [
        SAME_CASE if columns.has("case") or columns.has("person") else NO_CASE,
        WHOLE_ENCOUNTER,
        VALUE_UNSTATED,
    ]
    if not columns.has("age") and not columns.has("birth_date"):
        told.append(AGE_UNSTATED)
    return tuple(told)
