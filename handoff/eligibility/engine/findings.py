"""What a check of eligibility says: a finding for each criterion, and the advice. A person decides (G8)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from handoff.core.text import mark
from handoff.eligibility.engine.converters import new_converter

Value = str | int | Decimal | date


class Word(str):
    """An English word in a finding's values that is translated when shown."""

    __slots__ = ()


class Answer(StrEnum):
    """Whether a criterion is met. Unknown is never met; not asked means that it does not apply here."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"


class Advice(StrEnum):
    """What the check advises."""

    ELIGIBLE = "eligible"
    ELIGIBLE_BY_EXCEPTION = "eligible_by_exception"
    NOT_ELIGIBLE = "not_eligible"
    MORE_INFORMATION = "more_information"
    IMMUNITY = "immunity"


ADVICE_SENTENCES: dict[Advice, str] = {
    Advice.ELIGIBLE: mark("Meets the criteria. You may offer the program."),
    Advice.ELIGIBLE_BY_EXCEPTION: mark(
        "Does not meet every criterion. You may recommend an exception; the DA's office decides."
    ),
    Advice.NOT_ELIGIBLE: mark(
        "Does not meet the criteria, and the partners agreed on no exception for this one."
    ),
    Advice.MORE_INFORMATION: mark("More information is needed before the criteria can be called met."),
    Advice.IMMUNITY: mark(
        "Not chargeable: the law protects the person here. You may offer a social referral."
    ),
}

ANSWER_WORDS: dict[Answer, str] = {
    Answer.MET: mark("Met"),
    Answer.NOT_MET: mark("Not met"),
    Answer.UNKNOWN: mark("Unknown"),
    Answer.NOT_ASKED: mark("Does not apply"),
}


def say(sentence: str, values: Mapping[str, Value], translate: Callable[[str], str]) -> str:
    """Put a sentence in words: translated, with its values written out, dates in US order."""
    return translate(sentence) % {name: _written(value, translate) for name, value in values.items()}


def _written(value: Value, translate: Callable[[str], str]) -> str:
    if isinstance(value, Word):
        return translate(value)
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return f"{value:%m/%d/%Y}" if isinstance(value, date) else str(value)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one rule read out of the facts: the answer and why. `changes_on` is when time alone changes it."""

    answer: Answer
    sentence: str
    values: Mapping[str, Value] = field(default_factory=dict)
    source: str = ""
    changes_on: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion's answer, with its sentence and its source. `question` is what to ask where it is unknown."""

    code: str
    title: str
    answer: Answer
    sentence: str
    values: Mapping[str, Value]
    source: str
    exceptionable: bool
    question: str
    changes_on: date | None = None

    def said(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentence in words; pass gettext to have it in the reader's language."""
        return say(self.sentence, self.values, translate)

    def to_plain(self) -> dict[str, Any]:
        """The finding as values that JSON can hold."""
        return dict(_CONVERTER.unstructure(self))

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        return _CONVERTER.structure(plain, cls)


def _plain(value: Value) -> Any:
    if isinstance(value, Word):
        return {"word": str(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return {"number": str(value)} if isinstance(value, Decimal) else value


def _read(value: Any) -> Value:
    if not isinstance(value, dict):
        return value if isinstance(value, int) else str(value)
    (kind, written), *_ = value.items()
    if kind == "word":
        return Word(written)
    return date.fromisoformat(written) if kind == "date" else Decimal(written)


_CONVERTER = new_converter()
_CONVERTER.register_unstructure_hook_func(lambda kind: kind == Value, _plain)
_CONVERTER.register_structure_hook_func(lambda kind: kind == Value, lambda value, _: _read(value))


@dataclass(frozen=True, slots=True)
class Change:
    """The shortest way to another advice: which criterion, and what would change it."""

    code: str
    sentence: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def said(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentence in words."""
        return say(self.sentence, self.values, translate)


@dataclass(frozen=True, slots=True)
class Assessment:
    """Every finding in the order of the rules, the advice, and the finding that decided it (none when all are met)."""

    findings: tuple[Finding, ...]
    advice: Advice
    deciding: Finding | None

    @property
    def immunity(self) -> bool:
        """Whether the law protects the person, so that nothing is chargeable (E8)."""
        return self.advice is Advice.IMMUNITY

    @property
    def sentence(self) -> str:
        """Return the advice as an English sentence for the translators."""
        return ADVICE_SENTENCES[self.advice]

    def finding(self, code: str) -> Finding:
        """Return one criterion's finding."""
        return next(finding for finding in self.findings if finding.code == code)

    def answered(self, answer: Answer) -> tuple[Finding, ...]:
        """Return the findings with that answer."""
        return tuple(finding for finding in self.findings if finding.answer is answer)
