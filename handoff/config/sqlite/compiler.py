"""Django's compilers for SQLite, with kept columns; Django finds them by these names."""

from django.db.models.sql import compiler
from django.db.models.sql.compiler import (
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
    """Writes a SELECT for SQLite."""
