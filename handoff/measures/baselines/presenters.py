"""A program's own figures about its jurisdiction, in a table."""

from collections.abc import Iterable, Sequence

from handoff.core.languages import full_date
from handoff.measures.definitions.demographics import DIMENSIONS
from handoff.measures.models import OwnBaseline
from handoff.measures.presenters.words import Names, line_label
from handoff.measures.wording import percent


def baseline_rows(found: Iterable[OwnBaseline]) -> list[Sequence[object]]:
    """One row an entry: since when, from where, and each share."""
    groups = {key: codes for key, _group_of, codes in DIMENSIONS}
    return [
        (
            full_date(each.since),
            each.source,
            "; ".join(
                f"{line_label(each.dimension, code, Names({}, {}))}: {percent(each.shares[code])}"
                for code in groups[each.dimension]
                if code in each.shares
            ),
        )
        for each in found
    ]
