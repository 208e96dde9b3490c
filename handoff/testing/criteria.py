"""Approved criteria and drafts awaiting approval."""

from datetime import UTC, date, datetime
from typing import Any

from handoff.access.actor import Actor
from handoff.eligibility.engine.criteria import Criteria
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.models import CriteriaApproval, CriteriaVersion
from handoff.eligibility.queries import next_number
from handoff.eligibility.services import save_criteria_draft
from handoff.programs.models import Agency, Program
from handoff.testing.programs import AT, make_agency, make_member

LAST_YEAR = datetime(2025, 1, 2, 15, 0, tzinfo=UTC)


def make_criteria(program: Program, criteria: Criteria = NORTH_CAROLINA, **fields: Any) -> CriteriaVersion:
    """A version that police and DA approved, effective since January 2025."""
    approved_at = fields.pop("approved_at", LAST_YEAR)
    version = CriteriaVersion.objects.create(
        **{
            "program": program,
            "number": next_number(program),
            "criteria": criteria.to_plain(),
            "effective_on": date(2025, 1, 2),
            "made_at": LAST_YEAR,
            "proposed_at": LAST_YEAR,
            "approved_at": approved_at,
            **fields,
        }
    )
    if approved_at is not None:
        for kind, role in (
            (Agency.Kind.LAW_ENFORCEMENT, "law_leader"),
            (Agency.Kind.DISTRICT_ATTORNEY, "district_attorney"),
        ):
            agency = make_agency(program, kind)
            user = make_member(program, role, agency)
            version.approvers.append(agency.pk)
            CriteriaApproval.objects.create(
                version=version, agency=agency, approved_at=approved_at, approved_by_id=user.pk
            )
        version.save(update_fields=["approvers"])
    return version


def make_criteria_draft(
    program: Program,
    manager: Actor,
    *,
    on: date = date(2026, 3, 2),
    criteria: Criteria = NORTH_CAROLINA,
    version: CriteriaVersion | None = None,
) -> CriteriaVersion:
    """A draft that the program manager wrote; with `version`, that one written over."""
    return save_criteria_draft(
        actor=manager,
        program=program,
        plain=criteria.to_plain(),
        effective_on=on,
        note="First version",
        version=version,
        at=AT,
    )
