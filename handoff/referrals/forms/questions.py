"""Which questions the current criteria ask an officer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handoff.eligibility.engine.criteria import Criteria
from handoff.eligibility.engine.facts import Conviction
from handoff.eligibility.engine.limits import SupervisionRule
from handoff.eligibility.models import CriteriaVersion


@dataclass(frozen=True)
class CriteriaQuestions:
    """The facts to ask for, and the conviction classes with their look-back in years (None: no limit)."""

    names: frozenset[str] = frozenset()
    convictions: Mapping[Conviction, int | None] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.names


def questions_for(version: CriteriaVersion | None) -> CriteriaQuestions:
    """The questions of a criteria version; none if no version is approved yet."""
    if version is None:
        return CriteriaQuestions()
    criteria = Criteria.from_plain(version.criteria)
    permissions = set(criteria.supervision.values())
    asked = {
        "resident": criteria.residence_required,
        "substance_use": criteria.substance_use_required,
        "amenable": criteria.amenability_required,
        "exploits_minors": criteria.exploitation_of_minors_excluded,
        "no_contact_order": criteria.no_contact_order_excluded,
        "supervision": bool(permissions - {SupervisionRule.ALLOWED}),
        "supervising_officer_agrees": SupervisionRule.NEEDS_APPROVAL in permissions,
    }
    return CriteriaQuestions(
        frozenset(name for name, wanted in asked.items() if wanted),
        {each.conviction: each.years for each in criteria.convictions},
    )
