"""A person as a report of a charge names them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class NamedPerson:
    """The person a report names. `age` is what the source says on the day of the arrest; it may be a year off."""

    first: str
    last: str
    middle: str = ""
    suffix: str = ""
    born_on: date | None = None
    age: int | None = None
    number: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        names = (self.first, self.middle, self.last, self.suffix)
        return tuple(" ".join(name.casefold().split()) for name in names)

    @property
    def identity(self) -> tuple[str, ...]:
        """What tells one person of a source from another. The age isn't part of it: it grows with each export."""
        return (*self.names, self.born_on.isoformat() if self.born_on else "")
