"""How the audit rows of a program are chained."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

HASHED_FIELDS = (
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
COVERED_FIELDS = (*HASHED_FIELDS, "program_id", "at")
"""Everything in a row except its own hash and its primary key."""

CLOCK = "clock"
"""The subject of rows about the clock itself."""

CLOCK_TOLERANCE = timedelta(seconds=60)
"""How far the clock may be behind the newest row before nothing that depends on the time is decided (T10)."""

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def hash_of(values: Mapping[str, object]) -> str:
    """The SHA-256 of a row's own values and of the hash of the row before it (threats.md 4).

    `values` holds every name in COVERED_FIELDS; `at` is aware, and is hashed in UTC with microseconds.
    """
    at = values["at"]
    assert isinstance(at, datetime)
    plain = _encode({**values, "at": at.astimezone(UTC).isoformat(timespec="microseconds")})
    return hashlib.sha256(plain.encode()).hexdigest()


def row_hash(row: object) -> str:
    """The hash of an audit row; in practice an `AuditEvent`."""
    return hash_of({name: getattr(row, name) for name in COVERED_FIELDS})


def split_around_number(values: Mapping[str, object]) -> tuple[str, str, str]:
    """What `hash_of` reads before a row's number, between it and the previous hash, and after that hash.

    With these three a database can compute the hash of a row whose place in the chain only it knows. `values` holds
    every name in COVERED_FIELDS except `number` and `previous`.
    """
    at = values["at"]
    assert isinstance(at, datetime)
    plain = {**values, "at": at.astimezone(UTC).isoformat(timespec="microseconds")}
    before, between, after = (
        _encode({name: value for name, value in plain.items() if first < name < last})
        for first, last in (("", "number"), ("number", "previous"), ("previous", "~"))
    )
    return f'{before[:-1]},"number":', f',{between[1:-1]},"previous":"', f'",{after[1:]}'


def format_hash(head: str) -> str:
    """A hash in groups of four characters, so that two people can compare it by reading aloud."""
    return " ".join(head[place : place + 4] for place in range(0, len(head), 4))


def clock_is_behind(newest: datetime | None, at: datetime) -> bool:
    """True if the clock is more than a minute behind the newest row (T10)."""
    return newest is not None and newest - at > CLOCK_TOLERANCE
