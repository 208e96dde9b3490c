"""What happens because time passes. All of it may run twice: notices are written once per occasion."""

from dataclasses import dataclass
from datetime import datetime

from handoff.accounts.definitions import SITE
from handoff.accounts.services import forget_what_is_over, switch_off_unused_accounts
from handoff.core.wall import behind_wall
from handoff.eligibility.services import announce_criteria
from handoff.enrollment.reminders import queue_intake_reminders
from handoff.notifications.services import send_waiting
from handoff.programs.models import Program
from handoff.referrals.reminders import queue_lapse_notices


@dataclass(frozen=True)
class Ticked:
    """How much one run did."""

    reminders: int
    lapses: int
    sent: int


def tick(*, at: datetime) -> Ticked:
    """Write the notices that have become due and send what waits, in every program, each behind its own wall."""
    done = [tick_program(program, at) for program in Program.objects.order_by("pk")]
    with behind_wall(SITE):
        switch_off_unused_accounts(at=at)
        forget_what_is_over(at=at)
        sent = send_waiting(at=at)
    return Ticked(
        reminders=sum(each.reminders for each in done),
        lapses=sum(each.lapses for each in done),
        sent=sent + sum(each.sent for each in done),
    )


def tick_program(program: Program, at: datetime) -> Ticked:
    """Do one program's part."""
    with behind_wall(program.pk):
        announce_criteria(program=program, at=at)
        return Ticked(
            reminders=queue_intake_reminders(program=program, at=at),
            lapses=queue_lapse_notices(program=program, at=at),
            sent=send_waiting(at=at),
        )
