"""`handoff tick`: run the scheduled jobs. Run it every few minutes, by cron or by `handoff serve`."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from handoff.config.commands import READ_NO_PAGES
from handoff.config.scheduled_jobs import run_scheduled_jobs


class Command(BaseCommand):
    help = (
        "Run the scheduled jobs: queue reminders and notices, delete records past their retention period, send "
        "queued notices, and publish the heads of the audit chains once an hour."
    )
    requires_system_checks = READ_NO_PAGES

    def handle(self, *args: object, **options: object) -> None:
        done = run_scheduled_jobs(at=timezone.now())
        self.stdout.write(
            f"{done.reminders} reminders, {done.lapses} deadlines passed, {done.sent} notices sent, "
            f"{done.deleted} records past their retention period deleted."
        )
