"""What a program's own measure says and counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from handoff.measures.definitions.own import Condition


@dataclass(frozen=True)
class OwnInput:
    """Its words, its table, and its conditions."""

    title: str
    sentence: str
    table: str
    base: Sequence[Condition]
    counted: Sequence[Condition]
