"""Shared figures in tests."""

from datetime import datetime

from handoff.measures.definitions.closing import store_result
from handoff.measures.definitions.published import figure_set, shared_part
from handoff.measures.models import FiguresEdition
from handoff.measures.queries import load_facts
from handoff.measures.rules.periods import Period
from handoff.measures.rules.suppression import suppress
from handoff.measures.services import count_month
from handoff.programs.models import Program


def make_edition(program: Program, period: Period, at: datetime) -> FiguresEdition:
    """The figures of a period, over or not, as anyone can read them."""
    counted = shared_part(count_month(load_facts(program, period.last, at), period))
    return FiguresEdition.objects.create(
        program=program,
        number=FiguresEdition.objects.filter(program=program).count() + 1,
        period=period.code,
        figures={
            "measures": [store_result(*each, with_ids=False) for each in counted],
            "hidden": sorted(suppress(figure_set(counted)).hidden),
        },
        made_at=at,
        public_at=at,
    )
