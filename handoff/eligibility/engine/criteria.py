"""The parameters of one version of a program's criteria. Variants are parameters here, never other rules.

Criteria that break a principle can't exist: making them raises `CriteriaRefused` with a sentence for each reason.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Self

from handoff.eligibility.engine.checks import (
    NOT_READABLE,
    CriteriaError,
    CriteriaRefused,
    check_criteria,
    check_names,
    refusal_of,
)
from handoff.eligibility.engine.facts import Conviction, Supervision
from handoff.eligibility.engine.limits import (
    SUPERVISION_WORDS,
    Criterion,
    DisqualifyingConviction,
    DrugLimit,
    LimitKind,
    Permission,
    ValueLimit,
    VictimRule,
)

__all__ = [
    "Criteria",
    "CriteriaError",
    "CriteriaRefused",
    "Criterion",
    "DisqualifyingConviction",
    "DrugLimit",
    "LimitKind",
    "Permission",
    "ValueLimit",
    "VictimRule",
]


@dataclass(frozen=True, slots=True)
class Criteria:
    """One version's parameters (handbook 3a; requirements E1 and E9).

    `eligible_kinds` are kinds of the offense catalogue; `eligible_offenses` adds single offenses, felony or not, and
    `excluded_offenses` takes some out. `felony_kinds` are the kinds that may be a felony: possession in North Carolina
    mostly is. `supervision` says nothing about a kind of supervision that is simply allowed. `never_by_exception` holds
    the criteria that an exception does not reach.
    """

    name: str
    minimum_age: int
    eligible_kinds: tuple[str, ...]
    felony_kinds: tuple[str, ...] = ()
    eligible_offenses: tuple[str, ...] = ()
    excluded_offenses: tuple[str, ...] = ()
    drug_limits: tuple[DrugLimit, ...] = ()
    value_limits: tuple[ValueLimit, ...] = ()
    convictions: tuple[DisqualifyingConviction, ...] = ()
    supervision: Mapping[Supervision, Permission] = field(default_factory=dict)
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

    def permission(self, supervision: Supervision) -> Permission:
        """Return what a kind of supervision means under these criteria."""
        return self.supervision.get(supervision, Permission.ALLOWED)

    def limits_on(self, kind: LimitKind, day: date) -> tuple[DrugLimit, ...]:
        """Return the limits of a kind in force on a day."""
        return tuple(limit for limit in self.drug_limits if limit.kind is kind and limit.holds_on(day))

    def to_plain(self) -> dict[str, Any]:
        """Return the parameters as values that JSON can hold."""
        return {each.name: _plain(getattr(self, each.name)) for each in fields(self)}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Read parameters back, as stored or as somebody typed them; refuse with every reason at once."""
        names = [each.name for each in fields(cls)]
        errors = check_names(plain, names)
        read: dict[str, Any] = {}
        for name in names:
            if name in plain:
                try:
                    read[name] = _READERS[name](plain[name])
                except CriteriaRefused as refused:
                    errors.extend(refused.errors)
                except (TypeError, ValueError, KeyError, AttributeError, InvalidOperation):
                    errors.append(CriteriaError(name, NOT_READABLE, {"name": name}))
        missing = [each.name for each in fields(cls) if _is_needed(each) and each.name not in plain]
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


def _is_needed(each: Any) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in sorted(value.items())}
    if isinstance(value, DrugLimit | ValueLimit | DisqualifyingConviction):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_text(each) for each in _rows(value))


def _rows(value: Any) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise TypeError
    return list(value)


def _yes_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _number(value: Any) -> Decimal:
    return Decimal(_text(value)) if not isinstance(value, int) else Decimal(_whole(value))


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def _row(value: Any, where: str, readers: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    """Read one row of a list; a parameter that a row does not have is refused as it is for criteria."""
    strangers = check_names(value, readers)
    if strangers:
        raise CriteriaRefused(CriteriaError(where, error.sentence, error.values) for error in strangers)
    return {name: readers[name](cell) for name, cell in value.items()}


def _drug_limits(value: Any) -> tuple[DrugLimit, ...]:
    return tuple(DrugLimit(**_row(row, "drug_limits", _DRUG_LIMIT)) for row in _rows(value))


def _value_limits(value: Any) -> tuple[ValueLimit, ...]:
    return tuple(ValueLimit(**_row(row, "value_limits", _VALUE_LIMIT)) for row in _rows(value))


def _convictions(value: Any) -> tuple[DisqualifyingConviction, ...]:
    return tuple(DisqualifyingConviction(**_row(row, "convictions", _CONVICTION)) for row in _rows(value))


def _named(kind: type[StrEnum], where: str) -> Callable[[Any], Any]:
    def read(value: Any) -> StrEnum:
        try:
            return kind(value)
        except ValueError:
            sentence = refusal_of(str(value)) or NOT_READABLE
            raise CriteriaRefused([CriteriaError(where, sentence, {"name": where})]) from None

    return read


def _supervision(value: Mapping[str, Any]) -> dict[Supervision, Permission]:
    read = {Supervision(key): Permission(allowed) for key, allowed in value.items()}
    if set(read) - set(SUPERVISION_WORDS):
        raise ValueError("only kinds of supervision can be decided on")
    return read


def _criterion_codes(value: Any) -> tuple[Criterion, ...]:
    return tuple(_named(Criterion, "never_by_exception")(code) for code in _rows(value))


_DRUG_LIMIT: dict[str, Callable[[Any], Any]] = {
    "drug": _text,
    "quantity": _number,
    "unit": _text,
    "reached_excludes": _yes_no,
    "kind": _named(LimitKind, "drug_limits"),
    "effective_from": _day,
    "effective_to": _day,
    "source": _text,
    "reviewed_by": _text,
}
_VALUE_LIMIT: dict[str, Callable[[Any], Any]] = {"kind": _text, "dollars": _number, "source": _text}
_CONVICTION: dict[str, Callable[[Any], Any]] = {
    "conviction": _named(Conviction, "convictions"),
    "years": lambda value: None if value is None else _whole(value),
    "source": _text,
}
_READERS: dict[str, Callable[[Any], Any]] = {
    "name": _text,
    "minimum_age": _whole,
    "eligible_kinds": _texts,
    "felony_kinds": _texts,
    "eligible_offenses": _texts,
    "excluded_offenses": _texts,
    "drug_limits": _drug_limits,
    "value_limits": _value_limits,
    "convictions": _convictions,
    "supervision": _supervision,
    "victims": _named(VictimRule, "victims"),
    "residence_required": _yes_no,
    "substance_use_required": _yes_no,
    "amenability_required": _yes_no,
    "exploitation_of_minors_excluded": _yes_no,
    "no_contact_order_excluded": _yes_no,
    "never_by_exception": _criterion_codes,
}
