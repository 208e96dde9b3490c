"""The measures of the handbook (7d), each defined once for pages, files, reports and commands."""

from handoff.measures.definitions.acceptance import ACCEPTANCE, REASONS, REASONS_1
from handoff.measures.definitions.before_after import BEFORE_AFTER, BEFORE_AFTER_1
from handoff.measures.definitions.charges import CHARGES, CHARGES_1, NEW_CHARGES
from handoff.measures.definitions.demographics import DEMOGRAPHICS
from handoff.measures.definitions.enrollment import ENROLLMENT
from handoff.measures.definitions.measure import Measure
from handoff.measures.definitions.officers import OFFICERS
from handoff.measures.definitions.safety import SAFETY

MEASURES: tuple[Measure, ...] = (
    ACCEPTANCE,
    REASONS,
    ENROLLMENT,
    DEMOGRAPHICS,
    OFFICERS,
    CHARGES,
    NEW_CHARGES,
    BEFORE_AFTER,
    SAFETY,
)
"""The current version of each measure, in the handbook's order."""
ALL_VERSIONS: dict[str, Measure] = {
    each.id: each for each in (*MEASURES, REASONS_1, CHARGES_1, BEFORE_AFTER_1)
}
"""Every version that a closed month may have been counted by. One that is replaced stays here."""


def find_measure(key: str) -> Measure | None:
    return next((each for each in MEASURES if each.key == key), None)
