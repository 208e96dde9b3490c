"""Opportunity analysis: how many past arrests the criteria would have let officers divert, and what excluded the rest.

An arrest list holds charges; people meet officers in encounters. Charges of one case, one day and one person (as far as
sex, race and age tell people apart) are one encounter. What no arrest list can tell (residence, convictions, how the
person met the officer, amounts) is assumed met in the headline and listed beside it: the figure is "up to".
Sex, race and age bands are counted for the reader and never passed to a rule.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from handoff.charges.definitions import OffenseDefinition, offense_on
from handoff.charges.rules import Recognition, recognize_charge
from handoff.core.text import mark_for_translation
from handoff.eligibility.engine.criteria import Criteria
from handoff.opportunity.facts import Columns, Table
from handoff.opportunity.rules.cells import age_band, race_label, read_age, read_date, sex_label
from handoff.opportunity.rules.judgment import Judge, Judgment, grade_is_unstated

ADULT = 18
UNREADABLE = mark_for_translation("unreadable date")
NO_CASE = mark_for_translation("The file has no case number, so we counted each row as its own encounter.")
SAME_CASE = mark_for_translation(
    "We counted charges with the same case, day, sex, race, and age as one person's encounter."
)
VALUE_UNSTATED = mark_for_translation(
    "If a charge's wording doesn't say whether it's a felony, it doesn't exclude anyone."
)
WHOLE_ENCOUNTER = mark_for_translation("An encounter counts only if every charge in it can be diverted.")
AGE_UNSTATED = mark_for_translation("If the file doesn't give a person's age, we assume they're an adult.")


@dataclass(frozen=True, order=True)
class Charge:
    """One row's charge as typed."""

    statute: str
    description: str

    def read(self) -> Recognition:
        """Recognize the charge."""
        return recognize_charge(self.statute, self.description)


@dataclass(frozen=True)
class ListedEncounter:
    """What one person was arrested for on one occasion."""

    day: date | None
    sex: str
    race: str
    age: int | None
    place: str
    charges: tuple[Charge, ...]

    @cached_property
    def readings(self) -> tuple[Recognition, ...]:
        return tuple(charge.read() for charge in self.charges)

    @cached_property
    def offenses(self) -> tuple[OffenseDefinition, ...]:
        """The recognized offenses, under the law of the day."""
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
    """A charge text that was not recognized, as typed, and in how many rows."""

    statute: str
    description: str
    rows: int
    why: str


@dataclass(frozen=True)
class Opportunity:
    """The whole result. `divertible` is an upper bound: the criteria in `unasked` are assumed met."""

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


def gather_encounters(table: Table, columns: Columns) -> tuple[ListedEncounter, ...]:
    """Group rows into encounters. The order of the rows doesn't matter."""
    groups: dict[tuple[str, ...], list[tuple[str, Charge]]] = {}
    for number, row in enumerate(table.rows):
        charge = Charge(columns.cell(row, "statute"), columns.cell(row, "description"))
        groups.setdefault(_identity(row, columns, number), []).append((columns.cell(row, "place"), charge))
    gathered = (_encounter(identity, charges) for identity, charges in groups.items())
    return tuple(
        sorted(
            gathered,
            key=lambda encounter: (
                encounter.day or date.min,
                encounter.charges,
                encounter.sex,
                encounter.race,
                encounter.age or 0,
            ),
        )
    )


def _identity(row: tuple[str, ...], columns: Columns, number: int) -> tuple[str, ...]:
    """What rows of one encounter have in common; a row that names neither case nor person is its own encounter."""
    typed = columns.cell(row, "date")
    day = read_date(typed)
    age = read_age(columns.cell(row, "age"), read_date(columns.cell(row, "birth_date")), day)
    return (
        day.isoformat() if day else typed,
        sex_label(columns.cell(row, "sex")),
        race_label(columns.cell(row, "race")),
        "" if age is None else str(age),
        columns.cell(row, "case"),
        columns.cell(row, "person"),
        "" if columns.cell(row, "case") or columns.cell(row, "person") else str(number),
    )


def _encounter(identity: tuple[str, ...], rows: list[tuple[str, Charge]]) -> ListedEncounter:
    day, sex, race, age = identity[:4]
    place = min((place for place, _ in rows if place), default="")
    return ListedEncounter(
        read_date(day),
        sex,
        race,
        int(age) if age else None,
        place,
        tuple(sorted(charge for _, charge in rows)),
    )


AssessedEncounters = Sequence[tuple[ListedEncounter, Judgment]]


def analyze(table: Table, columns: Columns, criteria: Criteria) -> Opportunity:
    """Judge every encounter of a list by the criteria, and count."""
    encounters = gather_encounters(table, columns)
    judge = Judge(criteria)
    judged = [
        (encounter, judge.judge(encounter.readings, encounter.age, encounter.day)) for encounter in encounters
    ]
    return Opportunity(
        rows=len(table.rows),
        encounters=len(encounters),
        divertible=sum(judgment.divertible for _, judgment in judged),
        unmapped_rows=sum(
            reading.offense_key is None for encounter in encounters for reading in encounter.readings
        ),
        minors=sum(encounter.age is not None and encounter.age < ADULT for encounter in encounters),
        warrants=sum(
            any(read.warrant or read.failure_to_appear for read in encounter.readings)
            for encounter in encounters
        ),
        undated_rows=sum(len(encounter.charges) for encounter in encounters if encounter.day is None),
        grade_unstated=sum(any(map(grade_is_unstated, encounter.readings)) for encounter in encounters),
        perhaps_several_people=sum(
            len(set(encounter.charges)) < len(encounter.charges) for encounter in encounters
        ),
        by_charge=_count_by_charge(judged),
        by_month=tuple(sorted(_count_by(judged, _month))),
        by_place=_count_by(judged, lambda encounter: encounter.place) if columns.has("place") else (),
        by_group={
            "sex": _count_by(judged, lambda encounter: encounter.sex),
            "race": _count_by(judged, lambda encounter: encounter.race),
            "age": _count_by(judged, lambda encounter: age_band(encounter.age)),
        },
        excluded_by=_exclusions(judged),
        unmapped=_unmapped(encounters),
        unasked=_count_unasked(judged),
        assumptions=_assumptions(columns),
    )


def _count_by(judged: AssessedEncounters, name: Callable[[ListedEncounter], str]) -> tuple[Count, ...]:
    tally = _Tally()
    for encounter, judgment in judged:
        tally.add(name(encounter), name(encounter), judgment.divertible)
    return tally.counts()


def _month(encounter: ListedEncounter) -> str:
    return encounter.day.strftime("%Y-%m") if encounter.day else UNREADABLE


def _count_by_charge(judged: AssessedEncounters) -> tuple[Count, ...]:
    """Count an encounter once under each of its offenses."""
    tally = _Tally()
    for encounter, judgment in judged:
        for key, title in sorted({(offense.key, offense.title) for offense in encounter.offenses}):
            tally.add(key, title, judgment.divertible)
    return tally.counts()


def _exclusions(judged: AssessedEncounters) -> tuple[Exclusion, ...]:
    titles: dict[str, str] = {}
    all_of: Counter[str] = Counter()
    only: Counter[str] = Counter()
    for _, judgment in judged:
        titles.update(judgment.excluded)
        all_of.update(judgment.excluded.keys())
        if len(judgment.excluded) == 1:
            only.update(judgment.excluded.keys())
    lines = (Exclusion(reason, titles[reason], number, only[reason]) for reason, number in all_of.items())
    return tuple(sorted(lines, key=lambda line: (-line.encounters, line.reason)))


def _count_unasked(judged: AssessedEncounters) -> tuple[Count, ...]:
    """The criteria that the file can't answer, with how many encounters depend on each."""
    tally = _Tally()
    for _, judgment in judged:
        for reason, title in judgment.unasked.items():
            tally.add(reason, title, judgment.divertible)
    return tally.counts()


def _unmapped(encounters: Iterable[ListedEncounter]) -> tuple[UnmappedText, ...]:
    found = Counter(
        charge
        for encounter in encounters
        for charge in encounter.charges
        if charge.read().offense_key is None
    )
    lines = (
        UnmappedText(charge.statute, charge.description, number, charge.read().note)
        for charge, number in found.items()
    )
    return tuple(sorted(lines, key=lambda line: (-line.rows, line.statute, line.description)))


def _assumptions(columns: Columns) -> tuple[str, ...]:
    warnings = [
        SAME_CASE if columns.has("case") or columns.has("person") else NO_CASE,
        WHOLE_ENCOUNTER,
        VALUE_UNSTATED,
    ]
    if not columns.has("age") and not columns.has("birth_date"):
        warnings.append(AGE_UNSTATED)
    return tuple(warnings)
