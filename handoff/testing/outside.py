"""A table of figures from outside that was read and not imported yet."""

from datetime import datetime

from handoff.access.actor import Actor
from handoff.measures.outside.services import choose_columns, read_file
from handoff.programs.models import Program
from handoff.spreadsheets.models import ImportBatch


def make_outside_file(program: Program, actor: Actor, at: datetime) -> ImportBatch:
    content = b"Month,Jail bookings,Overdoses\n2026-01,204,3\n2026-02,180,0\n"
    batch = read_file(actor=actor, program=program, source="Sheriff", content=content, at=at)
    columns = {"month": 0, "bookings": 1, "overdoses": 2}
    choose_columns(actor=actor, batch=batch, columns=columns, at=at)
    return batch
