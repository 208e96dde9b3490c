"""The second wall: which program the work at hand may touch, told to PostgreSQL with every statement.

The first wall is the application's own filters. Behind the second, the database shows and takes the rows of one
program only, whatever the application asks (docs/adr/0017). SQLite has no such wall; there all this does nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Tenant:
    """Standing behind the wall of one program; with None behind the wall of no program, where no row is seen.

    `lowered`: in the tests, whose connection could pass every wall, the work is done as a role that cannot.
    """

    program_id: int | None
    restricted: bool = True


_tenant: ContextVar[Tenant | None] = ContextVar("handoff_behind_wall", default=None)


def current_tenant() -> Tenant | None:
    """Return behind which wall the work at hand is done; None for work outside, such as migrations."""
    return _tenant.get()


@contextmanager
def tenant_context(program_id: int | None) -> Iterator[None]:
    """Do what follows behind one program's wall: a request, or one program's turn in a command."""
    token = _tenant.set(Tenant(program_id))
    try:
        yield
    finally:
        _tenant.reset(token)


@contextmanager
def owner_context(program_id: int) -> Iterator[None]:
    """Do on one program's rows what only the owner of the tables may, such as taking a training program away."""
    token = _tenant.set(Tenant(program_id, restricted=False))
    try:
        yield
    finally:
        _tenant.reset(token)


def enter_tenant(program_id: int) -> None:
    """Name the program of a request that has begun behind no program's wall; `tenant_context` ends it."""
    if _tenant.get() is not None:
        _tenant.set(Tenant(program_id))
