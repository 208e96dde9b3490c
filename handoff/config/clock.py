"""What happens because time passes. All of it may run twice: notices are written once per occasion."""

from dataclasses import dataclass
from datetime import datetime

from handoff.accounts.definitions import SITE
from handoff.accounts.middleware.clock import raise_alarm
from handoff.accounts.services import forget_what_is_over, switch_off_unused_accounts
from handoff.audit.anchors.services import publish_if_due
from handoff.audit.queries import clock_went_back
from handoff.core.wall import behind_wall
from handoff.desk.trail.jobs import queue_review_notices
from handoff.eligibility.services import announce_criteria
from handoff.enrollment.jobs import queue_intake_reminders
from handoff.notifications.services import send_waiting
from handoff.programs.models import Program
from handoff.records.services.retention import clear_sessions, run_daily
from handoff.referrals.jobs import queue_lapse_notices


@dataclass(frozen=True)
class Ticked:
    """How much one run did."""

    reminders: int
    lapses: int
    sent: int
    taken_away: int = 0
    anchored: int = 0


def tick(*, at: datetime) -> Ticked:
    """Do what has become due in every program, each behind its own wall: notices, what is past its time, the post,
    and each hour the heads of the audit chains."""
    programs = list(Program.objects.order_by("pk"))
    done = [tick_program(program, at) for program in programs]
    with behind_wall(SITE):
        switch_off_unused_accounts(at=at)
        forget_what_is_over(at=at)
        sent = send_waiting(at=at)
        sessions = clear_sessions(at=at)
    return Ticked(
        reminders=sum(each.reminders for each in done),
        lapses=sum(each.lapses for each in done),
        sent=sent + sum(each.sent for each in done),
        taken_away=sessions + sum(each.taken_away for each in done),
        anchored=len(publish_if_due(programs=[each.pk for each in programs], at=at)),
    )


def tick_program(program: Program, at: datetime) -> Ticked:
    """Do one program's part: write its notices, take away once a day what is past its time, send what waits.

    By a clock that stands before what is already written down nothing is due: it only tells the managers (T10).
    """
    with behind_wall(program.pk):
        if clock_went_back(program.pk, at):
            raise_alarm(program, at)
            return Ticked(reminders=0, lapses=0, sent=send_waiting(at=at))
        announce_criteria(program=program, at=at)
        reminders = queue_intake_reminders(program=program, at=at)
        lapses = queue_lapse_notices(program=program, at=at)
        queue_review_notices(program=program, at=at)
        run = run_daily(program=program, at=at)
        return Ticked(
            reminders=reminders,
            lapses=lapses,
            sent=send_waiting(at=at),
            taken_away=sum(run.counts.values()) if run is not None else 0,
        )
