"""What kind of fact each model field holds, and who wrote it: the basis of every rule about who may see what."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """The kind of fact a field holds."""

    PLAIN = "plain"
    IDENTITY = "identity"
    JUSTICE = "justice"
    HEALTH = "health"
    PART2 = "part2"
    COUNSELING = "counseling"


class Origin(StrEnum):
    """Who wrote the fact first: police and prosecutor, the care agency, or the program's own setup."""

    POLICE = "police"
    CARE = "care"
    PROGRAM = "program"


@dataclass(frozen=True)
class Labels:
    """The labels of one model: its origin, and each field's label."""

    origin: Origin
    fields: dict[str, Label]

    def fields_labeled(self, *wanted: Label) -> Iterable[str]:
        return [name for name, label in self.fields.items() if label in wanted]


def labels(*, origin: str, **fields: str) -> Labels:
    """Declare a model's labels: `labels(origin="police", plain="id state", identity="first_name")`.

    Every concrete field must be named once; a guard test finds the forgotten ones.
    """
    named: dict[str, Label] = {}
    for label, names in fields.items():
        for name in names.split():
            if name in named:
                raise ValueError(f"{name} is labeled twice")
            named[name] = Label(label)
    return Labels(origin=Origin(origin), fields=named)
