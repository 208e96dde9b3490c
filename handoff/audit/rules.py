"""How the audit rows of a program hold together."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Protocol

HASHED = (
    "number",
    "user_id",
    "username",
    "action",
    "subject",
    "reason",
    "outcome",
    "details",
    "address",
    "previous",
)


class Row(Protocol):
    """An audit row; in practice an `AuditEvent`."""

    program_id: int
    at: datetime


def row_hash(row: Row) -> str:
    """Return the SHA-256 of a row's own values and of the hash of the row before it (security.md 4)."""
    values = {name: getattr(row, name) for name in HASHED}
    values["program_id"] = row.program_id
    values["at"] = row.at.astimezone(UTC).isoformat(timespec="microseconds")
    plain = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()
