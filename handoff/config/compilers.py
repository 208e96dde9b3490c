"""Writes the columns of a SELECT from what is kept of each model, instead of asking every field anew.

Half of the time in which Django writes a SELECT goes into its columns, twenty to eighty a query: it makes, quotes,
hashes and compares an object for each, and they are the same every time. The SQL stays the same to the letter
(`test_keep_columns.py`). Only names are kept, never a value.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models import Model
from django.db.models.expressions import Col
from django.db.models.sql import compiler

if TYPE_CHECKING:
    Base = compiler.SQLCompiler
else:
    Base = object

MOST_KEPT = 8192
"""Names and lists of columns kept: each model has one list, and a few more for the aliases of its joins."""


@lru_cache(maxsize=MOST_KEPT)
def columns_of(model: type[Model], alias: str) -> tuple[Col, ...]:
    """The columns of a whole row under an alias; none for a model that inherits columns of another table."""
    opts: Any = model._meta
    if any(field.model._meta.concrete_model is not opts.concrete_model for field in opts.concrete_fields):
        return ()
    return tuple(field.get_col(alias) for field in opts.concrete_fields)


@lru_cache(maxsize=MOST_KEPT)
def quote(column: str) -> str:
    """A column's name in quotation marks, as SQLite and PostgreSQL both take it."""
    return column if column.startswith('"') else f'"{column}"'


class KeptColumns(Base):
    """For a backend's `SQLCompiler`: what it overrides answers as Django does, from what is kept."""

    def get_default_columns(
        self, select_mask: Any, start_alias: Any = None, opts: Any = None, from_parent: Any = None
    ) -> list[Any]:
        asked = opts or self.query.get_meta()
        if asked is None or select_mask:
            kept: tuple[Col, ...] = ()
        else:
            kept = columns_of(asked.model, start_alias or self.query.get_initial_alias())
        return list(kept) or super().get_default_columns(select_mask, start_alias, opts, from_parent)

    def compile(self, node: Any) -> Any:
        if type(node) is not Col or not node.alias:
            return super().compile(node)
        table = self.quote_cache.get(node.alias) or self.quote_name_unless_alias(node.alias)
        return f"{table}.{quote(node.target.column)}", []

    def _order_by_pairs(self) -> Iterator[Any]:  # type: ignore[override]
        """Compare the order with the selected columns only where one has an alias, or the order is no plain names."""
        opts, selected = self.query.get_meta(), self.select
        names = [
            *self.query.extra_order_by,
            *self.query.order_by,
            *(opts.ordering or () if opts is not None else ()),
        ]
        plain = all(isinstance(each, str) for each in names) and not self.query.combinator
        if plain and not any(alias for _column, _sql, alias in selected or ()):
            self.select = []
        try:
            yield from super()._order_by_pairs()  # type: ignore[misc]
        finally:
            self.select = selected

    def get_converters(self, expressions: Any) -> Any:
        kept = converters_kept_by(self.connection.ops)
        found = {}
        for place, column in enumerate(expressions):
            if type(column) is not Col or column.target is not column.output_field:
                return super().get_converters(expressions)
            field, converters = kept.get(id(column.target), (None, []))
            if field is None:
                converters = self.connection.ops.get_db_converters(column)
                converters = converters + column.get_db_converters(self.connection)
                kept[id(column.target)] = column.target, converters
            if converters:
                found[place] = (converters, column)
        return found


def converters_kept_by(ops: BaseDatabaseOperations) -> dict[int, tuple[Any, list[Any]]]:
    """What a connection makes of the values of each field, by the field's id: a field that is kept keeps its id.

    Kept with the connection, whose own methods they are.
    """
    kept: dict[int, tuple[Any, list[Any]]] = ops.__dict__.setdefault("converters", {})
    return kept
