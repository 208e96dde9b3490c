"""What a measure is: its words, its version, and the function that counts it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from handoff.measures.facts import Facts, weigh
from handoff.measures.rules.intervals import Share, share_of
from handoff.measures.rules.periods import Period
from handoff.referrals.facts import ReferralFact

ALL = "all"


class Unit(StrEnum):
    """What a figure counts. People don't add up across periods, agencies or kinds; the others do."""

    REFERRALS = "referrals"
    PEOPLE = "people"
    OFFICERS = "officers"
    CHARGES = "charges"
    NEW_CHARGES = "new charges"
    EVENTS = "events"


@dataclass(frozen=True)
class Line:
    """One figure of a table: what is counted, and out of what.

    `records` and `base` name the records; a base of None is a plain count, or one of known size only (`size`).
    A closed month keeps some lines only as numbers (`counted`). `baseline` is the group's share of the jurisdiction,
    from 0 to 1. A hidden number isn't there at all: whoever reads it without asking first meets an error.
    """

    code: str
    records: tuple[int, ...]
    base: tuple[int, ...] | None = None
    size: int | None = None
    baseline: float | None = None
    counted: int | None = None
    count_hidden: bool = False
    whole_hidden: bool = False

    @property
    def count(self) -> int:
        if self.count_hidden:
            raise ValueError(f"The count of {self.code} is hidden")
        return len(self.records) if self.counted is None else self.counted

    @property
    def whole(self) -> int | None:
        if self.whole_hidden:
            raise ValueError(f"What {self.code} is part of is hidden")
        return self.size if self.base is None else len(self.base)

    @property
    def is_hidden(self) -> bool:
        """True if one of its two numbers is hidden, so that nothing made of both may be shown."""
        return self.count_hidden or self.whole_hidden

    @property
    def share(self) -> Share | None:
        """The share with its interval; None of nothing, of a whole that isn't known, and where a number is hidden."""
        return None if self.is_hidden or self.whole is None else share_of(self.count, self.whole)


@dataclass(frozen=True)
class Table:
    """Lines of one kind: by answer, agency, kind of referral, reason, group or charge."""

    key: str
    unit: Unit
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Result:
    """A measure counted for a period: the headline, its tables, and counts of what stands beside it."""

    period: Period
    headline: Line
    tables: tuple[Table, ...] = ()
    notes: Mapping[str, int] = field(default_factory=dict)

    def table(self, key: str) -> Table:
        return next(each for each in self.tables if each.key == key)


@dataclass(frozen=True)
class Grouping:
    """In what rows have to be alike to be counted together: all that a measure asks of them (ADR 0088).

    Columns of referrals in a period, and of the referrals of those who enrolled in it or were active at its end;
    with `charges`, also the charges of the active. What happened to single participants is read one by one: their new
    charges, their deaths and overdoses, and what was looked up of those who were referred in the periods. Measures of
    the same grouping are counted from the same facts.
    """

    referrals: frozenset[str] = frozenset()
    enrolled: frozenset[str] = frozenset()
    active: frozenset[str] = frozenset()
    charges: bool = False
    new_charges: bool = False
    safety: bool = False
    look_backs: bool = False


ANSWERED = Grouping(
    referrals=frozenset(
        (
            "person",
            "pathway",
            "agency",
            "outcome",
            "decline_reason",
            "later_no_on",
            "screened_on",
            "intake_by",
        )
    )
)
"""What M1 to M3 ask."""


@dataclass(frozen=True)
class Measure:
    """A measure of the handbook. A change in how it is counted is a new version; the earlier one stays, for closed
    months."""

    code: str
    key: str
    version: int
    title: str
    sentence: str
    numerator: str
    denominator: str
    exclusions: tuple[str, ...]
    section: str
    unit: Unit
    count: Callable[[Facts, Period], Result]
    is_health: bool = False
    """True if only care staff may read its exact figures and records."""
    is_own: bool = False
    """True of a program's own measure: it isn't shared outside, where its rows could be compared with others'."""
    grouping: Grouping | None = None
    """What the database may count it by; None if it needs every row."""

    @property
    def id(self) -> str:
        """The name under which a figure is published, such as `acceptance-rate/1`."""
        return f"{self.key}/{self.version}"


def ids(referrals: Iterable[ReferralFact]) -> tuple[int, ...]:
    return tuple(each.referral for each in referrals)


def tables_by_agency_and_pathway(
    counted: Sequence[ReferralFact], whole: Sequence[ReferralFact]
) -> tuple[Table, Table]:
    """The same share by referring agency ("none" for referrals without one) and by kind of referral."""
    return (
        Table("agency", Unit.REFERRALS, _lines_by(counted, whole, lambda each: str(each.agency or "none"))),
        Table("pathway", Unit.REFERRALS, _lines_by(counted, whole, lambda each: each.pathway)),
    )


def people_by_agency_and_pathway(
    facts: Facts, counted: Iterable[int], whole: Iterable[int]
) -> tuple[Table, Table]:
    """Participants by the agency ("none" for none) and the kind of the referral that their intake belongs to."""
    inside = set(counted)
    everyone = [(person, facts.referral_of_person(person)) for person in whole]

    def lines(code_of: Callable[[ReferralFact], str]) -> tuple[Line, ...]:
        groups: dict[str, list[int]] = {}
        for person, referral in everyone:
            groups.setdefault("none" if referral is None else code_of(referral), []).append(person)
        return tuple(
            Line(code, tuple(each for each in people if each in inside), tuple(people))
            for code, people in sorted(groups.items())
        )

    return (
        Table("agency", Unit.PEOPLE, lines(lambda each: str(each.agency or "none"))),
        Table("pathway", Unit.PEOPLE, lines(lambda each: each.pathway)),
    )


def _lines_by(
    counted: Sequence[ReferralFact], whole: Sequence[ReferralFact], key: Callable[[ReferralFact], str]
) -> tuple[Line, ...]:
    inside = group_by(counted, key)
    return tuple(
        Line(code, ids(inside.get(code, ())), ids(rows))
        for code, rows in sorted(group_by(whole, key).items())
    )


def group_by(
    rows: Iterable[ReferralFact], key: Callable[[ReferralFact], str]
) -> dict[str, list[ReferralFact]]:
    groups: dict[str, list[ReferralFact]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def weighed(measure: Measure, result: Result, facts: Facts) -> Result:
    """A result of facts that the database has counted, with numbers in place of stand-ins."""
    if facts.weights is None:
        return result
    weights = {
        Unit.REFERRALS: facts.weights.referrals,
        Unit.PEOPLE: facts.weights.people,
        Unit.CHARGES: facts.weights.charges,
    }
    return replace(
        result,
        headline=_weighed(result.headline, weights.get(measure.unit, {})),
        tables=tuple(
            replace(table, lines=tuple(_weighed(line, weights.get(table.unit, {})) for line in table.lines))
            for table in result.tables
        ),
    )


def _weighed(line: Line, weights: Mapping[int, int]) -> Line:
    whole = line.size if line.base is None else weigh(line.base, weights)
    return Line(line.code, (), size=whole, baseline=line.baseline, counted=weigh(line.records, weights))
