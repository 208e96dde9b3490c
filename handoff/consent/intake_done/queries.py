"""What a release lets a referring agency learn of a completed intake."""

from datetime import datetime

from handoff.consent.gate import ConsentDecision, decide_about
from handoff.consent.models import InformationKind
from handoff.programs.models import Agency


def kinds_to_report(agency: Agency, person_id: int, at: datetime) -> set[InformationKind]:
    """What an ROI lets the agency learn of a completed intake: the participation, or that it is done; or nothing."""
    return kinds_in(decide_about(agency, person_id, at))


def kinds_in(decision: ConsentDecision) -> set[InformationKind]:
    """The same, of a decision already made."""
    for kind in (InformationKind.PARTICIPATION, InformationKind.INTAKE_DONE):
        if decision.covers(kind):
            return {kind}
    return set()
