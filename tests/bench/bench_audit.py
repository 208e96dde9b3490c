"""How long verifying the audit log takes with a million rows, and writing one row on top of it.

python tests/bench/bench_audit.py --db sqlite postgresql://user@/postgres?host=/tmp
"""

import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from databases import arguments, keep, machine, on_each, ready, timed

ROWS = int(os.environ.get("BENCH_AUDIT_ROWS", "1000000"))
BATCH = 5_000
BEGIN = datetime(2024, 1, 1, 8, 0, tzinfo=UTC)


def main() -> None:
    """Measure on every database and write the table."""
    options = arguments(__doc__)
    if options.one:
        sys.stdout.write(json.dumps(measure()))
        return
    keep("audit", {"machine": machine(), "databases": on_each(__file__, options.db)}, write=options.write)


def measure() -> dict[str, Any]:
    """Fill one chain, verify it, write on."""
    database = ready()
    fill()
    from handoff.access.actor import system_actor
    from handoff.audit.chain.queries import check_chain
    from handoff.audit.queries import is_clock_behind
    from handoff.audit.services import record

    started, cpu_started = time.perf_counter(), time.process_time()
    check = check_chain(1)
    seconds, own = time.perf_counter() - started, time.process_time() - cpu_started
    if check.broken_at is not None or check.rows != ROWS:
        raise RuntimeError(check.sentence)
    actor, later = system_actor(1), BEGIN + timedelta(days=800)
    return {
        "database": database,
        "rows": check.rows,
        "verify_seconds": round(seconds, 1),
        "verify_own_seconds": round(own, 1),
        "write": timed(lambda: record(actor=actor, at=later, action="person.opened", subject="id"), times=50),
        "clock": timed(lambda: is_clock_behind(1, later), times=50),
    }


def fill() -> None:
    """Write a chain of so many rows, in batches, as the service would have."""
    from django.db import transaction

    from handoff.audit.models import AuditChain, AuditEvent
    from handoff.audit.rules import row_hash

    previous = ""
    for start in range(1, ROWS + 1, BATCH):
        rows = []
        for number in range(start, min(start + BATCH, ROWS + 1)):
            row = AuditEvent(
                program_id=1,
                number=number,
                at=BEGIN + timedelta(seconds=30 * number),
                user_id=number % 40,
                username=f"user{number % 40}",
                action="person.opened",
                subject=f"0b9f4f2e-5a0f-4c6c-9d3e-{number:012d}",
                outcome="seen",
                details={"people": number % 200},
                address="192.0.2.7",
                previous=previous,
            )
            row.hash = previous = row_hash(row)
            rows.append(row)
        with transaction.atomic():
            AuditEvent.objects.bulk_create(rows)
    AuditChain.objects.create(program_id=1, length=ROWS, head=previous)


if __name__ == "__main__":
    main()
