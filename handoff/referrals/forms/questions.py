"""Which questions the current criteria ask an officer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handoff.eligibility.engine.criteria import Criteria
from handoff.eligibility.engine.facts import Conviction
from handoff.eligibility.engine.limits import SupervisionRule, VictimRule
from handoff.eligibility.models import CriteriaVersion


@dataclass(frozen=True)
class CriteriaQuestions:
    """The facts to ask for, the conviction classes with their look-back in years (None: no limit), the kinds of
    offense with a value limit, and the kinds of supervision that need the supervising officer's agreement.
    """

    names: frozenset[str] = frozenset()
    value_kinds: frozenset[str] = frozenset()
    approved_supervision: tuple[str, ...] = ()
    convictions: Mapping[Conviction, int | None] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.names


def questions_for(version: CriteriaVersion | None) -> CriteriaQuestions:
    """The questions of a criteria version; none if no version is approved yet."""
    if version is None:
        return CriteriaQuestions()
    criteria = Criteria.from_plain(version.criteria)
    permissions = set(criteria.supervision.values())
    approved = [
        str(kind) for kind, rule in criteria.supervision.items() if rule is SupervisionRule.NEEDS_APPROVAL
    ]
    asked = {
        "resident": criteria.residence_required,
        "substance_use": criteria.substance_use_required,
        "amenable": criteria.amenability_required,
        "exploits_minors": criteria.exploitation_of_minors_excluded,
        "no_contact_order": criteria.no_contact_order_excluded,
        "supervision": bool(permissions - {SupervisionRule.ALLOWED}),
        "supervising_officer_agrees": bool(approved),
        "victim_agrees": criteria.victims is VictimRule.WITH_AGREEMENT,
        "most_recent": any(each.years for each in criteria.convictions),
    }
    return CriteriaQuestions(
        names=frozenset(name for name, wanted in asked.items() if wanted),
        value_kinds=frozenset(limit.kind for limit in criteria.value_limits),
        approved_supervision=tuple(approved),
        convictions={each.conviction: each.years for each in criteria.convictions},
    )
