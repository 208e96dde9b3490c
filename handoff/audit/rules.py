"""How the audit rows of a program hold together."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

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
COVERED = (*HASHED, "program_id", "at")
"""Everything a row holds beside its own hash and its place in the table."""

CLOCK = "clock"
"""The subject of rows about the clock itself."""

CLOCK_TOLERANCE = timedelta(seconds=60)
"""How far behind its own newest row a chain may find the clock before nothing is decided by it (T10)."""

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def hash_of(values: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a row's own values and of the hash of the row before it (threats.md 4).

    `values` holds every name in COVERED; `at` is aware, and is hashed in UTC with microseconds.
    """
    at: datetime = values["at"]
    plain = _encode({**values, "at": at.astimezone(UTC).isoformat(timespec="microseconds")})
    return hashlib.sha256(plain.encode()).hexdigest()


def row_hash(row: Any) -> str:
    """Return the hash of an audit row; in practice an `AuditEvent`."""
    return hash_of({name: getattr(row, name) for name in COVERED})


def around_its_place(values: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return what `hash_of` reads before a row's number, between it and the hash before it, and after that hash.

    With these three a database can compute the hash of a row whose place in the chain only it knows.
    `values` holds every name in COVERED beside `number` and `previous`.
    """
    at: datetime = values["at"]
    plain = {**values, "at": at.astimezone(UTC).isoformat(timespec="microseconds")}
    before, between, after = (
        _encode({name: value for name, value in plain.items() if first < name < last})
        for first, last in (("", "number"), ("number", "previous"), ("previous", "~"))
    )
    return f'{before[:-1]},"number":', f',{between[1:-1]},"previous":"', f'",{after[1:]}'


def in_groups(head: str) -> str:
    """Write a hash in groups of four characters, so that two people can compare it by reading aloud."""
    return " ".join(head[place : place + 4] for place in range(0, len(head), 4))


def clock_is_behind(newest: datetime | None, at: datetime) -> bool:
    """Say whether the clock stands more than a minute before what is already written down (T10)."""
    return newest is not None and newest - at > CLOCK_TOLERANCE
