"""What someone asks of the participant database. It stands in the address, so it holds codes and never a name."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode


class Who(StrEnum):
    """Whose rows are shown."""

    PARTICIPANTS = "participants"
    REFERRED = "referred"
    EVERYONE = "everyone"


DEFAULT_COLUMNS = (
    "last_name",
    "first_name",
    "date_of_birth",
    "gender",
    "race_ethnicity",
    "pathway",
    "referred_at",
    "enrolled_on",
    "status",
    "inactive_reason",
    "worker",
    "needs_open",
    "last_reached_on",
)
"""What the page shows unless someone chooses other columns."""


@dataclass(frozen=True)
class DatabaseFilter:
    """Whose rows, which columns and in which order. `blank` leaves the rows in which a column is blank.

    `sort` is the key of a column, with a minus sign before it for the other direction.
    """

    who: Who = Who.PARTICIPANTS
    status: str = ""
    pathway: str = ""
    worker: str = ""
    first: date | None = None
    last: date | None = None
    blank: str = ""
    sort: str = ""
    columns: tuple[str, ...] = DEFAULT_COLUMNS

    @property
    def sort_key(self) -> str:
        return self.sort.removeprefix("-")

    @property
    def descending(self) -> bool:
        return self.sort.startswith("-")

    @property
    def query(self) -> str:
        """The filter as the query string of an address; what is as usual is left out."""
        usual = DatabaseFilter()
        parts = [
            ("who", self.who.value if self.who != usual.who else ""),
            ("status", self.status),
            ("pathway", self.pathway),
            ("worker", self.worker),
            *_date_parts("first", self.first),
            *_date_parts("last", self.last),
            ("blank", self.blank),
            ("sort", self.sort),
            *(("columns", key) for key in self.columns if self.columns != usual.columns),
        ]
        return urlencode([(name, value) for name, value in parts if value])

    @property
    def is_usual(self) -> bool:
        """True if no row is filtered out and the columns are the usual ones."""
        return self == DatabaseFilter(sort=self.sort)

    def sorted_by(self, key: str) -> "DatabaseFilter":
        """The same, sorted by a column; the other way around if it is sorted by it already."""
        return replace(self, sort=f"-{key}" if self.sort == key else key)


def _date_parts(name: str, on: date | None) -> list[tuple[str, str]]:
    """A date as the three boxes of the form hold it."""
    if on is None:
        return []
    return [(f"{name}_month", str(on.month)), (f"{name}_day", str(on.day)), (f"{name}_year", str(on.year))]
