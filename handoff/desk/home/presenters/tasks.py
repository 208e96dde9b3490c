"""What a worklist of the home page is made of."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import Promise


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
