"""Every statement behind the wall runs in a transaction that holds the program's id, and the id ends with it.

A setting of the session would stay on the connection and be found by the next request (threats.md 5.7). So the
setting is local to the transaction: in autocommit it goes ahead of the statement in the same message, which the server
takes as one transaction; within a transaction it goes ahead of the first statement, and again when it has changed.
"""

from functools import partial
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base
from psycopg import NotSupportedError, sql
from psycopg.pq import TransactionStatus

from handoff.core.wall import Behind, where_we_stand

UNKNOWN = object()
"""What holds after a rollback to a savepoint: it may have taken back the setting too."""


class Held:
    """What one connection's open transaction has been told; None is nothing, as every transaction begins."""

    def __init__(self) -> None:
        self.now: Behind | object | None = None


class WallCursor(base.Cursor):
    """A cursor that tells the database behind which wall each statement stands, in the same round trip."""

    connection: Any
    nextset: Any

    def __init__(self, held: Held, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.held = held

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        ahead = self.to_say_first()
        if not ahead:
            return super().execute(query, params, **options)  # type: ignore[misc]
        wanted, self.held.now = where_we_stand(), UNKNOWN
        super().execute(put_ahead(ahead, query), params, **options)  # type: ignore[misc]
        self.nextset()
        self.held.now = wanted
        return self

    def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
        """Say it once and keep it for all; in autocommit there is nothing to keep it in, so a transaction is needed."""
        if where_we_stand() is not None and self.connection.autocommit:
            raise NotSupportedError("executemany() behind the wall needs transaction.atomic()")
        ahead = self.to_say_first()
        if ahead:
            self.execute("SELECT 1")
        super().executemany(query, params_seq, **options)  # type: ignore[misc]

    def to_say_first(self) -> str:
        """Return the statement that must go ahead, or '' when the transaction has been told already."""
        status = self.connection.info.transaction_status
        if status == TransactionStatus.IDLE:
            self.held.now = None
        wanted = where_we_stand()
        if status == TransactionStatus.INERROR or wanted == self.held.now:
            return ""
        return telling(wanted)


def telling(behind: Behind | None) -> str:
    """Return the statement that tells the database behind which wall the transaction stands, and as which role."""
    program = "" if behind is None or behind.program_id is None else str(int(behind.program_id))
    said = [f"set_config('handoff.program', '{program}', true)"]
    if settings.WALL_ROLE:
        role = settings.WALL_ROLE if behind is not None and behind.lowered else "none"
        said.append(f"set_config('role', '{role}', true)")
    return f"SELECT {', '.join(said)}; "


def put_ahead(ahead: str, query: Any) -> Any:
    """Return the two statements as one message."""
    if isinstance(query, str):
        return ahead + query
    if isinstance(query, bytes):
        return ahead.encode() + query
    return sql.SQL(ahead) + query


COMMIT_REACHES_THE_LOG = """
SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
"""
"""What was acknowledged outlives the server: the counterpart of SQLite's `synchronous=FULL`."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with cursors that know the wall. No server-side cursor: it would outlive the transaction."""

    def init_connection_state(self) -> None:
        super().init_connection_state()
        with self.connection.cursor() as cursor:
            cursor.execute(COMMIT_REACHES_THE_LOG)

    def get_new_connection(self, conn_params: Any) -> Any:
        connection = super().get_new_connection(conn_params)
        self.held = Held()
        connection.cursor_factory = partial(WallCursor, self.held)
        return connection

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self.held.now = UNKNOWN
