"""The result of an eligibility check: a finding for each criterion, and advice. A person decides (G8)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Self

from handoff.core.text import mark_for_translation
from handoff.eligibility.engine.converters import new_converter
from handoff.eligibility.engine.facts import JsonObject

Value = str | int | Decimal | date


class TranslatableWord(str):
    """An English word in a finding's values that is translated when it is shown."""

    __slots__ = ()


class CriterionAnswer(StrEnum):
    """Whether a criterion is met. Unknown is never met; not asked means that it does not apply."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"


class Advice(StrEnum):
    ELIGIBLE = "eligible"
    ELIGIBLE_BY_EXCEPTION = "eligible_by_exception"
    NOT_ELIGIBLE = "not_eligible"
    MORE_INFORMATION = "more_information"
    IMMUNITY = "immunity"


ADVICE_SENTENCES: dict[Advice, str] = {
    Advice.ELIGIBLE: mark_for_translation("Eligible. You can offer the program."),
    Advice.ELIGIBLE_BY_EXCEPTION: mark_for_translation(
        "Doesn't meet every criterion. You can recommend an exception. The DA's office decides."
    ),
    Advice.NOT_ELIGIBLE: mark_for_translation("Not eligible. No exceptions are allowed for this rule."),
    Advice.MORE_INFORMATION: mark_for_translation("We need more information to tell if they're eligible."),
    Advice.IMMUNITY: mark_for_translation(
        "No charge: the law protects the person here. You can offer a social referral."
    ),
}

ANSWER_WORDS: dict[CriterionAnswer, str] = {
    CriterionAnswer.MET: mark_for_translation("Met"),
    CriterionAnswer.NOT_MET: mark_for_translation("Not met"),
    CriterionAnswer.UNKNOWN: mark_for_translation("Unknown"),
    CriterionAnswer.NOT_ASKED: mark_for_translation("Doesn't apply"),
}


def format_sentence(sentence: str, values: Mapping[str, Value], translate: Callable[[str], str]) -> str:
    """The translated sentence with its values filled in; dates in U.S. order."""
    return translate(sentence) % {name: _format_value(value, translate) for name, value in values.items()}


def _format_value(value: Value, translate: Callable[[str], str]) -> str:
    if isinstance(value, TranslatableWord):
        return translate(value)
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return f"{value:%m/%d/%Y}" if isinstance(value, date) else str(value)


@dataclass(frozen=True, slots=True)
class RuleReading:
    """What a rule concluded and why. `changes_on` is the date on which time alone changes the answer."""

    answer: CriterionAnswer
    sentence: str
    values: Mapping[str, Value] = field(default_factory=dict)
    source: str = ""
    changes_on: date | None = None


@dataclass(frozen=True, slots=True)
class CriterionFinding:
    """The answer to one criterion, with sentence and source. `question` is what to ask if it is unknown."""

    code: str
    title: str
    answer: CriterionAnswer
    sentence: str
    values: Mapping[str, Value]
    source: str
    exceptionable: bool
    question: str
    changes_on: date | None = None

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The finding as a sentence. Pass gettext for the reader's language."""
        return format_sentence(self.sentence, self.values, translate)

    def to_plain(self) -> JsonObject:
        return dict(_CONVERTER.unstructure(self))

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Self:
        return _CONVERTER.structure(plain, cls)


def _to_plain(value: Value) -> object:
    if isinstance(value, TranslatableWord):
        return {"word": str(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return {"number": str(value)} if isinstance(value, Decimal) else value


def _from_plain(value: object) -> Value:
    if not isinstance(value, dict):
        return value if isinstance(value, int) else str(value)
    (kind, written), *_ = value.items()
    if kind == "word":
        return TranslatableWord(written)
    return date.fromisoformat(written) if kind == "date" else Decimal(written)


_CONVERTER = new_converter()
_CONVERTER.register_unstructure_hook_func(lambda kind: kind == Value, _to_plain)
_CONVERTER.register_structure_hook_func(lambda kind: kind == Value, lambda value, _: _from_plain(value))


@dataclass(frozen=True, slots=True)
class AdviceChange:
    """The nearest change of the advice: which criterion, and what would change it."""

    code: str
    sentence: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = str) -> str:
        return format_sentence(self.sentence, self.values, translate)


@dataclass(frozen=True, slots=True)
class Assessment:
    """All findings in rule order, the advice, and the finding that decided it (None if every criterion is met)."""

    findings: tuple[CriterionFinding, ...]
    advice: Advice
    deciding: CriterionFinding | None

    @property
    def immunity(self) -> bool:
        """Whether the law protects the person, so that nothing can be charged (E8)."""
        return self.advice is Advice.IMMUNITY

    @property
    def sentence(self) -> str:
        """The advice as an English msgid."""
        return ADVICE_SENTENCES[self.advice]

    def finding(self, code: str) -> CriterionFinding:
        return next(finding for finding in self.findings if finding.code == code)

    def findings_with(self, answer: CriterionAnswer) -> tuple[CriterionFinding, ...]:
        return tuple(finding for finding in self.findings if finding.answer is answer)
