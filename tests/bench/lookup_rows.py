"""The people and keys of `bench_lookup.py`, written by each database's quickest way."""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

BATCH = 20_000
PROGRAM = 1
ADDED = datetime(2026, 1, 5, 12, tzinfo=UTC)


def fill(size: int, *, seed: int, wanted: int) -> tuple[list[Any], int]:
    """Write the people and their keys as the application would, indexes last; return those to be asked for."""
    from django.db import connection, transaction

    from handoff.participants.models import LookupKey
    from handoff.programs.models import Program
    from tests.bench.people import County

    Program.objects.create(
        pk=PROGRAM, slug="bench", name="Bench", jurisdiction="Bench", phone="1", created_at=ADDED
    )
    with connection.schema_editor() as editor:
        editor.remove_index(LookupKey, LookupKey._meta.indexes[0])
    made_last = drop_what_slows_rows()
    numbers = set(random.Random(seed + 1).sample(range(1, size + 1), min(size, wanted)))
    targets, keys = [], 0
    people = County(seed).people(size)
    while batch := list(islice(people, BATCH)):
        with transaction.atomic():
            write_people(batch)
            keys += write_keys(batch)
        targets += [someone for someone in batch if someone.number in numbers]
    with connection.cursor() as cursor:
        for statement in made_last:
            cursor.execute(statement)
    with connection.schema_editor() as editor:
        editor.add_index(LookupKey, LookupKey._meta.indexes[0])
    with connection.cursor() as cursor:
        # As on a server that has run for a day: otherwise the first queries mark 17 million rows as committed.
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM (ANALYZE)")
    random.Random(seed + 2).shuffle(targets)
    return targets, keys


def drop_what_slows_rows() -> list[str]:
    """On PostgreSQL, drop the keys' constraints and indexes; returns the statements that make them again, keys last.

    Checked and indexed row by row, 17 million keys took nearly an hour; checked and indexed at once, minutes.
    """
    from django.db import connection

    from handoff.participants.models import LookupKey

    if connection.vendor == "sqlite":
        return []
    table = LookupKey._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass"
            " ORDER BY contype DESC",
            [table],
        )
        constraints = cursor.fetchall()
        for name, _definition in constraints:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s", [table])
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        cursor.execute("SET maintenance_work_mem = '512MB'")
    return [
        *(definition for _name, definition in indexes),
        *(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}" for name, definition in constraints),
    ]


def write_people(batch: list[Any]) -> None:
    """Write people by the database's quickest way, each column as the application would."""
    from django.db import connection

    from handoff.participants.models import Person

    people = [as_person(someone) for someone in batch]
    if connection.vendor == "sqlite":
        Person.objects.bulk_create(people, batch_size=2_000)
        return
    fields = Person._meta.concrete_fields
    columns = ", ".join(str(each.column) for each in fields)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {Person._meta.db_table} ({columns}) FROM STDIN") as copy,
    ):
        for person in people:
            copy.write_row(
                [each.get_db_prep_save(each.pre_save(person, True), connection) for each in fields]
            )


def as_person(someone: Any) -> Any:
    """The row that the application would keep."""
    from handoff.participants.models import Person

    return Person(
        pk=someone.number,
        program_id=PROGRAM,
        first_name=someone.first,
        middle_name=someone.middle,
        last_name=someone.last,
        preferred_name=someone.preferred,
        date_of_birth=someone.dob,
        added_at=ADDED,
    )


def key_rows(batch: Iterable[Any]) -> Iterator[tuple[int, str, int]]:
    """The keys of these people, made by the application's own function."""
    from handoff.participants.lookup.services import keys_of_names

    for someone in batch:
        for key in keys_of_names(someone.first, someone.last, someone.preferred, (), someone.dob):
            yield PROGRAM, key, someone.number


def write_keys(batch: list[Any]) -> int:
    """Write keys by the database's quickest way."""
    from django.db import connection

    from handoff.participants.models import LookupKey

    rows = list(key_rows(batch))
    named = f"{LookupKey._meta.db_table} (program_id, key, person_id)"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"INSERT INTO {named} VALUES (%s, %s, %s)", rows)
        else:
            with cursor.copy(f"COPY {named} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
    return len(rows)
