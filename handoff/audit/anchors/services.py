"""Heads of the chains, published where someone who can write to the database can't: another host, mail, paper.

Without an anchor, a chain that was computed anew from its first row verifies as whole (threats.md 4, T13).
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

from handoff.audit.chain.queries import ChainCheck, all_chain_ids, check_chain
from handoff.audit.models import AuditChain
from handoff.core.tenancy import tenant_context

ANCHOR_INTERVAL = timedelta(hours=1)
SUBJECT = "Handoff: audit log seals"
BODY = (
    "Keep this message. It can prove later that the audit log wasn't changed:\n"
    "save the lines below in a file and run: handoff audit verify --anchors FILE\n"
    "They contain no personal information.\n\n"
)


@dataclass(frozen=True)
class Anchor:
    """A chain's head when it was published (UTC): program, number of its last row, and that row's hash.

    `restored` says that a backup was restored then: heads published before with a higher number were lost with it.
    """

    program: int
    number: int
    head: str
    at: str
    restored: bool = False

    @property
    def line(self) -> str:
        values = asdict(self)
        if not self.restored:
            del values["restored"]
        return json.dumps(values, sort_keys=True)


def current_heads(programs: Iterable[int], at: datetime) -> list[Anchor]:
    """The head of every chain now."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    found = []
    for program in all_chain_ids(programs):
        with tenant_context(program):
            chain = AuditChain.objects.filter(program_id=program, length__gt=0).first()
        if chain is not None:
            found.append(Anchor(program, chain.length, chain.head, moment))
    return found


def anchor_file() -> Path:
    return Path(settings.ANCHOR_FILE)


def publish_anchors(*, programs: Iterable[int], at: datetime) -> list[Anchor]:
    """Append every head to the file, and mail them to the configured addresses."""
    anchors = current_heads(programs, at)
    if not anchors:
        return []
    append_to_file(anchors)
    if settings.ANCHOR_MAIL:
        body = BODY + "\n".join(each.line for each in anchors) + "\n"
        EmailMessage(subject=SUBJECT, body=body, to=list(settings.ANCHOR_MAIL)).send()
    return anchors


def append_to_file(anchors: Iterable[Anchor]) -> None:
    """Append lines to the anchor file and flush them to disk."""
    path = anchor_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Opened for appending only, so that a bug here can't overwrite what was published before.
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, "".join(f"{each.line}\n" for each in anchors).encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def publish_restore(ends: Mapping[int, tuple[int, str]], *, at: datetime) -> bool:
    """Append the head that each chain has after a restore, also of chains that are gone; once per restore.

    Without these lines the heads published between backup and restore would look like a rewritten trail forever. `ends`
    gives each program's last row and its hash, `at` is when the backup was restored.
    """
    path = anchor_file()
    before = list(read_anchors(path)) if path.exists() else []
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    if any(each.restored and each.at == moment for each in before):
        return False
    programs = sorted({*ends, *(each.program for each in before)})
    append_to_file(
        Anchor(program, *ends.get(program, (0, "")), moment, restored=True) for program in programs
    )
    return True


def publish_if_due(*, programs: Iterable[int], at: datetime) -> list[Anchor]:
    """Publish when the last anchor is an hour old, or dated ahead of the clock."""
    last = last_published()
    # An anchor from the future (the clock was wrong) must not stop the hourly ones.
    if last is not None and timedelta(0) <= at - last < ANCHOR_INTERVAL:
        return []
    return publish_anchors(programs=programs, at=at)


def last_published() -> datetime | None:
    """When the newest anchor of the file was published."""
    path = anchor_file()
    if not path.exists():
        return None
    found = [each.at for each in read_anchors(path)]
    return datetime.fromisoformat(found[-1]) if found else None


def read_anchors(path: Path) -> Iterator[Anchor]:
    """Read anchors from a file or a saved message; every other line is skipped."""
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


def verify_anchors(anchors: Iterable[Anchor], programs: Iterable[int]) -> list[ChainCheck]:
    """Check every chain against its published heads, leaving out heads that a restore has undone."""
    published: dict[int, PublishedAnchors] = defaultdict(PublishedAnchors)
    for each in anchors:
        published[each.program].add(each)
    chains = all_chain_ids([*programs, *published])
    return [published[program].check(program) for program in chains]


@dataclass
class PublishedAnchors:
    """The published heads of one chain, in the order of the file."""

    heads: dict[int, set[str]] = field(default_factory=dict)
    heads_undone: int = 0
    restored_at: str = ""

    def add(self, anchor: Anchor) -> None:
        """Add one head; a restore removes and counts those of later rows."""
        if anchor.restored:
            gone = [number for number in self.heads if number > anchor.number]
            for number in gone:
                del self.heads[number]
            self.heads_undone += len(gone)
            self.restored_at = anchor.at
        if anchor.number:
            self.heads.setdefault(anchor.number, set()).add(anchor.head)

    def check(self, program_id: int) -> ChainCheck:
        found = check_chain(program_id, self.heads)
        return replace(found, heads_undone=self.heads_undone, restored_at=self.restored_at[:16])
