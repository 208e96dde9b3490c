"""What criteria must not contain: tests (G4), a single drug (G5), race or gender (G9)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from handoff.charges.definitions import offense_on
from handoff.core.text import mark_for_translation
from handoff.eligibility.engine.amounts import DRUGS, GROUPS, UNITS, drug_words, is_same_kind, to_base_unit
from handoff.eligibility.engine.findings import TranslatableWord, Value, format_sentence
from handoff.eligibility.engine.limits import Criterion, DrugLimit, LimitKind

if TYPE_CHECKING:
    from handoff.eligibility.engine.criteria import Criteria

POSSESSION = "possession"

NO_TESTS = mark_for_translation(
    "Criteria can't depend on a drug test, abstinence, or treatment. People can be in the "
    "program without stopping drug use or starting treatment (handbook 3e)."
)
NO_SINGLE_DRUG = mark_for_translation(
    "Criteria can't exclude a specific drug. Most street drugs are mixtures, and people may not "
    "know what they carry (handbook 3a). Set a limit on the amount instead."
)
NO_RACE_OR_GENDER = mark_for_translation(
    "Criteria can't consider race, ethnicity, sex, or gender. Everyone is equally eligible (handbook 3a)."
)
MISDEMEANORS_ONLY = mark_for_translation(
    "Possession of cocaine, fentanyl, heroin, or methamphetamine in any amount is a felony in "
    'North Carolina, so "misdemeanors only" would exclude specific drugs (handbook 3a). Allow '
    "felony possession and limit the amount."
)
NOT_A_PARAMETER = mark_for_translation("%(name)s isn't a criterion you can set.")
NOT_READABLE = mark_for_translation("We can't read the value of %(name)s.")
AGE_RANGE = mark_for_translation("Enter a minimum age from 12 to 99, in whole years.")
NOTHING_ELIGIBLE = mark_for_translation("Choose at least one kind of offense that's eligible.")
UNKNOWN_DRUG = mark_for_translation("%(drug)s isn't on the list of drugs.")
UNKNOWN_UNIT = mark_for_translation("%(unit)s isn't on the list of units.")
NOT_POSITIVE = mark_for_translation("Enter a limit above zero.")
DATES_REVERSED = mark_for_translation("A limit can't end before it starts.")
ABOVE_TRAFFICKING = mark_for_translation("A personal-use limit can't be higher than the trafficking weight.")
YEARS = mark_for_translation(
    "Enter a whole number of years, at least 1. Leave it blank to count a conviction from any time."
)
TOO_LITTLE = mark_for_translation(
    "A limit of %(quantity)s %(unit)s is less than one person carries for their own use, so it would exclude "
    "%(drug)s (handbook 3a). The lowest limit is %(floor)s %(floor_unit)s."
)
TWICE = mark_for_translation("%(name)s is on the list twice.")

FLOORS = {"weight": Decimal("0.25"), "count": Decimal(3)}
"""The lowest limit for any drug, in grams and in pills or doses: about what a person buys for a day. Below it a limit
is a ban on the drug (G5)."""
LOWEST_RATIO = Decimal(1) / 400
"""Personal use to trafficking weight. Half an ounce of marijuana is a 320th of ten pounds."""

REFUSED_WORDS: tuple[tuple[frozenset[str], str], ...] = (
    (
        frozenset({"race", "racial", "races", "ethnicity", "ethnic", "gender", "genders", "sex", "hispanic"}),
        NO_RACE_OR_GENDER,
    ),
    (
        frozenset(
            "test tests tested testing screen screens screening urine urinalysis positive abstinence abstinent sober "
            "sobriety treatment attendance attend attends rehab".split()
        ),
        NO_TESTS,
    ),
)
EXCLUDING_WORDS = frozenset(
    "exclude excluded excludes excluding exclusion ban banned forbid forbidden never no not without".split()
)
DRUG_WORDS = frozenset({"drug", "drugs", "substance", "substances", "crack", *DRUGS, *GROUPS})


@dataclass(frozen=True, slots=True)
class CriteriaError:
    """One reason why criteria are refused: the parameter and a sentence."""

    name: str
    sentence: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def text(self) -> str:
        return format_sentence(self.sentence, self.values, str)


class CriteriaRefused(ValueError):
    """Criteria that are refused, with every reason."""

    def __init__(self, errors: Iterable[CriteriaError]) -> None:
        self.errors = tuple(errors)
        super().__init__(" ".join(error.text() for error in self.errors))


def refusal_for_name(name: str) -> str | None:
    """Why a name must not be a parameter or value of criteria, or None if it may."""
    words = set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()))
    for refused, sentence in REFUSED_WORDS:
        if words & refused:
            return sentence
    return NO_SINGLE_DRUG if words & EXCLUDING_WORDS and words & DRUG_WORDS else None


def check_names(plain: Mapping[str, object], allowed: Iterable[str]) -> list[CriteriaError]:
    """Refuse unknown parameters, with the principle behind the refusal where there is one."""
    return [
        CriteriaError(name, refusal_for_name(name) or NOT_A_PARAMETER, {"name": name})
        for name in sorted(set(plain) - set(allowed))
    ]


def check_criteria(criteria: "Criteria") -> list[CriteriaError]:
    """Every problem of criteria whose parts could be read."""
    return [
        *_person(criteria),
        *_offenses(criteria),
        *(error for limit in criteria.drug_limits for error in _drug_limit(limit)),
        *_personal_use(criteria),
        *_values(criteria),
        *_convictions(criteria),
    ]


def check_new_limits(criteria: "Criteria") -> list[CriteriaError]:
    """Limits so low that they exclude the drug itself (G5). Only a draft is held to them: approved versions stay."""
    trafficking = [limit for limit in criteria.drug_limits if limit.kind is LimitKind.TRAFFICKING]
    return [
        CriteriaError("drug_limits", TOO_LITTLE, _words_for(limit, floor))
        for limit in criteria.drug_limits
        if to_base_unit(limit.quantity, limit.unit) < (floor := _lowest_limit(limit, trafficking))
    ]


def _lowest_limit(limit: DrugLimit, trafficking: list[DrugLimit]) -> Decimal:
    """The lowest limit in grams or in pills and doses: a day's own use, and a share of the trafficking weight."""
    floor = FLOORS[UNITS[limit.unit].kind]
    if limit.kind is LimitKind.TRAFFICKING:
        return floor
    shares = (
        to_base_unit(each.quantity, each.unit) * LOWEST_RATIO
        for each in trafficking
        if each.covers(limit.drug) and is_same_kind(each.unit, limit.unit)
    )
    return max((floor, *shares))


def _words_for(limit: DrugLimit, floor: Decimal) -> Mapping[str, Value]:
    base = "g" if UNITS[limit.unit].kind == "weight" else "dosage_unit"
    return {
        "quantity": limit.quantity.normalize(),
        "unit": TranslatableWord(UNITS[limit.unit].words),
        "drug": TranslatableWord(drug_words(limit.drug)),
        "floor": floor.quantize(Decimal("0.01")),
        "floor_unit": TranslatableWord(UNITS[base].words),
    }


def _person(criteria: "Criteria") -> Iterator[CriteriaError]:
    age: object = criteria.minimum_age
    if not isinstance(age, int) or isinstance(age, bool) or not 12 <= age <= 99:
        yield CriteriaError("minimum_age", AGE_RANGE)
    for code in criteria.never_by_exception:
        if code not in set(Criterion):
            yield CriteriaError(
                "never_by_exception", refusal_for_name(code) or NOT_A_PARAMETER, {"name": code}
            )


def _offenses(criteria: "Criteria") -> Iterator[CriteriaError]:
    if not criteria.eligible_kinds and not criteria.eligible_offenses:
        yield CriteriaError("eligible_kinds", NOTHING_ELIGIBLE)
    if any(_is_possession(key) for key in criteria.excluded_offenses):
        yield CriteriaError("excluded_offenses", NO_SINGLE_DRUG)
    if POSSESSION in criteria.eligible_kinds and POSSESSION not in criteria.felony_kinds:
        yield CriteriaError("felony_kinds", MISDEMEANORS_ONLY)
    if POSSESSION not in criteria.eligible_kinds and any(map(_is_possession, criteria.eligible_offenses)):
        yield CriteriaError("eligible_offenses", NO_SINGLE_DRUG)
    for name in ("eligible_kinds", "felony_kinds"):
        for value in getattr(criteria, name):
            # "sex_work" is the name of an offense, not a criterion about a person's sex.
            sentence = refusal_for_name(
                value.replace("sex_work", "").replace("sex_offense", "").replace("_sex", "")
            )
            if sentence:
                yield CriteriaError(name, sentence, {"name": value})


def _is_possession(key: str) -> bool:
    """Whether an offense is drug possession. A program's own offense is recognized by the drug in its key."""
    offense = offense_on(key)
    if offense is not None:
        return offense.kind == POSSESSION
    words = set(re.findall(r"[a-z0-9]+", key.lower()))
    return bool(words & {"possess", "possession"}) and bool(words & (DRUG_WORDS | {"schedule", "controlled"}))


def _drug_limit(limit: DrugLimit) -> Iterator[CriteriaError]:
    where = "drug_limits"
    if limit.drug not in DRUGS and limit.drug not in GROUPS:
        yield CriteriaError(where, refusal_for_name(limit.drug) or UNKNOWN_DRUG, {"drug": limit.drug})
    if limit.unit not in UNITS:
        yield CriteriaError(where, UNKNOWN_UNIT, {"unit": limit.unit})
    if not limit.quantity.is_finite() or limit.quantity < 0:
        yield CriteriaError(where, NOT_POSITIVE)
    elif limit.quantity == 0:
        yield CriteriaError(where, NO_SINGLE_DRUG)
    if limit.effective_from and limit.effective_to and limit.effective_to < limit.effective_from:
        yield CriteriaError(where, DATES_REVERSED)


def _personal_use(criteria: "Criteria") -> Iterator[CriteriaError]:
    floors = [limit for limit in criteria.drug_limits if limit.kind is LimitKind.TRAFFICKING]
    for limit in criteria.drug_limits:
        if limit.kind is LimitKind.PERSONAL_USE and any(_is_above(limit, floor) for floor in floors):
            yield CriteriaError("drug_limits", ABOVE_TRAFFICKING)


def _is_above(limit: DrugLimit, floor: DrugLimit) -> bool:
    if not (floor.covers(limit.drug) or limit.covers(floor.drug)):
        return False
    if not is_same_kind(limit.unit, floor.unit) or not (
        limit.quantity.is_finite() and floor.quantity.is_finite()
    ):
        return False
    return to_base_unit(limit.quantity, limit.unit) > to_base_unit(floor.quantity, floor.unit)


def _values(criteria: "Criteria") -> Iterator[CriteriaError]:
    for limit in criteria.value_limits:
        if not limit.dollars.is_finite() or limit.dollars <= 0:
            yield CriteriaError("value_limits", NOT_POSITIVE)
    yield from _find_duplicates("value_limits", [limit.kind for limit in criteria.value_limits])


def _convictions(criteria: "Criteria") -> Iterator[CriteriaError]:
    for row in criteria.convictions:
        years: object = row.years
        if years is not None and (
            not isinstance(years, int) or isinstance(years, bool) or not 1 <= years <= 99
        ):
            yield CriteriaError("convictions", YEARS)
    yield from _find_duplicates("convictions", [row.conviction for row in criteria.convictions])


def _find_duplicates(name: str, values: list[str]) -> Iterator[CriteriaError]:
    for value in sorted({value for value in values if values.count(value) > 1}):
        yield CriteriaError(name, TWICE, {"name": value})
