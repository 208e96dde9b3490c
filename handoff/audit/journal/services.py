"""The off-site journal: what must never be undone by restoring yesterday's backup.

A revoked ROI, an erased person and a disabled account come back when an older backup is restored, unless they were also
recorded somewhere that the backup doesn't cover. Each event is one line of JSON in an append-only file that operators
keep on another host (HANDOFF_JOURNAL_FILE). It holds ids only. `handoff restore` replays it.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from django.conf import settings


class JournalEvent(StrEnum):
    """What a restore replays: in order, so that the last event counts. Replaying an event twice is harmless."""

    RELEASE_REVOKED = "release.revoked"
    PERSON_ERASED = "person.erased"
    ACCOUNT_DISABLED = "account.disabled"
    ACCOUNT_ENABLED = "account.enabled"
    ROLE_ENDED = "role.ended"


@dataclass(frozen=True)
class JournalEntry:
    """One event: when (UTC), in which program, and the public id of the record it happened to."""

    at: str
    event: str
    program_id: int
    subject: str

    def to_json(self) -> str:
        # Journals outlive versions: the key for the event stays the one that the first version wrote.
        line = {"at": self.at, "deed": self.event, "program_id": self.program_id, "subject": self.subject}
        return json.dumps(line, sort_keys=True)

    @classmethod
    def from_json(cls, line: str) -> "JournalEntry":
        """Raises ValueError, TypeError or KeyError for a line that isn't a whole entry."""
        read = json.loads(line)
        return cls(at=read["at"], event=read["deed"], program_id=read["program_id"], subject=read["subject"])


def append_event(event: JournalEvent, *, program_id: int, subject: object, at: datetime) -> None:
    """Append one line and flush it to disk; call it inside the transaction, just before it commits.

    A line whose transaction then fails is harmless: replayed, it removes what was about to be removed. If the line
    can't be written, the error rolls the transaction back.
    """
    entry = JournalEntry(
        at=at.astimezone(UTC).isoformat(timespec="microseconds"),
        event=event.value,
        program_id=program_id,
        subject=str(subject),
    )
    path = Path(settings.JOURNAL_FILE)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        # One write of one line: lines of several processes never mix, and fsync makes it survive a power failure.
        os.write(handle, (entry.to_json() + "\n").encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def read_events(path: Path) -> Iterator[JournalEntry]:
    """Read a journal back, oldest first; a last line cut off by a crash is skipped."""
    for text in path.read_text(encoding="utf-8").splitlines():
        try:
            yield JournalEntry.from_json(text)
        except (ValueError, TypeError, KeyError):
            continue
