"""Row-level security: which program's rows the database may show, sent to PostgreSQL with every statement.

The application filters by program; PostgreSQL's policies then allow the rows of one program only, even where a filter
was forgotten (docs/adr/0017). SQLite has no row-level security; there this module changes nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

SITE = 0
"""The installation itself, where no program fits: its audit chain holds sign-ins, backups and restores."""


@dataclass(frozen=True)
class Tenant:
    """The program whose rows the database shows; with `program_id` None it shows no program's rows.

    `restricted`: tests connect as a role that bypasses row-level security, so their statements switch to a role that
    can't.
    """

    program_id: int | None
    restricted: bool = True


_tenant: ContextVar[Tenant | None] = ContextVar("handoff_tenant", default=None)


def current_tenant() -> Tenant | None:
    """The current tenant, or None when no row-level security applies (migrations)."""
    return _tenant.get()


@contextmanager
def tenant_context(program_id: int | None) -> Iterator[None]:
    """Run a request, or one program's turn in a command, as this tenant."""
    token = _tenant.set(Tenant(program_id))
    try:
        yield
    finally:
        _tenant.reset(token)


@contextmanager
def owner_context(program_id: int) -> Iterator[None]:
    """Do to one program's rows what only the owner of the tables may, such as deleting a training program."""
    token = _tenant.set(Tenant(program_id, restricted=False))
    try:
        yield
    finally:
        _tenant.reset(token)


def enter_tenant(program_id: int) -> None:
    """Set the program of a request that started in `tenant_context(None)`, whose end also ends this."""
    # Without a surrounding context (a shell, a migration) nothing would ever reset it.
    if _tenant.get() is not None:
        _tenant.set(Tenant(program_id))
