"""The views that the data manager saved of the participant database."""

from datetime import timedelta

from handoff.access.roles import RoleName
from handoff.demo.program import DemoProgram
from handoff.measures.database.inputs import DatabaseFilter, Who
from handoff.measures.database.services import save_view

VIEWS = {
    "Inactive, with the reason": DatabaseFilter(
        status="inactive", columns=("status", "inactive_reason", "status_since", "worker", "last_reached_on")
    ),
    "Services and linkages": DatabaseFilter(
        columns=("needs", "service_referrals", "linkages", "linkage_words", "milestone_words")
    ),
    "Referred, not enrolled": DatabaseFilter(
        who=Who.REFERRED,
        columns=("referred_at", "pathway", "answer", "decline_reason", "gender", "race_ethnicity"),
    ),
}


def save_views(demo: DemoProgram) -> None:
    """A few views, a week ago."""
    if not demo.staff.with_roles(RoleName.DATA_MANAGER):
        return
    at = demo.days.ends - timedelta(days=7)
    actor = demo.actor(demo.staff.first_with_role(RoleName.DATA_MANAGER), at)
    for name, wanted in VIEWS.items():
        save_view(actor=actor, program=demo.program, name=name, wanted=wanted, at=at)
