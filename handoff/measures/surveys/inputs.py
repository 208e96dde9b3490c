"""What the pages of a survey hand to its services."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class RoundInput:
    """A new round: its name, its last day, and how many answers are needed before any is shown."""

    name: str
    last_on: date
    least: int


@dataclass(frozen=True)
class QuestionInput:
    """A question in both languages, and how it is answered."""

    scale: str
    text: str
    text_es: str


@dataclass(frozen=True)
class Answers:
    """One person's answers by the questions' keys: chosen values, and own words. Nothing says whose or when."""

    chosen: Mapping[int, int] = field(default_factory=dict)
    written: Mapping[int, str] = field(default_factory=dict)
