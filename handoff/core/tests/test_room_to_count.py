"""Many rows are counted in memory on PostgreSQL, and no one waits for a count on SQLite (ADR 0092)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handoff.core.statistics import room_to_count


@pytest.mark.django_db
def test_a_count_has_room_and_takes_no_lock():
    with CaptureQueriesContext(connection) as work, room_to_count():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_setting('work_mem'), current_setting('enable_sort')")
                assert cursor.fetchone() == ("64MB", "off")
        else:
            # No transaction begins: on SQLite it would hold up whoever writes.
            assert work.captured_queries == []
