"""`handoff opportunity FILE`: how many past arrests the criteria would have let officers divert."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from handoff.core.refusals import Refused
from handoff.core.tenancy import tenant_context
from handoff.eligibility.engine.criteria import Criteria
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.queries import current_criteria
from handoff.opportunity.presenters.report import result_lines, result_values
from handoff.opportunity.readers.arrest_list import read_table
from handoff.opportunity.readers.headings import COLUMN_NAMES, find_columns
from handoff.opportunity.rules.analysis import analyze
from handoff.programs.models import Program
from handoff.spreadsheets.readers.tables import UnusableFile
from handoff.spreadsheets.rules.cells import ZONE

UNUSABLE = 2


class Command(BaseCommand):
    """Needs no database, unless --program names a program whose current criteria are used."""

    help = "Assess a list of past arrests (CSV, Excel or OpenDocument) by the eligibility criteria (docs/how-to)."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="", help="list of past arrests; no names needed")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        parser.add_argument("--program", default="", help="use this program's active criteria (short name)")
        parser.add_argument(
            "--map",
            "--mapping",
            action="extend",
            nargs="+",
            default=[],
            metavar="COLUMN=FACT",
            help=f"which column holds which fact: {', '.join(COLUMN_NAMES)}",
        )

    def handle(self, *args: object, **options: Any) -> None:
        try:
            mapping, path = mapping_and_file(options["map"], options["file"])
            name, criteria, zone = criteria_of(options["program"])
            table = read_table(path)
            result = analyze(table, find_columns(table, mapping), criteria, zone)
        except Refused as refusal:
            self.stderr.write(str(refusal))
            raise SystemExit(UNUSABLE) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(result_values(result, name), indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(result_lines(result, name)))


def criteria_of(slug: str) -> tuple[str, Criteria, str]:
    """Name and current criteria of a program and its time zone, or the shipped example's when `slug` is empty."""
    if not slug:
        return _("the handbook's North Carolina example"), NORTH_CAROLINA, ZONE
    program = Program.objects.filter(slug=slug).first()
    if program is None:
        raise Refused(_("There's no program called %(slug)s.") % {"slug": slug})
    with tenant_context(program.pk):
        version = current_criteria(program, timezone.now())
    if version is None:
        raise Refused(_("The program %(slug)s has no active criteria.") % {"slug": slug})
    return (
        _("%(program)s criteria %(number)s") % {"program": program.name, "number": version.number},
        Criteria.from_plain(version.criteria),
        program.time_zone,
    )


def mapping_and_file(pairs: list[str], file: str) -> tuple[dict[str, str], Path]:
    """Separate the mapping from the file: `--map` takes several words, also the file name if it follows."""
    if not file and pairs:
        *pairs, file = pairs
    if not file:
        raise UnusableFile(_("Enter the name of the file with the list of arrests."))
    return mapping_of(pairs), Path(file)


def mapping_of(pairs: list[str]) -> dict[str, str]:
    """Parse `COLUMN=FACT` pairs; the column's name may itself contain an equals sign."""
    mapping: dict[str, str] = {}
    for pair in pairs:
        column, equals, fact = pair.rpartition("=")
        if not equals or not column:
            raise UnusableFile(_("Write each mapping as COLUMN=FACT, such as Offense=description."))
        mapping[column] = fact
    return mapping
