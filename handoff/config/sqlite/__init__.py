"""Which SQLite the application uses, and how each connection is opened.

SQLite 3.7.0 to 3.51.2 can, very rarely, corrupt a database in WAL mode that several connections
use; 3.51.3 fixed it. Where Python's own SQLite is older, the one from pysqlite3 takes its place.
"""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

SAFE_VERSION = (3, 51, 3)

PRAGMAS: dict[str, tuple[str, str]] = {
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", "2"),
    "foreign_keys": ("ON", "1"),
    "busy_timeout": ("20000", "20000"),
    "secure_delete": ("ON", "1"),
    "trusted_schema": ("OFF", "0"),
    "mmap_size": ("0", "0"),
}
"""Each pragma, the value it is set to, and the value that reading it back must give."""


def use_newest_sqlite() -> None:
    """Have `import sqlite3` import pysqlite3 where the machine's SQLite has the WAL-reset bug."""
    import sqlite3

    if sqlite3.sqlite_version_info >= SAFE_VERSION:
        return
    try:
        import pysqlite3
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def connection_options() -> dict[str, object]:
    """Django's OPTIONS for SQLite: write lock taken at BEGIN, 20 s lock timeout, full durability."""
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": ";".join(f"PRAGMA {name}={value}" for name, (value, _) in PRAGMAS.items()),
    }


def find_wrong_pragmas(cursor: "CursorWrapper") -> list[str]:
    """A sentence for each pragma that an open connection reads back with another value than the one set."""
    wrong = []
    for name, (_, expected) in PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}")
        row = cursor.fetchone()
        found = "" if row is None else str(row[0]).lower()
        in_memory = name in {"journal_mode", "mmap_size"} and found in {"memory", ""}
        if found != expected and not in_memory:
            wrong.append(f"PRAGMA {name} is {found!r} and should be {expected!r}.")
    return wrong
