"""The off-site journal: what must never be undone by restoring yesterday's backup.

A revoked ROI, an erased person and a switched-off account come back to life when an older backup is restored, unless
they were written down somewhere that the backup does not cover. Each is one line of JSON in an append-only file that
operators keep on another host (HANDOFF_JOURNAL_FILE). It holds ids only. `handoff restore` replays it.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from django.conf import settings


class Deed(StrEnum):
    """What is replayed after a restore. In order, so that the last word counts; doing it twice does no harm."""

    RELEASE_REVOKED = "release.revoked"
    PERSON_ERASED = "person.erased"
    ACCOUNT_DISABLED = "account.disabled"
    ACCOUNT_ENABLED = "account.enabled"
    ROLE_ENDED = "role.ended"


@dataclass(frozen=True)
class Line:
    """One deed: when (UTC), in which program, and the public id of what it was done to."""

    at: str
    deed: str
    program_id: int
    subject: str


def note(deed: Deed, *, program_id: int, subject: object, at: datetime) -> None:
    """Append one line and flush it to the disk; call it inside the transaction, just before it commits.

    A line whose transaction then fails is harmless: replayed, it takes away what was about to be taken away. If the
    line cannot be written the error rises and the deed is not done.
    """
    line = Line(
        at=at.astimezone(UTC).isoformat(timespec="microseconds"),
        deed=deed.value,
        program_id=program_id,
        subject=str(subject),
    )
    path = Path(settings.JOURNAL_FILE)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, (json.dumps(asdict(line), sort_keys=True) + "\n").encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def lines(path: Path) -> Iterator[Line]:
    """Read a journal back, oldest first; a last line cut off by a crash is passed over."""
    for text in path.read_text(encoding="utf-8").splitlines():
        try:
            yield Line(**json.loads(text))
        except (ValueError, TypeError):
            continue
