"""`handoff check`: what is in use, and whether it is as it should be."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from handoff.config.startup import all_findings


class Command(BaseCommand):
    help = "Say which settings and databases are in use and whether they are as they should be."
    requires_system_checks = "__all__"

    def handle(self, *args: Any, **options: Any) -> None:
        findings = all_findings()
        for finding in findings:
            self.stdout.write(f"{'ok   ' if finding.good else 'WRONG'}  {finding.name}: {finding.found}")
        wrong = [finding.name for finding in findings if not finding.good]
        if wrong:
            raise CommandError(f"Not as it should be: {', '.join(wrong)}.")
