"""The parameters of one version of a program's criteria. Variants are parameters, never other rules.

Criteria that violate a principle cannot be built: the constructor raises `CriteriaRefused` with a sentence for each
reason.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Self

from handoff.eligibility.engine.checks import (
    NOT_READABLE,
    CriteriaError,
    CriteriaRefused,
    check_criteria,
    check_names,
    refusal_for_name,
)
from handoff.eligibility.engine.facts import Conviction, JsonObject, Reader, Supervision
from handoff.eligibility.engine.limits import (
    SUPERVISION_WORDS,
    ChargeClass,
    Criterion,
    DisqualifyingConviction,
    DrugLimit,
    LimitKind,
    SupervisionRule,
    ValueLimit,
    VictimRule,
)

__all__ = [
    "ChargeClass",
    "Criteria",
    "CriteriaError",
    "CriteriaRefused",
    "Criterion",
    "DisqualifyingConviction",
    "DrugLimit",
    "LimitKind",
    "SupervisionRule",
    "ValueLimit",
    "VictimRule",
]


@dataclass(frozen=True, slots=True)
class Criteria:
    """The parameters of one version (handbook 3a; requirements E1 and E9).

    `eligible_kinds` are kinds of the offense catalog; `eligible_offenses` adds single offenses, felony or not, and
    `excluded_offenses` removes some. `felony_kinds` are the kinds that may be a felony: possession in North Carolina
    usually is. `charges` limits all of it to misdemeanors, or to no charge at all, until the DA's office joins (P7); it
    is the same for every drug. Kinds of supervision that are simply allowed are not in `supervision`.
    `never_by_exception` holds the criteria to which the DA makes no exception.
    """

    name: str
    minimum_age: int
    eligible_kinds: tuple[str, ...]
    charges: ChargeClass = ChargeClass.ALL
    felony_kinds: tuple[str, ...] = ()
    eligible_offenses: tuple[str, ...] = ()
    excluded_offenses: tuple[str, ...] = ()
    drug_limits: tuple[DrugLimit, ...] = ()
    value_limits: tuple[ValueLimit, ...] = ()
    convictions: tuple[DisqualifyingConviction, ...] = ()
    supervision: Mapping[Supervision, SupervisionRule] = field(default_factory=dict)
    victims: VictimRule = VictimRule.ANY
    residence_required: bool = True
    substance_use_required: bool = True
    amenability_required: bool = True
    exploitation_of_minors_excluded: bool = True
    no_contact_order_excluded: bool = False
    never_by_exception: tuple[Criterion, ...] = ()

    def __post_init__(self) -> None:
        errors = check_criteria(self)
        if errors:
            raise CriteriaRefused(errors)

    def supervision_rule(self, supervision: Supervision) -> SupervisionRule:
        return self.supervision.get(supervision, SupervisionRule.ALLOWED)

    def limits_on(self, kind: LimitKind, day: date) -> tuple[DrugLimit, ...]:
        """The limits of a kind that are effective on a day."""
        return tuple(limit for limit in self.drug_limits if limit.kind is kind and limit.holds_on(day))

    def to_plain(self) -> JsonObject:
        return {each.name: _to_plain(getattr(self, each.name)) for each in fields(self)}

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Self:
        """Read parameters from JSON or from the editor. Raises `CriteriaRefused` with every reason at once."""
        names = [each.name for each in fields(cls)]
        errors = check_names(plain, names)
        read: JsonObject = {}
        for name in names:
            if name in plain:
                try:
                    read[name] = _READERS[name](plain[name])
                except CriteriaRefused as refused:
                    errors.extend(refused.errors)
                except (TypeError, ValueError, KeyError, AttributeError, InvalidOperation):
                    errors.append(CriteriaError(name, NOT_READABLE, {"name": name}))
        missing = [
            each.name
            for each in fields(cls)
            if each.default is MISSING and each.default_factory is MISSING and each.name not in plain
        ]
        errors += [CriteriaError(name, NOT_READABLE, {"name": name}) for name in missing]
        if len(read) < len(set(names) & set(plain)) or missing:
            raise CriteriaRefused(errors)
        try:
            criteria = cls(**read)
        except CriteriaRefused as refused:
            raise CriteriaRefused([*errors, *refused.errors]) from None
        if errors:
            raise CriteriaRefused(errors)
        return criteria


def _to_plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [_to_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): _to_plain(each) for key, each in sorted(value.items())}
    if isinstance(value, DrugLimit | ValueLimit | DisqualifyingConviction):
        return {each.name: _to_plain(getattr(value, each.name)) for each in fields(value)}
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_text(each) for each in _rows(value))


def _rows(value: object) -> list[object]:
    if not isinstance(value, list | tuple):
        raise TypeError
    return list(value)


def _yes_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _whole_number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _number(value: object) -> Decimal:
    return Decimal(_text(value)) if not isinstance(value, int) else Decimal(_whole_number(value))


def _day(value: object) -> date | None:
    return date.fromisoformat(_text(value)) if value else None


def _row(value: object, where: str, readers: Mapping[str, Reader]) -> JsonObject:
    """Read one row of a list. Unknown parameters in it are refused as they are in criteria."""
    if not isinstance(value, Mapping):
        raise TypeError
    unknown_keys = check_names(value, readers)
    if unknown_keys:
        raise CriteriaRefused(CriteriaError(where, error.sentence, error.values) for error in unknown_keys)
    return {name: readers[name](cell) for name, cell in value.items()}


def _drug_limits(value: object) -> tuple[DrugLimit, ...]:
    return tuple(DrugLimit(**_row(row, "drug_limits", _DRUG_LIMIT)) for row in _rows(value))


def _value_limits(value: object) -> tuple[ValueLimit, ...]:
    return tuple(ValueLimit(**_row(row, "value_limits", _VALUE_LIMIT)) for row in _rows(value))


def _convictions(value: object) -> tuple[DisqualifyingConviction, ...]:
    return tuple(DisqualifyingConviction(**_row(row, "convictions", _CONVICTION)) for row in _rows(value))


def _enum_reader(kind: type[StrEnum], where: str) -> Reader:
    def read(value: object) -> StrEnum:
        try:
            return kind(str(value))
        except ValueError:
            sentence = refusal_for_name(str(value)) or NOT_READABLE
            raise CriteriaRefused([CriteriaError(where, sentence, {"name": where})]) from None

    return read


def _supervision(value: object) -> dict[Supervision, SupervisionRule]:
    if not isinstance(value, Mapping):
        raise TypeError
    read = {Supervision(key): SupervisionRule(allowed) for key, allowed in value.items()}
    if set(read) - set(SUPERVISION_WORDS):
        raise ValueError("only kinds of supervision can be decided on")
    return read


def _criterion_codes(value: object) -> tuple[Criterion, ...]:
    return tuple(_enum_reader(Criterion, "never_by_exception")(code) for code in _rows(value))


_DRUG_LIMIT: dict[str, Reader] = {
    "drug": _text,
    "quantity": _number,
    "unit": _text,
    "reached_excludes": _yes_no,
    "kind": _enum_reader(LimitKind, "drug_limits"),
    "effective_from": _day,
    "effective_to": _day,
    "source": _text,
    "reviewed_by": _text,
}
_VALUE_LIMIT: dict[str, Reader] = {"kind": _text, "dollars": _number, "source": _text}
_CONVICTION: dict[str, Reader] = {
    "conviction": _enum_reader(Conviction, "convictions"),
    "years": lambda value: None if value is None else _whole_number(value),
    "source": _text,
}
_READERS: dict[str, Reader] = {
    "name": _text,
    "minimum_age": _whole_number,
    "eligible_kinds": _texts,
    "charges": _enum_reader(ChargeClass, "charges"),
    "felony_kinds": _texts,
    "eligible_offenses": _texts,
    "excluded_offenses": _texts,
    "drug_limits": _drug_limits,
    "value_limits": _value_limits,
    "convictions": _convictions,
    "supervision": _supervision,
    "victims": _enum_reader(VictimRule, "victims"),
    "residence_required": _yes_no,
    "substance_use_required": _yes_no,
    "amenability_required": _yes_no,
    "exploitation_of_minors_excluded": _yes_no,
    "no_contact_order_excluded": _yes_no,
    "never_by_exception": _criterion_codes,
}
