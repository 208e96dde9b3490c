"""The second wall: which program the work at hand may touch, told to PostgreSQL with every statement.

The first wall is the application's own filters. Behind the second, the database shows and takes the rows of one
program only, whatever the application asks (docs/adr/0017). SQLite has no such wall; there all this does nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Behind:
    """Standing behind the wall of one program; with None behind the wall of no program, where no row is seen.

    `lowered`: in the tests, whose connection could pass every wall, the work is done as a role that cannot.
    """

    program_id: int | None
    lowered: bool = True


_behind: ContextVar[Behind | None] = ContextVar("handoff_behind_wall", default=None)


def where_we_stand() -> Behind | None:
    """Return behind which wall the work at hand is done; None for work outside, such as migrations."""
    return _behind.get()


@contextmanager
def behind_wall(program_id: int | None) -> Iterator[None]:
    """Do what follows behind one program's wall: a request, or one program's turn in a command."""
    token = _behind.set(Behind(program_id))
    try:
        yield
    finally:
        _behind.reset(token)


@contextmanager
def as_owner_of(program_id: int) -> Iterator[None]:
    """Do on one program's rows what only the owner of the tables may, such as taking a training program away."""
    token = _behind.set(Behind(program_id, lowered=False))
    try:
        yield
    finally:
        _behind.reset(token)


def step_behind_wall(program_id: int) -> None:
    """Name the program of a request that has begun behind no program's wall; `behind_wall` ends it."""
    if _behind.get() is not None:
        _behind.set(Behind(program_id))
