"""Run the opportunity analysis for a program, and save which columns an agency's lists have (E7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.access.actor import Actor
from handoff.access.permissions import Permission
from handoff.audit import services as audit
from handoff.audit.definitions import AuditAction
from handoff.core.refusals import Refused
from handoff.eligibility.engine.criteria import Criteria
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.models import ArrestListMapping
from handoff.eligibility.queries import current_criteria
from handoff.opportunity.facts import Columns, Table
from handoff.opportunity.readers.headings import COLUMN_NAMES, columns_from_names, find_columns
from handoff.opportunity.rules.analysis import Opportunity, analyze
from handoff.programs.models import Program

LONGEST_NAME = 60


@dataclass(frozen=True)
class OpportunityRun:
    """One analysis: its figures, and the version of the criteria (None: the example)."""

    result: Opportunity
    criteria_number: int | None


def check_can_run_opportunity(actor: Actor, program: Program) -> None:
    """Raise `Refused` unless the actor may run the analysis in their own program."""
    if actor.program_id != program.pk or not actor.can(Permission.OPPORTUNITY_RUN):
        raise Refused(_("Your role can't run the opportunity analysis in this program."))


def find_or_load_columns(table: Table, mapping: ArrestListMapping | None) -> Columns:
    """The saved columns, or those found by their headings."""
    return columns_from_names(table, mapping.columns) if mapping else find_columns(table)


def run_opportunity(
    *, actor: Actor, program: Program, table: Table, columns: Columns, at: datetime
) -> OpportunityRun:
    """Assess a list by the current criteria, or by the example where there are none. Only counts are recorded."""
    check_can_run_opportunity(actor, program)
    version = current_criteria(program, at)
    criteria = Criteria.from_plain(version.criteria) if version else NORTH_CAROLINA
    result = analyze(table, columns, criteria, program.time_zone)
    number = version.number if version else None
    details: dict[str, object] = {
        "rows": result.rows,
        "encounters": result.encounters,
        "unmapped_rows": result.unmapped_rows,
        "criteria": number or 0,
    }
    if result.withheld:
        details["withheld"] = result.withheld.value
    else:
        details["divertible"] = result.divertible
    audit.record(actor=actor, at=at, action=AuditAction.OPPORTUNITY_RUN, details=details)
    return OpportunityRun(result=result, criteria_number=number)


@transaction.atomic
def save_arrest_list_mapping(
    *, actor: Actor, program: Program, name: str, columns: Mapping[str, str], at: datetime
) -> ArrestListMapping:
    """Save which heading holds which fact; an existing name is overwritten."""
    check_can_run_opportunity(actor, program)
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused(_("Enter a name for these columns, at most 60 letters."))
    if not {"statute", "description"} & set(columns) or not set(columns) <= set(COLUMN_NAMES):
        raise Refused(
            _("Choose the column for the statute or the charge description. You need at least one of them.")
        )
    # Two saves of one name at once would both try to insert it.
    Program.objects.select_for_update().get(pk=program.pk)
    mapping, _new = ArrestListMapping.objects.update_or_create(
        program=program,
        name=name,
        defaults={"columns": dict(columns), "saved_at": at, "saved_by_id": actor.user_id},
    )
    audit.record(
        actor=actor,
        at=at,
        action=AuditAction.OPPORTUNITY_COLUMNS_SAVED,
        subject=mapping.public_id,
        details={"facts": sorted(columns)},
    )
    return mapping


def record_download(*, actor: Actor, program: Program, kind: str, at: datetime) -> None:
    """Record that figures were downloaded."""
    check_can_run_opportunity(actor, program)
    audit.record(actor=actor, at=at, action=AuditAction.OPPORTUNITY_DOWNLOADED, details={"kind": kind})
