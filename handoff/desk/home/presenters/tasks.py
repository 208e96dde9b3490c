"""What a worklist of the home page is made of."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from handoff.desk.home.definitions import TASKS_SHOWN

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Task:
    """One thing to do: its title and page, and by when it is due or since when it has waited.

    `about` is the public id under which the audit row names whose name or facts the task shows. `is_new` marks what its
    reader hasn't opened since it happened.
    """

    title: str
    url: str
    text: str = ""
    due: date | datetime | None = None
    since: date | datetime | None = None
    about: uuid.UUID | None = None
    is_new: bool = False


@dataclass(frozen=True)
class Worklist:
    """Tasks of one kind, most urgent first. `tasks` holds the first few of `total`; `more_url` leads to all of them."""

    title: str | Promise
    empty_text: str
    more_url: str = ""
    tasks: list[Task] = field(default_factory=list)
    total: int = 0
    kind: str = ""


def first_and_total(found: QuerySet[Row]) -> tuple[list[Row], int]:
    """The rows that a worklist shows, and how many there are: counted only if there are more than shown."""
    rows = list(found[: TASKS_SHOWN + 1])
    return rows[:TASKS_SHOWN], len(rows) if len(rows) <= TASKS_SHOWN else found.count()
