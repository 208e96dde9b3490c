"""`handoff opportunity FILE`: how many past arrests the criteria would have let officers divert."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from handoff.core.refusals import Refused
from handoff.core.wall import behind_wall
from handoff.eligibility.engine.criteria import Criteria
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.queries import criteria_in_force
from handoff.opportunity.presenters.report import as_lines, as_values
from handoff.opportunity.readers.arrest_list import COLUMN_NAMES, UnusableFile, columns_of, read_table
from handoff.opportunity.rules.analysis import analyse
from handoff.programs.models import Program

UNUSABLE = 2


class Command(BaseCommand):
    """Needs no database unless a program is named: then that program's criteria in force are used."""

    help = "Feed a list of past arrests (CSV, Excel or OpenDocument) through the eligibility criteria (docs/how-to)."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", default="", help="the list of arrests, one row a charge; no names needed"
        )
        parser.add_argument("--json", action="store_true", help="write everything as JSON")
        parser.add_argument(
            "--program", default="", help="use the criteria in force of this program (its short name)"
        )
        parser.add_argument(
            "--map",
            "--mapping",
            action="extend",
            nargs="+",
            default=[],
            metavar="COLUMN=FACT",
            help=f"which column holds which fact: {', '.join(COLUMN_NAMES)}",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told, path = mapping_and_file(options["map"], options["file"])
            name, criteria = criteria_of(options["program"])
            table = read_table(path)
            result = analyse(table, columns_of(table, told), criteria)
        except Refused as refusal:
            self.stderr.write(str(refusal))
            raise SystemExit(UNUSABLE) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(as_values(result, name), indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(as_lines(result, name)))


def criteria_of(slug: str) -> tuple[str, Criteria]:
    """Return the criteria in force of a program, or the shipped example when none is named."""
    if not slug:
        return _("the North Carolina example of the handbook"), NORTH_CAROLINA
    program = Program.objects.filter(slug=slug).first()
    if program is None:
        raise Refused(_("There is no program called %(slug)s.") % {"slug": slug})
    with behind_wall(program.pk):
        version = criteria_in_force(program, timezone.now())
    if version is None:
        raise Refused(_("The program %(slug)s has no criteria in force.") % {"slug": slug})
    return (
        _("%(program)s, criteria %(number)s") % {"program": program.name, "number": version.number},
        Criteria.from_plain(version.criteria),
    )


def mapping_and_file(pairs: list[str], file: str) -> tuple[dict[str, str], Path]:
    """Tell the mapping from the file: `--map` takes several words, and the file may stand behind them."""
    if not file and pairs:
        *pairs, file = pairs
    if not file:
        raise UnusableFile(_("Name the file with the list of arrests."))
    return mapping_of(pairs), Path(file)


def mapping_of(pairs: list[str]) -> dict[str, str]:
    """Read `COLUMN=FACT` pairs; the column's name may itself hold an equals sign."""
    told: dict[str, str] = {}
    for pair in pairs:
        column, equals, fact = pair.rpartition("=")
        if not equals or not column:
            raise UnusableFile(_("Write each mapping as COLUMN=FACT, such as Offense=description."))
        told[column] = fact
    return told
