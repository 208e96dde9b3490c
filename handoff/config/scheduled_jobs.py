"""The jobs that `handoff tick` runs every minute. Each may run twice at once: notices are queued once per occasion."""

from dataclasses import dataclass
from datetime import datetime

from handoff.accounts.middleware.clock import report_wrong_clock
from handoff.accounts.services import delete_expired_sessions_and_tries, disable_unused_accounts
from handoff.accounts.services.typed import delete_expired_typed
from handoff.audit.anchors.services import publish_if_due
from handoff.audit.queries import is_clock_behind
from handoff.core.tenancy import SITE, tenant_context
from handoff.desk.trail.jobs import queue_review_notices
from handoff.directory.jobs import delete_unimported_files
from handoff.eligibility.services import announce_criteria
from handoff.enrollment.jobs import queue_intake_reminders
from handoff.notifications.services import record_jobs_run, send_queued_notices
from handoff.programs.models import Program
from handoff.records.services.public_counts import publish_closed_quarters
from handoff.records.services.retention import clear_sessions, run_daily
from handoff.referrals.jobs import queue_lapse_notices
from handoff.spreadsheets.batches.services import delete_unimported_batches
from handoff.staffing.jobs import delete_dropped_reports, queue_new_charge_notices
from handoff.staffing.meetings.jobs import plan_coming_meetings, send_meeting_mails


@dataclass(frozen=True)
class ScheduledRun:
    """How many reminders, lapse notices, sent notices, deleted records and published anchors one run made."""

    reminders: int
    lapses: int
    sent: int
    deleted: int = 0
    anchored: int = 0


def run_scheduled_jobs(*, at: datetime) -> ScheduledRun:
    """Run what is due in every program, each in its own tenant context, then what belongs to the installation.

    Once an hour it publishes the heads of the audit chains.
    """
    programs = list(Program.objects.order_by("pk"))
    done = [run_program_jobs(program, at) for program in programs]
    with tenant_context(SITE):
        disable_unused_accounts(at=at)
        delete_expired_sessions_and_tries(at=at)
        sent = send_queued_notices(at=at)
        sessions = clear_sessions(at=at)
    anchored = len(publish_if_due(programs=[each.pk for each in programs], at=at))
    # Last: a run that ends in an error counts as none.
    record_jobs_run(at=at)
    return ScheduledRun(
        reminders=sum(each.reminders for each in done),
        lapses=sum(each.lapses for each in done),
        sent=sent + sum(each.sent for each in done),
        deleted=sessions + sum(each.deleted for each in done),
        anchored=anchored,
    )


def run_program_jobs(program: Program, at: datetime) -> ScheduledRun:
    """Queue one program's notices, run its daily retention once a day, and send what is queued.

    While the clock is behind the audit log nothing is due: only the managers are notified (T10).
    """
    with tenant_context(program.pk):
        if is_clock_behind(program.pk, at):
            report_wrong_clock(program, at)
            return ScheduledRun(reminders=0, lapses=0, sent=send_queued_notices(at=at))
        delete_expired_typed(program=program, at=at)
        announce_criteria(program=program, at=at)
        reminders = queue_intake_reminders(program=program, at=at)
        lapses = queue_lapse_notices(program=program, at=at)
        queue_new_charge_notices(program=program, at=at)
        queue_review_notices(program=program, at=at)
        plan_coming_meetings(program=program, at=at)
        mails = send_meeting_mails(program=program, at=at)
        delete_unimported_files(program=program, at=at)
        delete_unimported_batches(program=program, at=at)
        delete_dropped_reports(program=program, at=at)
        # Before retention: what it takes away is still counted in the quarter that it belongs to.
        publish_closed_quarters(program=program, at=at)
        run = run_daily(program=program, at=at)
        return ScheduledRun(
            reminders=reminders,
            lapses=lapses,
            sent=mails + send_queued_notices(at=at),
            deleted=sum(run.counts.values()) if run is not None else 0,
        )
