"""`handoff import-charges FILE --program SLUG`: read a records system's export, and send it to the care team."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from handoff.core.refusals import Refused
from handoff.core.tenancy import tenant_context
from handoff.programs.models import Program
from handoff.spreadsheets.readers.tables import UnusableFile
from handoff.staffing.imports import services

UNUSABLE = 2


class Command(BaseCommand):
    """Without --user nothing is sent. With it, the user needs the same permission as on the page."""

    help = "Import an export of arrests, citations, or charges (CSV or Excel; docs/how-to/import-charges.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="export of a records system")
        parser.add_argument("--program", required=True, help="the program's short name")
        parser.add_argument("--source", default="", help="where the file is from, as on the page")
        parser.add_argument("--user", default="", help="sign-in name of the user who sends it")
        parser.add_argument("--dry-run", action="store_true", help="count, and send nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            result = self.run_import(options)
        except Refused as refusal:
            self.stderr.write(str(refusal))
            raise SystemExit(UNUSABLE) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(result, indent=2))
        else:
            self.stdout.write(
                "\n".join(f"{name.replace('_', ' ')}: {count}" for name, count in result.items())
            )

    def run_import(self, options: dict[str, Any]) -> dict[str, int]:
        program = Program.objects.filter(slug=options["program"]).first()
        if program is None:
            raise Refused(_("There's no program called %(slug)s.") % {"slug": options["program"]})
        path, at = Path(options["file"]), timezone.now()
        try:
            content = path.read_bytes()
        except OSError as problem:
            raise UnusableFile(_("We couldn't open the file %(name)s.") % {"name": path.name}) from problem
        source = options["source"] or path.stem
        with tenant_context(program.pk):
            if options["dry_run"]:
                return services.count_matches(program, source, content, at, self.show_progress)
            actor = services.actor_named(program, options["user"], at)
            return services.send_content(
                actor=actor, program=program, source_name=source, content=content, at=at
            )

    def show_progress(self, done: int, of: int) -> None:
        self.stderr.write(f"\r{done} of {of}", ending="\n" if done == of else "")
        self.stderr.flush()
