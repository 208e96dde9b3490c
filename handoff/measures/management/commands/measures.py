"""`handoff measures`: a program's measures by month, for someone whose role may read them."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict, Unpack

from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.utils import timezone
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.accounts.models import User
from handoff.accounts.queries import actor_for
from handoff.audit import services as audit
from handoff.audit.definitions import AuditLook
from handoff.charges.queries import all_offenses
from handoff.core.tenancy import tenant_context
from handoff.measures import queries
from handoff.measures.editions.queries import editions, newest_of_each_period, period_of_edition
from handoff.measures.editions.services import results_of
from handoff.measures.policies import EXACT, may_read_exact
from handoff.measures.presenters.report import Counted, measure_lines, measure_values
from handoff.measures.presenters.words import Names, offense_names
from handoff.measures.rules.periods import Period, periods_between, read_month
from handoff.measures.services import closed_months, count_periods
from handoff.programs.models import Program

MOST_MONTHS = 240


class Asked(TypedDict):
    """The command's options."""

    program: str
    first: str
    last: str
    username: str
    json: bool
    closed: bool


class Command(BaseCommand):
    help = "Print a program's measures by month: numerator, denominator, interval and definition."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--program", required=True, help="short name of the program")
        parser.add_argument("--from", dest="first", required=True, metavar="MONTH", help="such as 2026-07")
        parser.add_argument("--to", dest="last", required=True, metavar="MONTH", help="such as 2026-09")
        parser.add_argument(
            "--as",
            dest="username",
            required=True,
            help="the user who asks, whose role decides what is hidden",
        )
        parser.add_argument(
            "--closed",
            action="store_true",
            help="the figures of closed months as they were closed; counts nothing",
        )
        parser.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *args: object, **options: Unpack[Asked]) -> None:
        now = timezone.now()
        program = Program.objects.filter(slug=options["program"]).first()
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if program is None:
            raise CommandError(_("There's no program called %(slug)s.") % {"slug": options["program"]})
        with tenant_context(program.pk):
            months = months_between(options["first"], options["last"])
            actor = actor_for(user, program, now) if user is not None else None
            log_reading(actor, months, now)
            if is_outside(actor):
                counted = shared(program, months)
            elif options["closed"]:
                counted = closed(program, months, actor)
            else:
                counted = exact(program, months, actor, now)
            if options["json"]:
                self.stdout.write(json.dumps(values(program, counted), indent=2, ensure_ascii=False))
            else:
                self.stdout.write("\n".join(measure_lines(counted)))
            say_missing(self.stderr, months, counted, asked=options["closed"])


def months_between(first: str, last: str) -> list[Period]:
    start, end = read_month(first), read_month(last)
    if start is None or end is None or start > end:
        raise CommandError(_("Write the months as 2026-07, the earlier one first."))
    months = periods_between(start.first, end.first)
    if len(months) > MOST_MONTHS:
        raise CommandError(_("Ask for at most 240 months."))
    return months


def is_outside(actor: Actor | None) -> bool:
    """True for those who read only shared figures: small counts are hidden from them."""
    return actor is None or not all(actor.can(each) for each in EXACT)


def exact(
    program: Program, months: list[Period], actor: Actor | None, at: datetime
) -> list[tuple[Period, Counted]]:
    """What the user's role may read exactly."""
    may_read = [
        each for each in queries.measures_of(program) if actor is not None and may_read_exact(actor, each)
    ]
    return list(zip(months, count_periods(program, months, may_read, at), strict=True))


def closed(program: Program, months: list[Period], actor: Actor | None) -> list[tuple[Period, Counted]]:
    """What the user's role may read of the months that are closed, as they were closed."""
    return [
        (month, [each for each in results if actor is not None and may_read_exact(actor, each[0])])
        for month, results in closed_months(program, months).items()
    ]


def say_missing(
    stream: OutputWrapper, months: list[Period], counted: Sequence[tuple[Period, Counted]], *, asked: bool
) -> None:
    """Name the months that were asked for as closed and aren't there, beside what is printed."""
    there = {month for month, _results in counted}
    missing = [each.code for each in months if each not in there]
    if asked and missing:
        stream.write(_("Not closed or not shared: %(months)s") % {"months": ", ".join(missing)})


def shared(program: Program, months: list[Period]) -> list[tuple[Period, Counted]]:
    """The months of which an edition was shared; of each the newest."""
    found = {period_of_edition(each): each for each in newest_of_each_period(editions(program))}
    return [(month, results_of(found[month])) for month in months if month in found]


def log_reading(actor: Actor | None, months: list[Period], at: datetime) -> None:
    """The same rule as on the pages: who may read neither is refused, and the reading is audited."""
    if actor is None or (is_outside(actor) and not actor.can(Permission.FIGURES_READ)):
        raise CommandError(_("This user's role in the program doesn't include reading the measures."))
    audit.record_read(
        actor=actor,
        at=at,
        action=AuditLook.FIGURES_EXPORTED if is_outside(actor) else AuditLook.MEASURES_EXPORTED,
        details={"from": months[0].code, "to": months[-1].code, "kind": "json"},
    )


def values(program: Program, counted: Sequence[tuple[Period, Counted]]) -> dict[str, object]:
    names = Names(queries.agency_names(program), offense_names(list(all_offenses(program))))
    return {
        "program": program.slug,
        "measures": [
            measure_values(measure, result, names)
            for _month, results in counted
            for measure, result in results
        ],
    }
