"""Checking the chains: against themselves, and against heads that were published outside the database."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from handoff.audit.models import AuditChain, AuditEvent
from handoff.audit.rules import COVERED, hash_of
from handoff.core.wall import behind_wall

SITE = 0
"""The chain of the installation itself."""

AT_ONCE = 5_000
"""Rows read at a time."""

EDITED, MISSING, UNLINKED, CUT, REWRITTEN, WRONG_HEAD = (
    "edited",
    "missing",
    "unlinked",
    "cut",
    "rewritten",
    "wrong head",
)
SENTENCES = {
    EDITED: "row {row} was edited: its content does not fit its hash",
    MISSING: "row {row} is missing",
    UNLINKED: "row {row} does not follow the row before it: one of them was replaced",
    CUT: "the end was cut off: row {row} and what followed are gone",
    REWRITTEN: "row {row} is not the one that was published: the chain was rewritten after row {fits}",
    WRONG_HEAD: "the stored head is not that of row {row}",
}
RESTORED = (
    " A backup was put back at {at} UTC, and {heads} heads published before are of rows that went with it:"
    " ask who restored whether that is so."
)


@dataclass(frozen=True)
class ChainCheck:
    """What verifying one chain found: rows read, the first number that does not fit, if any, and what is wrong there.

    `anchors` counts the published heads it was held against; `fits` is the last of them that fits. `put_back` counts
    the heads passed over because a backup was put back at `restored_at` (UTC), by the word of the anchor file.
    """

    program_id: int
    rows: int
    broken_at: int | None = None
    what: str = ""
    anchors: int = 0
    fits: int = 0
    put_back: int = 0
    restored_at: str = ""

    @property
    def sentence(self) -> str:
        """Say it in one sentence, and in a second one that a backup was put back, where it was."""
        return self.says + (
            RESTORED.format(at=self.restored_at, heads=self.put_back) if self.put_back else ""
        )

    @property
    def says(self) -> str:
        name = (
            "The installation's chain" if self.program_id == 0 else f"The chain of program {self.program_id}"
        )
        if self.broken_at is None:
            held = (
                f", held against {self.anchors} published heads"
                if self.anchors
                else ", held against no anchor"
            )
            return f"{name} is whole: {self.rows:,} rows{held}."
        return f"{name} is BROKEN: {SENTENCES[self.what].format(row=self.broken_at, fits=self.fits)}."


@dataclass
class Walk:
    """The way along one chain: where it is, what the last hash was, and which published heads were met."""

    program_id: int
    published: Mapping[int, Collection[str]]
    number: int = 0
    previous: str = ""
    fits: int = 0
    met: set[int] = field(default_factory=set)

    def found(self, what: str, row: int) -> ChainCheck:
        return ChainCheck(self.program_id, self.number, row, what, len(self.met), self.fits)

    def step(self, values: Mapping[str, object], stored: str) -> ChainCheck | None:
        """Take one row; return what is wrong with it."""
        self.number += 1
        if values["number"] != self.number:
            return self.found(MISSING, self.number)
        if hash_of(values) != stored:
            return self.found(EDITED, self.number)
        if values["previous"] != self.previous:
            return self.found(UNLINKED, self.number)
        self.previous = stored
        heads = self.published.get(self.number)
        if heads is not None:
            if any(head != stored for head in heads):
                return self.found(REWRITTEN, self.number)
            self.met.add(self.number)
            self.fits = self.number
        return None


def check_chain(program_id: int, published: Mapping[int, Collection[str]] | None = None) -> ChainCheck:
    """Walk one chain from its first row and return the first thing that does not fit.

    An edit or a deletion shows by the chain alone. A cut tail whose head was changed too, and a chain computed anew,
    show only against a head published before (threats.md 4): `published` maps row numbers to such heads.
    """
    walk = Walk(program_id, published or {})
    with behind_wall(program_id):
        return walked(walk)


def walked(walk: Walk) -> ChainCheck:
    """Take every row of a chain and hold its end against the stored head."""
    program_id = walk.program_id
    chain = AuditChain.objects.filter(program_id=program_id).first()
    length, head = (chain.length, chain.head) if chain is not None else (0, "")
    rows = AuditEvent.objects.filter(program_id=program_id).order_by("number")
    for *row, stored in rows.values_list(*COVERED, "hash").iterator(chunk_size=AT_ONCE):
        wrong = walk.step(dict(zip(COVERED, row, strict=True)), stored)
        if wrong is not None:
            return wrong
        if walk.number == length and stored != head:
            return walk.found(WRONG_HEAD, length)
    last = max([length, *walk.published])
    if walk.number < last:
        return walk.found(CUT, walk.number + 1)
    if chain is not None and length == 0 and walk.number:
        return walk.found(WRONG_HEAD, walk.number)
    return ChainCheck(program_id, walk.number, anchors=len(walk.met), fits=walk.fits)


def every_chain(programs: Iterable[int]) -> list[int]:
    """Return the number of every chain: of the programs named, of the installation, and of whatever else is seen.

    Behind the second wall a command sees one program at a time, so the programs are told by who knows them.
    """
    heads = AuditChain.objects.values_list("program_id", flat=True)
    return sorted({SITE, *programs, *heads})
