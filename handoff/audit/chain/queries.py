"""Verifying the chains: each by itself, and against heads that were published outside the database."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from handoff.audit.models import AuditChain, AuditEvent
from handoff.audit.rules import COVERED_FIELDS, hash_of
from handoff.core.tenancy import SITE, tenant_context

BATCH_SIZE = 5_000
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
    " A backup was restored at {at} UTC, which undid {heads} heads published before:"
    " confirm this with the operator who restored it."
)


@dataclass(frozen=True)
class ChainCheck:
    """The result of verifying one chain: rows read, the first bad row if any, and what is wrong with it.

    `anchors` counts the published heads that were compared; `fits` is the last row whose head matched. `heads_undone`
    counts the heads that a restore at `restored_at` (UTC) undid, as the anchor file says.
    """

    program_id: int
    rows: int
    broken_at: int | None = None
    problem: str = ""
    anchors: int = 0
    fits: int = 0
    heads_undone: int = 0
    restored_at: str = ""

    @property
    def sentence(self) -> str:
        """The result in one sentence, and in a second one that a backup was restored, where one was."""
        return self.result_sentence + (
            RESTORED.format(at=self.restored_at, heads=self.heads_undone) if self.heads_undone else ""
        )

    @property
    def result_sentence(self) -> str:
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
        return f"{name} is BROKEN: {SENTENCES[self.problem].format(row=self.broken_at, fits=self.fits)}."


@dataclass
class ChainWalk:
    """The state while verifying one chain: the row, the last hash, and which published heads were compared."""

    program_id: int
    published: Mapping[int, Collection[str]]
    number: int = 0
    previous: str = ""
    fits: int = 0
    met: set[int] = field(default_factory=set)

    def problem(self, what: str, row: int) -> ChainCheck:
        return ChainCheck(self.program_id, self.number, row, what, len(self.met), self.fits)

    def check_row(self, values: Mapping[str, object], stored: str) -> ChainCheck | None:
        """Check the next row; return what is wrong with it, or None."""
        self.number += 1
        if values["number"] != self.number:
            return self.problem(MISSING, self.number)
        if hash_of(values) != stored:
            return self.problem(EDITED, self.number)
        if values["previous"] != self.previous:
            return self.problem(UNLINKED, self.number)
        self.previous = stored
        heads = self.published.get(self.number)
        if heads is not None:
            if any(head != stored for head in heads):
                return self.problem(REWRITTEN, self.number)
            self.met.add(self.number)
            self.fits = self.number
        return None


def check_chain(program_id: int, published: Mapping[int, Collection[str]] | None = None) -> ChainCheck:
    """Verify one chain from its first row and return the first problem.

    An edit or a deletion shows by the chain alone. A cut tail whose head was changed too, and a chain computed anew,
    show only against a head published before (threats.md 4): `published` maps row numbers to such heads.
    """
    walk = ChainWalk(program_id, published or {})
    with tenant_context(program_id):
        return walk_chain(walk)


def walk_chain(walk: ChainWalk) -> ChainCheck:
    """Check every row of a chain, and its end against the stored head."""
    program_id = walk.program_id
    chain = AuditChain.objects.filter(program_id=program_id).first()
    length, head = (chain.length, chain.head) if chain is not None else (0, "")
    rows = AuditEvent.objects.filter(program_id=program_id).order_by("number")
    for *row, stored in rows.values_list(*COVERED_FIELDS, "hash").iterator(chunk_size=BATCH_SIZE):
        wrong = walk.check_row(dict(zip(COVERED_FIELDS, row, strict=True)), stored)
        if wrong is not None:
            return wrong
        if walk.number == length and stored != head:
            return walk.problem(WRONG_HEAD, length)
    # A cut tail leaves a whole chain behind: only the stored length, or a published head, shows what is missing.
    last = max([length, *walk.published])
    if walk.number < last:
        return walk.problem(CUT, walk.number + 1)
    if chain is not None and length == 0 and walk.number:
        return walk.problem(WRONG_HEAD, walk.number)
    return ChainCheck(program_id, walk.number, anchors=len(walk.met), fits=walk.fits)


def all_chain_ids(programs: Iterable[int]) -> list[int]:
    """The id of every chain: of the programs named, of the installation, and of whatever else is visible.

    Under row-level security a command sees one program at a time, so the caller passes the programs.
    """
    heads = AuditChain.objects.values_list("program_id", flat=True)
    return sorted({SITE, *programs, *heads})
