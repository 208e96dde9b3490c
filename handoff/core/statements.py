"""Queries of a page that are written once and asked often.

Django takes five to ten times as long to write the SQL of a small query as the database takes to answer it, and a
person's record asks forty. A `Statement` keeps the SQL that Django wrote and puts the keys of the next question in.
What it answers is read anew each time: only the words of the question are kept, never an answer.
"""

import copy
from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection
from django.db.models import QuerySet

Row = TypeVar("Row")
STAND_IN = 2**62 - 57
"""Stands for the first key while the SQL is written, the numbers below it for the others: no row has such a key."""


class CompiledSql(NamedTuple):
    """What is kept of a query set: its SQL, and which key stands at which place of the parameters."""

    query_set: QuerySet[Any, Any]
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    places: list[int | None]

    def params_for(self, keys: tuple[int, ...]) -> tuple[Any, ...]:
        return tuple(
            kept if at is None else keys[at] for kept, at in zip(self.params, self.places, strict=True)
        )


class Statement(Generic[Row]):
    """A query set of one or more keys, all whole numbers, whose SQL depends on nothing but them.

    It must hold no moment, no language and no list: those would be kept with the SQL.
    """

    def __init__(self, query_set_for: Callable[..., QuerySet[Any, Row]]) -> None:
        self._query_set_for = query_set_for
        self._compiled: CompiledSql | None = None

    def rows(self, *keys: int) -> list[Row]:
        """Ask with these keys, in the order of the function's parameters; prefetched relations are read too."""
        if self._compiled is None:
            self._compiled = compile_sql(self._query_set_for, len(keys))
        compiled = self._compiled
        # Its connection is Django's stand-in for the one of whichever thread asks.
        compiler = copy.copy(compiled.compiler)
        compiler.as_sql = lambda *_args, **_more: (compiled.sql, compiled.params_for(keys))
        query = copy.copy(compiled.query_set.query)
        query.get_compiler = lambda *_args, **_more: compiler  # type: ignore[method-assign]
        # Otherwise a list of values would become one of dictionaries.
        query.values_select = ()
        found: QuerySet[Any, Row] = compiled.query_set.all()
        found.query = query
        return list(found)

    def first(self, *keys: int) -> Row | None:
        """The first row, or None. It reads all that the query set asks for: slice that where there may be many."""
        return next(iter(self.rows(*keys)), None)


def compile_sql(query_set_for: Callable[..., QuerySet[Any, Any]], count: int) -> CompiledSql:
    """Have Django write the SQL for stand-ins; raises ValueError if it doesn't ask about one of the keys."""
    stand_ins = [STAND_IN - number for number in range(count)]
    query_set = query_set_for(*stand_ins)
    compiler: Any = query_set.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    places = [stand_ins.index(each) if each in stand_ins else None for each in params]
    if set(range(count)) - set(places):
        raise ValueError("A key doesn't stand in the statement.")
    return CompiledSql(query_set, compiler, sql, tuple(params), places)
