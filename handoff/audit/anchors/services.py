"""Heads of the chains, published where whoever can write the database cannot: a file on another host, two mailboxes,
paper.

Without an anchor a chain that was computed anew from its first row verifies as whole (threats.md 4, T13).
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage

from handoff.audit.chain.queries import ChainCheck, check_chain, every_chain
from handoff.audit.models import AuditChain
from handoff.core.wall import behind_wall

EVERY = timedelta(hours=1)
SUBJECT = "Handoff: heads of the audit chains"
BODY = (
    "Keep this message. It lets anybody prove later that the audit trail was not changed:\n"
    "save the lines below in a file and run: handoff audit verify --anchors FILE\n"
    "They hold no information about anybody.\n\n"
)


@dataclass(frozen=True)
class Anchor:
    """One chain as it stood: program, number of its last row, that row's hash, and when this was published (UTC).

    `restored` says that a backup was put back here: rows published before with a higher number went with it.
    """

    program: int
    number: int
    head: str
    at: str
    restored: bool = False

    @property
    def line(self) -> str:
        told = asdict(self)
        if not self.restored:
            del told["restored"]
        return json.dumps(told, sort_keys=True)


def heads(programs: Iterable[int], at: datetime) -> list[Anchor]:
    """Return every chain as it stands."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    found = []
    for program in every_chain(programs):
        with behind_wall(program):
            chain = AuditChain.objects.filter(program_id=program, length__gt=0).first()
        if chain is not None:
            found.append(Anchor(program, chain.length, chain.head, moment))
    return found


def anchor_file() -> Path:
    return Path(settings.ANCHOR_FILE)


def publish(*, programs: Iterable[int], at: datetime) -> list[Anchor]:
    """Append every head to the file, and mail them where there is somebody to mail them to."""
    anchors = heads(programs, at)
    if not anchors:
        return []
    append(anchors)
    if settings.ANCHOR_MAIL:
        body = BODY + "\n".join(each.line for each in anchors) + "\n"
        EmailMessage(subject=SUBJECT, body=body, to=list(settings.ANCHOR_MAIL)).send()
    return anchors


def append(anchors: Iterable[Anchor]) -> None:
    """Add lines to the end of the file and see them on the disk."""
    path = anchor_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, "".join(f"{each.line}\n" for each in anchors).encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def publish_restored(ends: Mapping[int, tuple[int, str]], *, at: datetime) -> bool:
    """Append where each chain ends that a backup put back, also the chains of which nothing is left; once only.

    Without this line the heads published between backup and restore would look like a rewritten trail for ever.
    `ends` gives each program's last row and its hash, `at` is when the backup was put back.
    """
    path = anchor_file()
    before = list(read(path)) if path.exists() else []
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    if any(each.restored and each.at == moment for each in before):
        return False
    concerned = sorted({*ends, *(each.program for each in before)})
    append(Anchor(program, *ends.get(program, (0, "")), moment, restored=True) for program in concerned)
    return True


def publish_if_due(*, programs: Iterable[int], at: datetime) -> list[Anchor]:
    """Publish when the last anchor is an hour old, or dated ahead of the clock."""
    last = last_published()
    if last is not None and timedelta(0) <= at - last < EVERY:
        return []
    return publish(programs=programs, at=at)


def last_published() -> datetime | None:
    """Return when the newest anchor of the file was published; the clock's `handoff check` may ask for its age."""
    path = anchor_file()
    if not path.exists():
        return None
    found = [each.at for each in read(path)]
    return datetime.fromisoformat(found[-1]) if found else None


def read(path: Path) -> Iterator[Anchor]:
    """Read anchors out of a file or a saved message; every other line of it is passed over."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if not line.lstrip().startswith("{"):
                continue
            try:
                found = json.loads(line)
                yield Anchor(
                    int(found["program"]),
                    int(found["number"]),
                    str(found["head"]),
                    str(found["at"]),
                    restored=found.get("restored") is True,
                )
            except (ValueError, KeyError, TypeError):
                continue


def verify(anchors: Iterable[Anchor], programs: Iterable[int]) -> list[ChainCheck]:
    """Check every chain, each against what was published of it and what a restore left of that."""
    published: dict[int, Published] = defaultdict(Published)
    for each in anchors:
        published[each.program].take(each)
    chains = every_chain([*programs, *published])
    return [published[program].check(program) for program in chains]


@dataclass
class Published:
    """What was published of one chain, in the order of the file."""

    heads: dict[int, set[str]] = field(default_factory=dict)
    put_back: int = 0
    restored_at: str = ""

    def take(self, anchor: Anchor) -> None:
        """Add one head; a restore takes away those of rows beyond it, and says how many."""
        if anchor.restored:
            gone = [number for number in self.heads if number > anchor.number]
            for number in gone:
                del self.heads[number]
            self.put_back += len(gone)
            self.restored_at = anchor.at
        if anchor.number:
            self.heads.setdefault(anchor.number, set()).add(anchor.head)

    def check(self, program_id: int) -> ChainCheck:
        """Walk the chain."""
        found = check_chain(program_id, self.heads)
        return replace(found, put_back=self.put_back, restored_at=self.restored_at[:16])
