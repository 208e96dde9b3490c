"""What the shifts of the fictional county leave for each other."""

from datetime import timedelta

from handoff.access.roles import RoleName
from handoff.demo.program import DemoProgram
from handoff.desk.shift.services import leave_line, mark_read

LINES = (
    (33, "The van is at the shop until Thursday; use the county car."),
    (9, "Naloxone kits are low, the order comes on Monday. Harbor House has two beds tonight."),
)
"""Hours before the county's last moment, and what was left."""


def hand_shifts_over(demo: DemoProgram) -> None:
    """Two lines of the last shifts, the first of them read by the shift after it."""
    peer = demo.staff.first_with_role(RoleName.PEER_SUPPORT)
    colleague = demo.staff.first_with_role(RoleName.CASE_MANAGER)
    for hours, words in LINES:
        at = demo.days.ends - timedelta(hours=hours)
        leave_line(
            actor=demo.actor(peer, at),
            program=demo.program,
            words=words,
            key=demo.key(f"shift-{hours}"),
            at=at,
        )
    read_at = demo.days.ends - timedelta(hours=31, minutes=20)
    mark_read(actor=demo.actor(colleague, read_at), program=demo.program, until=read_at, at=read_at)
