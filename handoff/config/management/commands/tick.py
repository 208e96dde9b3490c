"""`handoff tick`: what the clock does. Run it every few minutes, by cron or by `handoff serve`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from handoff.config.scheduled_jobs import run_scheduled_jobs


class Command(BaseCommand):
    help = (
        "Remind of intake windows, tell officers whose window has passed, send the waiting notices, "
        "and publish the heads of the audit chains each hour."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        result = run_scheduled_jobs(at=timezone.now())
        self.stdout.write(
            f"{result.reminders} reminders, {result.lapses} windows passed, {result.sent} notices sent, "
            f"{result.deleted} records past their time taken away."
        )
