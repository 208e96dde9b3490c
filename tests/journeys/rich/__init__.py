"""A county where everything has happened at least once, so that every page has something to show."""

from tests.journeys.rich.care import duplicates, night, participant, referral_to_a_partner, waiting
from tests.journeys.rich.county import Rich
from tests.journeys.rich.law import drafts, law_side, window_passed
from tests.journeys.rich.program import (
    accounts,
    criteria,
    figures,
    meeting,
    predecessor_approved,
    provider,
    records,
    surveys,
)
from tests.journeys.scenario import Table

__all__ = ["Rich", "live"]


def live(table: Table) -> Rich:
    """Let everything happen once."""
    rich = Rich(table)
    for part in (
        participant,
        waiting,
        night,
        window_passed,
        law_side,
        drafts,
        criteria,
        predecessor_approved,
        provider,
        referral_to_a_partner,
        records,
        surveys,
        accounts,
        duplicates,
        meeting,
        figures,
    ):
        part(rich, table)
    return rich
