"""Closed months, shared figures and own measures in tests."""

from datetime import datetime
from typing import Any

from handoff.measures.definitions.closing import store_records, store_result
from handoff.measures.definitions.published import figure_set, shared_part
from handoff.measures.models import FiguresEdition, MonthClosing, OwnMeasure
from handoff.measures.own.inputs import OwnInput
from handoff.measures.own.services import define_measure
from handoff.measures.queries import load_facts
from handoff.measures.rules.periods import Period
from handoff.measures.rules.suppression import suppress
from handoff.measures.services import count_month
from handoff.programs.models import Program
from handoff.testing.programs import AT, make_actor


def make_edition(program: Program, period: Period, at: datetime) -> FiguresEdition:
    """The figures of a period, over or not, as anyone can read them."""
    counted = shared_part(count_month(load_facts(program, period.last, at), period))
    return FiguresEdition.objects.create(
        program=program,
        number=FiguresEdition.objects.filter(program=program).count() + 1,
        period=period.code,
        figures={
            "measures": [store_result(*each) for each in counted],
            "hidden": sorted(suppress(figure_set(counted)).hidden),
        },
        made_at=at,
        public_at=at,
    )


def make_closing(program: Program, month: Period, at: datetime) -> MonthClosing:
    """A month closed with the figures of today, over or not."""
    counted = count_month(load_facts(program, month.last, at), month)
    return MonthClosing.objects.create(
        program=program,
        month=month.first,
        number=1,
        figures={"measures": [store_result(*each) for each in counted]},
        records={measure.id: store_records(measure, result) for measure, result in counted},
        closed_at=at,
    )


def make_own_measure(program: Program, at: datetime = AT, **fields: Any) -> OwnMeasure:
    """Arrest diversions to which the first answer was yes, unless stated otherwise."""
    values = {
        "title": "Arrest diversions accepted",
        "sentence": "How many people arrested chose the program.",
        "table": "referral",
        "base": [("pathway", "arrest_diversion")],
        "counted": [("outcome", "accepted")],
    }
    own = OwnInput(**{**values, **fields})
    return define_measure(actor=make_actor(program, "data_manager"), program=program, own=own, at=at)
