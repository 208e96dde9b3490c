"""Names in the order in which people look for them: É beside E, small letters beside capitals, on both databases."""

import sqlite3
import unicodedata
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, F, Func
from django.db.models.sql.compiler import SQLCompiler

SQLITE_FUNCTION = "handoff_sort_key"
ICU_ROOT = '"und-x-icu"'
"""PostgreSQL's own collation for text of any language, the same for every reader, so that a list doesn't move when its
reader changes the language. Ñ stands beside N, where readers of English look for it.
"""


def plain_letters(text: str) -> str:
    """A text without accents and case."""
    split = unicodedata.normalize("NFKD", text)
    return "".join(each for each in split if not unicodedata.combining(each)).casefold()


@lru_cache(maxsize=8192)
def sort_key(text: str) -> str:
    """What a name is sorted by: its letters without accents and case; names that differ only there, by those."""
    split = unicodedata.normalize("NFKD", text)
    return "\x01".join((plain_letters(text), split.casefold(), split.swapcase()))


class ReadingOrder(Func):
    """A text column as `sort_key` sorts it, for ORDER BY."""

    output_field = CharField()
    function = SQLITE_FUNCTION

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any
    ) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template=f"(%(expressions)s) COLLATE {ICU_ROOT}", **more)


def by_name(*fields: str) -> list[ReadingOrder]:
    """Sort by some columns in the order people look for names: `rows.order_by(*by_name("last_name"), "pk")`."""
    return [ReadingOrder(F(each)) for each in fields]


def add_sort_key(*, connection: BaseDatabaseWrapper, **_more: object) -> None:
    """Give a new connection to SQLite the function; SQLite itself knows no letters but those of ASCII."""
    if connection.vendor == "sqlite":
        raw: sqlite3.Connection = connection.connection
        raw.create_function(SQLITE_FUNCTION, 1, lambda text: text and sort_key(text), deterministic=True)
