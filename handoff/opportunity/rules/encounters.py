"""Gather the rows of an arrest list into encounters: what one person was arrested for on one occasion."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from handoff.charges.definitions import OffenseDefinition, offense_on
from handoff.charges.rules import Recognition, recognize_charge
from handoff.opportunity.facts import CHARGE_FACTS, Columns, Table, cell_at
from handoff.opportunity.rules.cells import race_label, sex_label
from handoff.opportunity.rules.charge_cells import ArrestBasis, read_arrest_basis, read_grade, split_charges
from handoff.spreadsheets.rules.cells import ZONE, read_age, read_birth_date, read_date

PERSON_FACTS = ("person", "sex", "race", "ethnicity", "age", "birth_date")


@dataclass(frozen=True, order=True)
class Charge:
    """One charge as typed, with what columns of their own say: `grade` and `arrest_type` are cells as typed."""

    statute: str
    description: str
    grade: str = ""
    arrest_type: str = ""

    def read(self) -> Recognition:
        """Recognize the charge."""
        return _recognize(self)

    @property
    def basis(self) -> ArrestBasis | None:
        return read_arrest_basis(self.arrest_type)


@lru_cache(maxsize=20_000)
def _recognize(charge: Charge) -> Recognition:
    reading = recognize_charge(charge.statute, charge.description, read_grade(charge.grade))
    return replace(reading, warrant=True) if charge.basis is ArrestBasis.COURT else reading


@dataclass(frozen=True)
class ListedEncounter:
    """What one person was arrested for on one occasion. `rows` are the charges of each row."""

    day: date | None
    sex: str
    race: str
    age: int | None
    place: str
    rows: tuple[tuple[Charge, ...], ...]
    carried: int = 0
    """How many rows took their case and date from another row."""
    one_person: bool = False
    """True when the list itself says that all rows are one person's."""

    @cached_property
    def charges(self) -> tuple[Charge, ...]:
        return tuple(sorted(charge for row in self.rows for charge in row))

    @cached_property
    def readings(self) -> tuple[Recognition, ...]:
        return tuple(charge.read() for charge in self.charges)

    @cached_property
    def offenses(self) -> tuple[OffenseDefinition, ...]:
        """The recognized offenses, under the law of the day."""
        keys = (reading.offense_key for reading in self.readings)
        found = (offense_on(key, self.day) for key in keys if key)
        return tuple(offense for offense in found if offense)

    @property
    def perhaps_several_people(self) -> bool:
        """True when two rows name the same charge, and nothing says that they are one person's."""
        if self.one_person or len(self.rows) < 2:
            return False
        named = [charge for row in self.rows for charge in set(row)]
        return len(set(named)) < len(named)


@dataclass(frozen=True)
class ArrestRow:
    """What a row says of its encounter: typed cells, with blanks filled from the row above where the list does so."""

    case: str
    day: str
    person: tuple[str, ...]
    place: str
    arrest_type: str
    first: int
    """The number of the encounter's first row."""
    carried: bool = False


def charges_of_row(row: tuple[str, ...], columns: tuple[dict[str, int], ...]) -> tuple[Charge, ...]:
    """Every charge of a row: of its first charge's columns and of those of Charge 2, Charge 3 and so on."""
    cells = tuple(tuple([cell_at(row, places.get(fact)) for fact in CHARGE_FACTS]) for places in columns)
    return _charges_of_columns(cells, any("grade" in places for places in columns[1:]))


@lru_cache(maxsize=20_000)
def _charges_of_columns(cells: tuple[tuple[str, ...], ...], graded: bool) -> tuple[Charge, ...]:
    """`graded`: each charge has a grade column of its own."""
    _statute, _words, first_grade, first_basis = cells[0]
    charged = [each for each in cells if each[0] or each[1]]
    shared = first_grade if len(charged) == 1 or _holds_for_all(first_grade) else ""
    found: list[Charge] = []
    for statute, words, grade, basis in charged:
        found += _charges_of_cells(statute, words, grade if graded else shared, basis or first_basis)
    return tuple(found)


def _holds_for_all(grade: str) -> bool:
    """One grade for several charges is the gravest: "misdemeanor" holds for all, "felony" for one that isn't named."""
    return read_grade(grade) is False


def _charges_of_cells(statute: str, words: str, grade: str, basis: str) -> tuple[Charge, ...]:
    parts = split_charges(statute, words)
    grades = [part.strip() for part in grade.replace("|", ";").replace("\n", ";").split(";")]
    if len(grades) != len(parts):
        grades = [grade if _holds_for_all(grade) else ""] * len(parts)
    return tuple(
        Charge(section, text, own, basis) for (section, text), own in zip(parts, grades, strict=True)
    )


def gather_encounters(table: Table, columns: Columns, zone: str = ZONE) -> tuple[ListedEncounter, ...]:
    """Group rows into encounters. The order of the rows matters only where a row leaves out its case and date."""
    groups: dict[Identity, list[ListedRow]] = {}
    arrests = list(arrest_rows(table, columns))
    lent = _days_and_people_of_cases(arrests)
    places = columns.charge_places()
    for listed, row in zip(arrests, table.rows, strict=True):
        arrest = _fill_from_case(listed, lent)
        charges = charges_of_row(row, places)
        if arrest.arrest_type:
            charges = tuple(
                replace(each, arrest_type=each.arrest_type or arrest.arrest_type) for each in charges
            )
        one = ListedRow(arrest.place, charges, arrest.carried)
        groups.setdefault(_identity(arrest, zone), []).append(one)
    return tuple(sorted((_encounter(*group) for group in groups.items()), key=_order))


def arrest_rows(table: Table, columns: Columns) -> Iterator[ArrestRow]:
    """Each row with its case, date and person: in many reports they stand only on an arrest's first row."""
    dated, cased = columns.has("date"), columns.has("case")
    above: ArrestRow | None = None
    for number, row in enumerate(table.rows):
        person = tuple(columns.cell(row, fact) for fact in PERSON_FACTS)
        own = ArrestRow(
            columns.cell(row, "case"),
            columns.cell(row, "date"),
            person,
            columns.cell(row, "place"),
            "",
            number,
        )
        blank = not own.case and not own.day and (dated or not any(person))
        if blank and above and (above.case or above.day):
            own = _carry_down(own, above, table, columns, cased=cased)
        yield own
        above = own


def _carry_down(
    own: ArrestRow, above: ArrestRow, table: Table, columns: Columns, *, cased: bool
) -> ArrestRow:
    """Fill a row's blanks from the row above. Without case numbers, a row with a person of its own is a new arrest."""
    person = any(own.person)
    if not cased and (person or not any(above.person)):
        return replace(own, day=above.day)
    return replace(
        above,
        person=own.person if person else above.person,
        place=own.place or above.place,
        arrest_type=above.arrest_type or columns.cell(table.rows[above.first], "arrest_type"),
        carried=True,
    )


CasePeople = dict[str, set[tuple[str, tuple[str, ...]]]]


def _fill_from_case(arrest: ArrestRow, lent: CasePeople) -> ArrestRow:
    """A row that repeats the case number and nothing else is of that case's only day and person."""
    bare = arrest.case and not arrest.day and not any(arrest.person)
    known = lent.get(arrest.case, set()) if bare else set()
    if len(known) != 1:
        return arrest
    day, person = next(iter(known))
    return replace(arrest, day=day, person=person, carried=True)


def _days_and_people_of_cases(arrests: list[ArrestRow]) -> CasePeople:
    """For each case, the days and people its rows name; a case with just one lends it to its bare rows."""
    found: CasePeople = {}
    for arrest in arrests:
        if arrest.case and (arrest.day or any(arrest.person)):
            found.setdefault(arrest.case, set()).add((arrest.day, arrest.person))
    return found


@dataclass(frozen=True)
class ListedRow:
    """One row of an encounter: its charges, and whether it took its case and date from another row."""

    place: str
    charges: tuple[Charge, ...]
    carried: bool


Identity = tuple[str, ...]
"""Day, sex, race, age, birth date, case, person, and the number of a row that names none of them."""


def _identity(arrest: ArrestRow, zone: str) -> Identity:
    """What rows of one encounter have in common; a row that names neither case nor person is its own encounter."""
    person, sex, race, ethnicity, age_cell, birth_cell = arrest.person
    day = read_date(arrest.day, zone)
    born = read_birth_date(birth_cell, day, zone)
    age = read_age(age_cell, born, day)
    return (
        day.isoformat() if day else arrest.day,
        sex_label(sex),
        race_label(race, ethnicity),
        "" if age is None else str(age),
        born.isoformat() if born else "",
        arrest.case,
        person,
        "" if arrest.case or person else str(arrest.first),
    )


def _encounter(identity: Identity, rows: list[ListedRow]) -> ListedEncounter:
    day, sex, race, age, _born, _case, person, first = identity
    carried = sum(row.carried for row in rows)
    charges = sorted(row.charges for row in rows)
    # A line about the arrest, with its charges in the rows below, is no charge of its own; every other blank is unread.
    heads = carried and any(charges)
    return ListedEncounter(
        read_date(day),
        sex,
        race,
        int(age) if age else None,
        min((row.place for row in rows if row.place), default=""),
        tuple(each if each or heads else (Charge("", ""),) for each in charges),
        carried,
        one_person=bool(person or first),
    )


def _order(encounter: ListedEncounter) -> tuple[date, tuple[Charge, ...], str, str, int]:
    return (
        encounter.day or date.min,
        encounter.charges,
        encounter.sex,
        encounter.race,
        encounter.age or 0,
    )
