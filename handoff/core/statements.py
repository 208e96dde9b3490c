"""Queries of a page that are written once and asked often.

Django takes five to ten times as long to write the SQL of a small query as the database takes to answer it, and a
person's record asks forty. A `Statement` keeps the SQL that Django wrote and puts the keys of the next question in.
What it answers is read anew each time: only the words of the question are kept, never an answer.

PostgreSQL keeps what it made of the words too, for as long as the connection lives (`PREPARE`): reading and planning a
small query costs it five times as much as answering it. And a page that asks many questions sends them in one message
(`asked_together`): a round trip costs both sides more than most answers do.
"""

import copy
import hashlib
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row")
STAND_IN = 2**62 - 57
"""Stands for the first key while the SQL is written, the numbers below it for the others: no row has such a key."""


MOST_AT_ONCE = 50
Key = int | str | uuid.UUID | datetime
SQL_TYPES: dict[type, str] = {int: "bigint", str: "text", uuid.UUID: "uuid", datetime: "timestamptz"}


class CompiledSql(NamedTuple):
    """What is kept of a query set: its SQL, and which key stands at which place of the parameters."""

    query_set: QuerySet[Any, Any]
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    places: list[int | None]
    name: str

    def asked_with(self, keys: tuple[Key, ...]) -> tuple[str, tuple[Any, ...]]:
        """The words and parameters to send: to PostgreSQL only the name of the statement, which it knows by then."""
        if connection.vendor == "postgresql":
            postgresql: Any = connection
            postgresql.prepare(self.name, self.definition_for, keys)
            return f"EXECUTE {self.name}({', '.join('%s' for _key in keys)})", keys
        stored = [as_stored(key) for key in keys]
        return self.sql, tuple(
            kept if at is None else stored[at] for kept, at in zip(self.params, self.places, strict=True)
        )

    def definition_for(self, cursor: Any, keys: tuple[Key, ...]) -> str:
        """What PostgreSQL is to keep: the SQL with numbers for the keys."""
        words = [
            cursor.mogrify("%s", [kept]) if at is None else f"${at + 1}"
            for kept, at in zip(self.params, self.places, strict=True)
        ]
        types = ", ".join(SQL_TYPES[type(key)] for key in keys)
        return f"PREPARE {self.name} ({types}) AS {self.sql % tuple(words)}"


Question = tuple["Statement[Any]", tuple[Key, ...]]
"""A statement with the keys that it is asked with."""
Values = list[tuple[Any, ...]]
"""What the database answers, before Django makes rows of it."""
_answers: ContextVar[dict[Question, Values] | None] = ContextVar("answers", default=None)


class Statement(Generic[Row]):
    """A query set of one or more keys (whole numbers, texts, UUIDs, moments) whose SQL depends on nothing but them.

    It must hold no language and no list, and a moment only as a key: they would be kept with the SQL. `related` names
    relations of its rows, each with a query set of the same keys that reads all of them, as `prefetch_related` would.
    """

    def __init__(
        self,
        query_set_for: Callable[..., QuerySet[Any, Row]],
        related: Mapping[str, Callable[..., QuerySet[Any, Any]]] | None = None,
    ) -> None:
        self._query_set_for = query_set_for
        self._related = {relation: Statement(each) for relation, each in (related or {}).items()}
        self._compiled: CompiledSql | None = None

    def of(self, *keys: Key) -> list[Question]:
        """This question with its keys, and those about its relations, for `asked_together`."""
        return [(each, keys) for each in (self, *self._related.values())]

    def rows(self, *keys: Key) -> list[Row]:
        """Ask with these keys, in the order of the function's parameters; related rows are read too."""
        if not all(type(key) in SQL_TYPES for key in keys):
            # SQLite would take a bool or a choice for what it looks like, and PostgreSQL would not.
            raise TypeError(f"A statement's keys are of {[each.__name__ for each in SQL_TYPES]}.")
        answer = (_answers.get() or {}).pop((self, keys), None)
        if answer == []:
            return []
        compiled = self.compiled(keys)
        # Its connection is Django's stand-in for the one of whichever thread asks.
        compiler = copy.copy(compiled.compiler)
        if answer is None:
            compiler.as_sql = lambda *_args, **_more: compiled.asked_with(keys)
        else:
            compiler.execute_sql = lambda *_args, **_more: [answer]
        query = copy.copy(compiled.query_set.query)
        query.get_compiler = lambda *_args, **_more: compiler  # type: ignore[method-assign]
        # Otherwise a list of values would become one of dictionaries.
        query.values_select = ()
        found: QuerySet[Any, Row] = compiled.query_set.all()
        found.query = query
        rows = list(found)
        if rows:
            for relation, related in self._related.items():
                hand_out(relation, rows, related.rows(*keys))
        return rows

    def compiled(self, keys: tuple[Key, ...]) -> CompiledSql:
        """The SQL, written the first time that it is needed."""
        if self._compiled is None:
            self._compiled = compile_sql(self._query_set_for, keys)
        return self._compiled

    def first(self, *keys: Key) -> Row | None:
        """The first row, or None. It reads all that the query set asks for: slice that where there may be many."""
        return next(iter(self.rows(*keys)), None)


class ListStatement(Statement[Row]):
    """A query set about several rows at once, whose keys are the last of its function's: `lambda *ids: ...`.

    Up to fifty are one statement, whose unused places are filled with 0; a longer list is asked as Django asks it.
    """

    def about(self, ids: Sequence[int], *keys: Key) -> list[Row]:
        """The rows for a list of ids; the other keys, which come first in the function, are named last here."""
        if len(ids) > MOST_AT_ONCE:
            return list(self._query_set_for(*keys, *ids))
        return self.rows(*keys, *filled_up(ids)) if ids else []

    def of_all(self, ids: Sequence[int], *keys: Key) -> list[Question]:
        """The question that `about` will ask, to be sent ahead."""
        return self.of(*keys, *filled_up(ids)) if 0 < len(ids) <= MOST_AT_ONCE else []


def filled_up(ids: Sequence[int]) -> list[int]:
    return [*ids, *[0] * (MOST_AT_ONCE - len(ids))]


def check_every_key_stands(count: int, places: list[int | None]) -> None:
    """Raise ValueError if a statement doesn't ask about one of its keys: it would answer alike for all of them."""
    if set(range(count)) - set(places):
        raise ValueError("A key doesn't stand in the statement.")


def compile_sql(query_set_for: Callable[..., QuerySet[Any, Any]], keys: tuple[Key, ...]) -> CompiledSql:
    """Have Django write the SQL for stand-ins; raises ValueError for what can't be kept."""
    stand_ins = [stand_in_for(key, number) for number, key in enumerate(keys)]
    query_set = query_set_for(*stand_ins)
    compiler: Any = query_set.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    written = [as_stored(each) for each in stand_ins]
    places = [written.index(each) if each in written else None for each in params]
    check_every_key_stands(len(keys), places)
    if compiler.has_extra_select:
        raise ValueError("The statement sorts by what it doesn't ask for.")
    # Named after what it says: behind a pooler, another process's statement must not answer in its place.
    digest = hashlib.sha256(repr((sql, params, [type(key) for key in keys])).encode()).hexdigest()
    return CompiledSql(query_set, compiler, sql, tuple(params), places, f"handoff_{digest[:32]}")


def stand_in_for(key: Key, number: int) -> Key:
    """A key of the same kind that no row has."""
    if isinstance(key, int):
        return STAND_IN - number
    if isinstance(key, datetime):
        return datetime(2999, 1, 1, microsecond=number + 1, tzinfo=UTC)
    return uuid.UUID(int=STAND_IN - number) if isinstance(key, uuid.UUID) else f"stand-in {STAND_IN - number}"


def as_stored(key: Key) -> object:
    """A key as Django hands it to the database: SQLite knows neither UUIDs nor moments."""
    if isinstance(key, uuid.UUID):
        return key if connection.features.has_native_uuid_field else key.hex
    return connection.ops.adapt_datetimefield_value(key) if isinstance(key, datetime) else key


def hand_out(relation: str, parents: Sequence[Any], children: Sequence[Model]) -> None:
    """Give each row those related to it, in their order, and each of those its row, as `prefetch_related` does."""
    field = parents[0]._meta.get_field(relation).field
    theirs: dict[object, list[Model]] = {}
    for child in children:
        theirs.setdefault(getattr(child, field.attname), []).append(child)
    for parent in parents:
        found = getattr(parent, relation).get_queryset()
        found._result_cache = theirs.get(parent.pk, [])
        found._prefetch_done = True
        for child in found._result_cache:
            setattr(child, field.name, parent)
        cache = parent.__dict__.setdefault("_prefetched_objects_cache", {})
        cache[field.remote_field.cache_name] = found


@contextmanager
def asked_together(*questions: list[Question]) -> Iterator[None]:
    """Send these questions ahead in one message; within the block each statement takes its answer, once.

    What is asked again, or with other keys, is sent as ever, and no answer is left after the block.
    """
    token = _answers.set(answers_to([each for several in questions for each in several]))
    try:
        yield
    finally:
        _answers.reset(token)


def answers_to(questions: list[Question]) -> dict[Question, Values]:
    """Ask the database: PostgreSQL takes all in one message, SQLite needs none."""
    read = read_in_one_message if connection.vendor == "postgresql" else read_in_turn
    with connection.cursor() as cursor:
        return dict(zip(questions, read(cursor, questions), strict=True))


def read_in_one_message(cursor: Any, questions: list[Question]) -> Iterator[Values]:
    written = [statement.compiled(keys).asked_with(keys) for statement, keys in questions]
    cursor.execute("; ".join(cursor.mogrify(*each) for each in written))
    for _each in written:
        yield cursor.fetchall()
        cursor.nextset()


def read_in_turn(cursor: Any, questions: list[Question]) -> Iterator[Values]:
    for statement, keys in questions:
        cursor.execute(*statement.compiled(keys).asked_with(keys))
        yield cursor.fetchall()
