"""What happens because time passes. All of it may run twice: notices are written once per occasion."""

from dataclasses import dataclass
from datetime import datetime

from handoff.accounts.services import forget_what_is_over, switch_off_unused_accounts
from handoff.audit.anchors import publish_if_due
from handoff.desk.review import queue_review_notices
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
    anchored: int = 0


def tick(*, at: datetime) -> Ticked:
    """Write the notices that have become due in every program, then send what waits;
    each hour publish the heads of the audit chains."""
    programs = list(Program.objects.order_by("pk"))
    for program in programs:
        announce_criteria(program=program, at=at)
    reminders = sum(queue_intake_reminders(program=program, at=at) for program in programs)
    switch_off_unused_accounts(at=at)
    forget_what_is_over(at=at)
    lapses = sum(queue_lapse_notices(program=program, at=at) for program in programs)
    for program in programs:
        queue_review_notices(program=program, at=at)
    sent = send_waiting(at=at)
    anchored = len(publish_if_due(at=at))
    return Ticked(reminders=reminders, lapses=lapses, sent=sent, anchored=anchored)
