"""Opportunity analysis: how many past arrests the criteria would have let officers divert, and what excluded the rest.

An arrest list holds charges; people meet officers in encounters. Charges of one case, one day and one person (as far as
sex, race and age tell people apart) are one encounter. What no arrest list can tell (residence, convictions, how the
person met the officer, amounts) is assumed met in the headline and listed beside it: the figure is "up to".
Sex, race and age bands are counted for the reader and never passed to a rule.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from handoff.charges.rules import Recognition, is_north_carolina_section
from handoff.core.text import mark_for_translation
from handoff.eligibility.engine.criteria import Criteria
from handoff.opportunity.facts import Columns, Table
from handoff.opportunity.rules.cells import age_band
from handoff.opportunity.rules.charge_cells import ArrestBasis
from handoff.opportunity.rules.encounters import Charge, ListedEncounter, gather_encounters
from handoff.opportunity.rules.judgment import Judge, Judgment, grade_is_unstated
from handoff.spreadsheets.rules.cells import ZONE

ADULT = 18
UNREADABLE = mark_for_translation("unreadable date")
NO_CASE = mark_for_translation("The file has no case number, so we counted each row as its own encounter.")
SAME_PERSON = mark_for_translation("We counted charges with the same case, day, and person as one encounter.")
SAME_CASE = mark_for_translation(
    "We counted charges with the same case, day, sex, race, and age as one person's encounter, as far as the list "
    "gives them."
)
UNTOLD_PEOPLE = mark_for_translation(
    "The list doesn't tell people apart, so we counted charges with the same case and day as one person's encounter."
)
CARRIED = mark_for_translation(
    "Where a row has no case or date of its own, we read it as a further charge of the row above."
)
VALUE_UNSTATED = mark_for_translation(
    "If neither a charge's wording nor a column says whether it's a felony, it doesn't exclude anyone."
)
WHOLE_ENCOUNTER = mark_for_translation("An encounter counts only if every charge in it can be diverted.")
AGE_UNSTATED = mark_for_translation("If the file doesn't give a person's age, we assume they're an adult.")
NO_DATE = mark_for_translation("The file has no date column, so we used the newest law for every charge.")
NO_BASIS = mark_for_translation(
    "The file has no column for the type of arrest, so we know of a warrant only where the charge says so."
)
UNCLEAR_BASIS = mark_for_translation(
    "Where the type of arrest doesn't say whether a court ordered it, we assume the officer had a choice."
)
BASIS_TITLES = {
    ArrestBasis.OFFICER: mark_for_translation("Officer's choice (on view, cited)"),
    ArrestBasis.COURT: mark_for_translation("Court's order (warrant, order for arrest, criminal summons)"),
    ArrestBasis.UNCLEAR: mark_for_translation("The type of arrest doesn't say"),
}
LEAST_SECTIONS = 3
"""The fewest typed sections that show which state a list is from."""


class Withheld(StrEnum):
    """Why a list gets no figure."""

    OTHER_STATE = "other_state"
    UNREAD = "unread"


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
    """The whole result. `divertible` is an upper bound: the criteria in `unasked` are assumed met.

    Where the law or the charges of a list aren't understood, `withheld` says why, `divertible` is None, and nothing is
    broken down.
    """

    rows: int
    charges: int
    encounters: int
    divertible: int | None
    withheld: Withheld | None
    columns: dict[str, tuple[str, ...]]
    left_over: tuple[str, ...]
    unmapped_rows: int
    minors: int
    warrants: int
    undated_rows: int
    ageless_rows: int
    carried_rows: int
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


AssessedEncounters = Sequence[tuple[ListedEncounter, Judgment]]


def analyze(table: Table, columns: Columns, criteria: Criteria, zone: str = ZONE) -> Opportunity:
    """Judge every encounter of a list by the criteria, and count. `zone` is the time zone of the agency's days."""
    encounters = gather_encounters(table, columns, zone)
    result = _count_rows(table, columns, encounters)
    if result.withheld:
        return result
    judge = Judge(criteria)
    judged = [
        (encounter, judge.judge(encounter.readings, encounter.age, encounter.day)) for encounter in encounters
    ]
    return replace(
        result,
        divertible=sum(judgment.divertible for _, judgment in judged),
        by_charge=_count_by_charge(judged),
        by_month=tuple(sorted(_count_by(judged, _month))),
        by_place=_count_by(judged, lambda encounter: encounter.place) if columns.has("place") else (),
        by_group=_count_groups(judged, columns),
        excluded_by=_exclusions(judged),
        unasked=_count_unasked(judged),
    )


def _count_rows(table: Table, columns: Columns, encounters: tuple[ListedEncounter, ...]) -> Opportunity:
    """What the list holds and what of it was read, before any criteria."""
    charges = [charge for encounter in encounters for charge in encounter.charges]
    readings = [reading for encounter in encounters for reading in encounter.readings]
    ageless = sum(len(encounter.rows) for encounter in encounters if encounter.age is None)
    return Opportunity(
        rows=len(table.rows),
        charges=len(charges),
        encounters=len(encounters),
        divertible=None,
        withheld=_reason_to_withhold(charges, readings),
        columns=columns.taken(table.headings),
        left_over=columns.left_over(table.headings),
        unmapped_rows=sum(map(_is_unread, (row for encounter in encounters for row in encounter.rows))),
        minors=sum(encounter.age is not None and encounter.age < ADULT for encounter in encounters),
        warrants=sum(
            any(read.warrant or read.failure_to_appear for read in encounter.readings)
            for encounter in encounters
        ),
        undated_rows=sum(len(encounter.rows) for encounter in encounters if encounter.day is None),
        ageless_rows=ageless,
        carried_rows=sum(encounter.carried for encounter in encounters),
        grade_unstated=sum(any(map(grade_is_unstated, encounter.readings)) for encounter in encounters),
        perhaps_several_people=sum(encounter.perhaps_several_people for encounter in encounters),
        by_charge=(),
        by_month=(),
        by_place=(),
        by_group={},
        excluded_by=(),
        unmapped=_count_unmapped(charges, readings),
        unasked=(),
        assumptions=_assumptions(columns, encounters),
    )


def _is_unread(row: Iterable[Charge]) -> bool:
    return any(charge.read().offense_key is None for charge in row)


def _reason_to_withhold(charges: Sequence[Charge], readings: Sequence[Recognition]) -> Withheld | None:
    """No figure where most sections are another state's, or where most charges aren't read."""
    fits = [fit for charge in charges if (fit := is_north_carolina_section(charge.statute)) is not None]
    if len(fits) >= LEAST_SECTIONS and 2 * sum(fits) < len(fits):
        return Withheld.OTHER_STATE
    unread = sum(reading.offense_key is None for reading in readings)
    return Withheld.UNREAD if 2 * unread > len(charges) else None


def _count_groups(judged: AssessedEncounters, columns: Columns) -> dict[str, tuple[Count, ...]]:
    groups = {
        "sex": _count_by(judged, lambda encounter: encounter.sex),
        "race": _count_by(judged, lambda encounter: encounter.race),
        "age": _count_by(judged, lambda encounter: age_band(encounter.age)),
    }
    if columns.has("arrest_type"):
        groups["arrest_type"] = _count_by(judged, lambda encounter: BASIS_TITLES[arrest_basis(encounter)])
    return groups


def arrest_basis(encounter: ListedEncounter) -> ArrestBasis:
    """A court's order for one charge makes the encounter one; then what isn't clear; then the officer's choice."""
    said = {charge.basis or ArrestBasis.UNCLEAR for charge in encounter.charges}
    order = (ArrestBasis.COURT, ArrestBasis.UNCLEAR, ArrestBasis.OFFICER)
    return next(basis for basis in order if basis in said)


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


def _count_unmapped(charges: Iterable[Charge], readings: Iterable[Recognition]) -> tuple[UnmappedText, ...]:
    found = Counter(
        (charge.statute, charge.description, reading.note)
        for charge, reading in zip(charges, readings, strict=True)
        if reading.offense_key is None
    )
    lines = (UnmappedText(statute, text, number, why) for (statute, text, why), number in found.items())
    return tuple(sorted(lines, key=lambda line: (-line.rows, line.statute, line.description)))


def _assumptions(columns: Columns, encounters: Sequence[ListedEncounter]) -> tuple[str, ...]:
    describes_people = any(columns.has(fact) for fact in ("sex", "race", "ethnicity", "age", "birth_date"))
    if columns.has("person"):
        grouping = SAME_PERSON
    elif columns.has("case"):
        grouping = SAME_CASE if describes_people else UNTOLD_PEOPLE
    else:
        grouping = NO_CASE
    unclear = any(arrest_basis(encounter) is ArrestBasis.UNCLEAR for encounter in encounters)
    said = {
        grouping: True,
        CARRIED: any(encounter.carried for encounter in encounters),
        WHOLE_ENCOUNTER: True,
        VALUE_UNSTATED: True,
        AGE_UNSTATED: any(encounter.age is None for encounter in encounters),
        NO_DATE: not columns.has("date"),
        NO_BASIS: not columns.has("arrest_type"),
        UNCLEAR_BASIS: columns.has("arrest_type") and unclear,
    }
    return tuple(sentence for sentence, holds in said.items() if holds)
