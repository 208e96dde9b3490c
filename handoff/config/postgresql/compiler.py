"""Django's compilers for PostgreSQL, with kept columns; Django finds them by these names."""

from django.db.backends.postgresql import compiler
from django.db.backends.postgresql.compiler import (
    SQLAggregateCompiler,
    SQLDeleteCompiler,
    SQLInsertCompiler,
    SQLUpdateCompiler,
)

from handoff.config.compilers import KeptColumns

__all__ = [
    "SQLAggregateCompiler",
    "SQLCompiler",
    "SQLDeleteCompiler",
    "SQLInsertCompiler",
    "SQLUpdateCompiler",
]


class SQLCompiler(KeptColumns, compiler.SQLCompiler):
    """Writes a SELECT for PostgreSQL."""
