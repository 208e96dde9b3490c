"""Reading and checking the audit trail."""

from dataclasses import dataclass

from django.db.models import QuerySet

from handoff.audit.models import AuditChain, AuditEvent
from handoff.audit.rules import row_hash


@dataclass(frozen=True)
class ChainCheck:
    """What verifying one program's chain found: rows read, and the first number that does not fit, if any."""

    program_id: int
    rows: int
    broken_at: int | None


def events(program_id: int) -> QuerySet[AuditEvent]:
    """Return a program's audit rows, newest first."""
    return AuditEvent.objects.filter(program_id=program_id).order_by("-number")


def verify_chain(program_id: int) -> ChainCheck:
    """Walk a program's chain and find the first edited, missing or cut row."""
    previous, number = "", 0
    for event in AuditEvent.objects.filter(program_id=program_id).order_by("number").iterator():
        number += 1
        if event.number != number or event.previous != previous or event.hash != row_hash(event):
            return ChainCheck(program_id=program_id, rows=number, broken_at=number)
        previous = event.hash
    chain = AuditChain.objects.filter(program_id=program_id).first()
    ended_early = chain is not None and (chain.length, chain.head) != (number, previous)
    return ChainCheck(program_id=program_id, rows=number, broken_at=number + 1 if ended_early else None)
