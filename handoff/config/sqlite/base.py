"""Django's SQLite backend, which writes the columns of a SELECT from what is kept (docs/adr/0085)."""

from django.db.backends.sqlite3 import base, operations


class DatabaseOperations(operations.DatabaseOperations):
    compiler_module = "handoff.config.sqlite.compiler"


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with these operations."""

    ops_class = DatabaseOperations
