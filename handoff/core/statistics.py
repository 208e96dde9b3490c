"""The database's statistics about its own tables."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

ROOM = "SELECT set_config('work_mem', '64MB', true), set_config('enable_sort', 'off', true)"
ROOM_GIVEN_BACK = "SET LOCAL work_mem TO DEFAULT; SET LOCAL enable_sort TO DEFAULT"


def analyze_tables() -> None:
    """Update the planner's statistics, so that it doesn't plan queries as if the tables were empty.

    PostgreSQL does so itself about a minute after many rows were written. Until then the home page took 0.3 s with 200
    people (0.05 s afterwards), so whatever writes many rows at once calls this: a restore, the demo. Dumps don't
    include these statistics.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def room_to_count() -> Iterator[None]:
    """Let PostgreSQL count many rows in memory, for one transaction (ADR 0092).

    It expects as many groups as rows where it can't know better, and would sort a million rows to find six hundred.
    With the 4 MB that it has for everything else, joining a million referrals with people split into hundreds of
    thousands of files. What isn't needed isn't taken: a program of a hundred people uses some kilobytes.
    """
    if connection.vendor != "postgresql":
        # Beginning a transaction would make writers wait there.
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ROOM)
        yield
        # What comes after it in a caller's own transaction is planned as ever.
        cursor.execute(ROOM_GIVEN_BACK)
