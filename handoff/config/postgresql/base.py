"""Every statement of a tenant runs in a transaction that holds the program's id; the id ends with the transaction.

A session setting would stay on the connection and be found by the next request (threats.md 5.7), so the setting is
local to the transaction. In autocommit it is prepended to the statement in the same message, which the server runs as
one transaction; inside a transaction it is prepended to the first statement, and again when the tenant changes.
"""

import select
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base, operations
from psycopg import NotSupportedError, sql
from psycopg.pq import TransactionStatus

from handoff.core.tenancy import Tenant, current_tenant

UNKNOWN = object()
"""The tenant after a rollback to a savepoint, which may have undone the setting too."""


class SessionState:
    """What was set on one connection: the tenant of its open transaction (None at the start of every transaction), and
    the names of the statements that the server keeps for it.
    """

    def __init__(self) -> None:
        self.tenant: Tenant | object | None = None
        self.prepared: set[str] = set()


class TenantCursor(base.Cursor):
    """A cursor that sets the tenant in the same round trip as the statement."""

    connection: Any
    nextset: Any

    def __init__(self, session_state: SessionState, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.session_state = session_state

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        ahead = self.pending_tenant_sql()
        if not ahead:
            return super().execute(query, params, **options)  # type: ignore[misc]
        # If the statement fails halfway, the setting may or may not have been applied, so it is sent again.
        wanted, self.session_state.tenant = current_tenant(), UNKNOWN
        super().execute(prepend(ahead, query), params, **options)  # type: ignore[misc]
        # The first result is the setting's; callers expect their own statement's.
        self.nextset()
        self.session_state.tenant = wanted
        return self

    def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
        """Set the tenant once for all parameter sets.

        Raises `NotSupportedError` in autocommit, where each of them would be a transaction of its own.
        """
        if current_tenant() is not None and self.connection.autocommit:
            raise NotSupportedError("executemany() of a tenant needs transaction.atomic()")
        ahead = self.pending_tenant_sql()
        if ahead:
            self.execute("SELECT 1")
        super().executemany(query, params_seq, **options)  # type: ignore[misc]

    def pending_tenant_sql(self) -> str:
        """The SQL that must be prepended, or '' when the transaction is set to the current tenant already."""
        status = self.connection.info.transaction_status
        if status == TransactionStatus.IDLE:
            self.session_state.tenant = None
        wanted = current_tenant()
        # An aborted transaction takes no statement but ROLLBACK.
        if status == TransactionStatus.INERROR or wanted == self.session_state.tenant:
            return ""
        return tenant_sql(wanted)


def tenant_sql(tenant: Tenant | None) -> str:
    """The SQL that sets the transaction's program and role. The program is an integer, so it can be formatted in."""
    program = "" if tenant is None or tenant.program_id is None else str(int(tenant.program_id))
    settings_sql = [f"set_config('handoff.program', '{program}', true)"]
    if settings.ROW_SECURITY_ROLE:
        role = settings.ROW_SECURITY_ROLE if tenant is not None and tenant.restricted else "none"
        settings_sql.append(f"set_config('role', '{role}', true)")
    return f"SELECT {', '.join(settings_sql)}; "


def prepend(ahead: str, query: Any) -> Any:
    if isinstance(query, str):
        return ahead + query
    if isinstance(query, bytes):
        return ahead.encode() + query
    return sql.SQL(ahead) + query


REQUIRE_SYNCHRONOUS_COMMIT = """
SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
"""
"""A committed change survives a crash of the server: the counterpart of SQLite's `synchronous=FULL`."""

WITHOUT_JIT = "SELECT set_config('jit', 'off', false)"
"""PostgreSQL would compile each count of the measures for one to two seconds, whatever is counted (ADR 0088)."""


def has_something_to_read(socket: int) -> bool:
    """True if the other side sent something, or closed its side."""
    waiting = select.poll()
    waiting.register(socket, select.POLLIN)
    return bool(waiting.poll(0))


class DatabaseOperations(operations.DatabaseOperations):
    compiler_module = "handoff.config.postgresql.compiler"


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper with tenant cursors. Server-side cursors are off: they would outlive the transaction."""

    ops_class = DatabaseOperations

    def init_connection_state(self) -> None:
        super().init_connection_state()
        with self.connection.cursor() as cursor:
            cursor.execute(REQUIRE_SYNCHRONOUS_COMMIT)
            cursor.execute(WITHOUT_JIT)

    def get_new_connection(self, conn_params: Any) -> Any:
        connection = super().get_new_connection(conn_params)
        self.held = SessionState()
        connection.cursor_factory = partial(TenantCursor, self.held)
        return connection

    def close_if_health_check_failed(self) -> None:
        """Ask a kept connection whether it still works only if something came on it since the last request.

        A server that ends a connection says so, which can be seen without a round trip.
        """
        raw = self.connection
        if raw is not None and not raw.closed and not has_something_to_read(raw.fileno()):
            self.health_check_done = True
        super().close_if_health_check_failed()

    def prepare(self, name: str, definition_for: Callable[..., str], *args: Any) -> None:
        """Have the server keep a statement under a name, once on each connection; `definition_for` writes it."""
        self.ensure_connection()
        if name not in self.held.prepared:
            with self.cursor() as cursor:
                cursor.execute(definition_for(cursor, *args))
            self.held.prepared.add(name)

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self.held.tenant = UNKNOWN
