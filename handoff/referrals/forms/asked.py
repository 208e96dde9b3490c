"""What the criteria in force ask of an officer: nothing else is on the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handoff.eligibility.engine.criteria import Criteria
from handoff.eligibility.engine.facts import Conviction
from handoff.eligibility.engine.limits import Permission
from handoff.eligibility.models import CriteriaVersion


@dataclass(frozen=True)
class Asked:
    """The facts to ask for, and the classes of convictions with their look-back in years (None: however long ago)."""

    names: frozenset[str] = frozenset()
    convictions: Mapping[Conviction, int | None] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.names


def asked_by(version: CriteriaVersion | None) -> Asked:
    """Return what a version asks; without one in force, nothing can be asked."""
    if version is None:
        return Asked()
    criteria = Criteria.from_plain(version.criteria)
    permissions = set(criteria.supervision.values())
    asked = {
        "resident": criteria.residence_required,
        "substance_use": criteria.substance_use_required,
        "amenable": criteria.amenability_required,
        "exploits_minors": criteria.exploitation_of_minors_excluded,
        "no_contact_order": criteria.no_contact_order_excluded,
        "supervision": bool(permissions - {Permission.ALLOWED}),
        "supervising_officer_agrees": Permission.NEEDS_APPROVAL in permissions,
    }
    return Asked(
        frozenset(name for name, wanted in asked.items() if wanted),
        {each.conviction: each.years for each in criteria.convictions},
    )
