"""`handoff import-workbook FILE --program SLUG --as USER`: import a program's own workbook, or only count."""

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
from handoff.workbooks.services.content import import_content

UNUSABLE = 2


class Command(BaseCommand):
    """The user needs the same permission as on the page, and answers questions there: the command leaves them open."""

    help = "Import a program's own workbook of participants (docs/how-to/come-from-excel.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="Excel or OpenDocument workbook, or CSV")
        parser.add_argument("--program", required=True, help="the program's short name")
        parser.add_argument(
            "--as", required=True, dest="user", help="sign-in name of the user who imports it"
        )
        parser.add_argument("--source", default="", help="which workbook it is, as on the page")
        parser.add_argument("--sheet", default="", help="name of the sheet that lists people")
        parser.add_argument("--dry-run", action="store_true", help="count, and import nothing")
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
        with tenant_context(program.pk):
            return import_content(
                username=options["user"],
                program=program,
                source_name=options["source"] or path.stem,
                content=content,
                sheet=options["sheet"],
                only_count=options["dry_run"],
                at=at,
            )
