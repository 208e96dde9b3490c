"""Running the opportunity analysis for a program, and keeping how an agency's lists are to be read (E7)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.core.refusals import Refused
from handoff.eligibility.engine.criteria import Criteria
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.models import ArrestListMapping
from handoff.eligibility.queries import criteria_in_force
from handoff.opportunity.facts import Columns, Table
from handoff.opportunity.readers.arrest_list import COLUMN_NAMES, columns_named, columns_of
from handoff.opportunity.rules.analysis import Opportunity, analyse
from handoff.programs.models import Program

MOST_LINES = 500
"""So many places and unrecognised texts are listed; the figures count all."""
LONGEST_NAME = 60


@dataclass(frozen=True)
class Run:
    """One analysis: its figures, the number of the criteria (None: the example), and the headings that were read."""

    result: Opportunity
    criteria_number: int | None
    headings: dict[str, str]
    places: int
    texts: int


def check_can_run_opportunity(actor: Actor, program: Program) -> None:
    """Whoever may see figures may run them, in their own program."""
    if actor.program_id != program.pk or not actor.can(Permission.OPPORTUNITY_RUN):
        raise Refused(_("Your role does not run the opportunity analysis in this program."))


def columns_for(table: Table, mapping: ArrestListMapping | None) -> Columns:
    """Find the columns by their headings, or take them as they were saved."""
    return columns_named(table, mapping.columns) if mapping else columns_of(table)


def run_opportunity(*, actor: Actor, program: Program, table: Table, columns: Columns, at: datetime) -> Run:
    """Hold a list against the criteria in force, or the example where none is. Only counts are written down."""
    check_can_run_opportunity(actor, program)
    version = criteria_in_force(program, at)
    criteria = Criteria.from_plain(version.criteria) if version else NORTH_CAROLINA
    result = analyse(table, columns, criteria)
    number = version.number if version else None
    details: dict[str, Any] = {
        "rows": result.rows,
        "encounters": result.encounters,
        "divertible": result.divertible,
        "unmapped_rows": result.unmapped_rows,
        "criteria": number or 0,
    }
    audit.record(actor=actor, at=at, action="opportunity.run", details=details)
    return Run(
        result=replace(result, by_place=result.by_place[:MOST_LINES], unmapped=result.unmapped[:MOST_LINES]),
        criteria_number=number,
        headings={fact: table.headings[place] for fact, place in columns.places.items()},
        places=len(result.by_place),
        texts=len(result.unmapped),
    )


@transaction.atomic
def save_arrest_list_mapping(
    *, actor: Actor, program: Program, name: str, columns: Mapping[str, str], at: datetime
) -> ArrestListMapping:
    """Keep which heading holds which fact; the same name again replaces what it stood for."""
    check_can_run_opportunity(actor, program)
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused(_("Give these columns a name of at most 60 letters."))
    if not {"statute", "description"} & set(columns) or not set(columns) <= set(COLUMN_NAMES):
        raise Refused(
            _("Choose the column of the statute or of the charge in words; one of the two is needed.")
        )
    Program.objects.select_for_update().get(pk=program.pk)
    mapping, _new = ArrestListMapping.objects.update_or_create(
        program=program,
        name=name,
        defaults={"columns": dict(columns), "saved_at": at, "saved_by_id": actor.user_id},
    )
    audit.record(
        actor=actor,
        at=at,
        action="opportunity.columns_saved",
        subject=mapping.public_id,
        details={"facts": sorted(columns)},
    )
    return mapping


def record_download(*, actor: Actor, program: Program, kind: str, at: datetime) -> None:
    """Write down that figures left as a file."""
    check_can_run_opportunity(actor, program)
    audit.record(actor=actor, at=at, action="opportunity.downloaded", details={"kind": kind})
