"""Which participants a named person may be: matched, to review, or no one. Nothing is decided here (J1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handoff.participants.lookup.rules.dates import is_placeholder_date
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.rules.levels import ALIKE, MatchLevel
from handoff.participants.lookup.rules.scoring import Reason, Score
from handoff.programs.rules.folding import strip_accents
from handoff.spreadsheets.rules.cells import read_age
from handoff.staffing.reports.facts import NamedPerson
from handoff.staffing.reports.rules.probability import MiddleNames, is_sure

AGE_SLACK = 1
"""Years by which a printed age may be off: it is often computed on the day of the export."""
FAR = 200
WHOLE_NAME = 3
"""Letters that a middle name has at least, so that it isn't an initial."""


class Bucket(StrEnum):
    """What a person has to do with a row: confirm it with others, compare it, or nothing."""

    MATCHED = "matched"
    REVIEW = "review"
    NEW = "new"


@dataclass(frozen=True)
class Likeness:
    """How a participant compares with a named person: the score, its level, and years between their ages."""

    place: int
    score: Score
    level: MatchLevel
    age_gap: int | None
    middle: MiddleNames = MiddleNames.SILENT

    @property
    def is_alike(self) -> bool:
        """Whether the whole name is alike, whatever the birth date says."""
        return ALIKE.hold(self.score.name.first, self.score.name.last or 0.0)

    @property
    def is_plausible(self) -> bool:
        """Whether a row without a birth date may be about them: the name is alike, and the age doesn't contradict."""
        return self.is_alike and (self.age_gap is None or self.age_gap <= AGE_SLACK)


def lookup_query(person: NamedPerson, on: date) -> LookupQuery:
    """What the lookup is asked. Without a birth date the age leads to the years of birth."""
    year = on.year - person.age if person.born_on is None and person.age is not None else None
    return LookupQuery(
        first=f"{person.first} {person.middle}".strip(),
        last=f"{person.last} {person.suffix}".strip(),
        dob=person.born_on,
        year=year,
    )


def middle_agreement(person: NamedPerson, first_name: str, middle_name: str) -> MiddleNames:
    """What middle names add: the whole one is the same, or under the same first name one is the other's initial;
    that they're other names, or that neither has any.
    """
    one, other = plain_name(person.middle), plain_name(middle_name)
    if not one and not other:
        return MiddleNames.NEITHER
    if one == other and len(one) >= WHOLE_NAME:
        return MiddleNames.WHOLE
    if one and other and one[0] != other[0]:
        return MiddleNames.OTHER
    same_first = plain_name(person.first) == plain_name(first_name)
    is_initial = min(len(one), len(other)) == 1 and one[0] == other[0]
    return MiddleNames.INITIAL if same_first and is_initial else MiddleNames.SILENT


def plain_name(name: str) -> str:
    return "".join(each for each in strip_accents(name).casefold() if each.isalnum())


def age_gap(person: NamedPerson, on: date, born_on: date | None) -> int | None:
    """Years between the printed age and the participant's age on that day; None where one isn't known."""
    age = read_age("", born_on, on)
    return None if person.age is None or age is None else abs(person.age - age)


def bucket_of(person: NamedPerson, found: Sequence[Likeness]) -> Bucket:
    """Matched takes a full birth date that isn't a placeholder, and one participant with nothing against it.

    That one has the same name and birth date, or is the only one who is possible at all and of a kind of match that is
    right at least as often as `SURE` (ADR 0074).
    """
    if person.born_on is None:
        return Bucket.REVIEW if any(each.is_plausible for each in found) else Bucket.NEW
    certain = [each for each in found if each.level is MatchLevel.CERTAIN]
    possible = [each for each in found if each.level is not MatchLevel.NOTHING]
    only = possible if len(possible) == 1 else []
    sure = certain or [each for each in only if is_sure(each.score, each.middle)]
    doubtful = is_placeholder_date(person.born_on) or any(
        Reason.SUFFIX in each.score.reasons for each in sure
    )
    if len(sure) == 1 and not doubtful:
        return Bucket.MATCHED
    return Bucket.REVIEW if possible else Bucket.NEW


def shown_beside(person: NamedPerson, found: Sequence[Likeness]) -> list[Likeness]:
    """The participants to show, the likeliest first: also those of the same name with another age or birth date."""
    if bucket_of(person, found) is Bucket.NEW:
        return []
    shown = [each for each in found if each.is_alike or each.level is not MatchLevel.NOTHING]
    if person.born_on is not None:
        return sorted(shown, key=lambda each: (-each.level, -each.score.value, each.place))
    return sorted(
        shown, key=lambda each: (FAR if each.age_gap is None else each.age_gap, -each.score.value, each.place)
    )
