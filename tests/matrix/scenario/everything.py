"""A program with a record of every kind in every state; nothing in it is real."""

from handoff.testing.referrals import (
    make_ready_program,
)
from tests.matrix.scenario.meetings import meetings_in_every_state
from tests.matrix.scenario.participants import (
    handoffs_to_partners,
    merge_two_records,
    participants_in_every_state,
    pay_for_help,
    plan_a_handover,
)
from tests.matrix.scenario.partners import referrals_to_partners
from tests.matrix.scenario.program import Scenario, add_members, add_settings
from tests.matrix.scenario.records import open_records_to_staff, records_in_every_state
from tests.matrix.scenario.referrals import drafts_in_every_state, referrals_in_every_state


def make_scenario(slug: str) -> Scenario:
    """A program with everything in it."""
    scenario = Scenario(make_ready_program(slug=slug))
    add_members(scenario)
    add_settings(scenario)
    referrals_in_every_state(scenario)
    participants_in_every_state(scenario)
    plan_a_handover(scenario)
    pay_for_help(scenario)
    handoffs_to_partners(scenario)
    referrals_to_partners(scenario)
    drafts_in_every_state(scenario)
    records_in_every_state(scenario)
    meetings_in_every_state(scenario)
    merge_two_records(scenario)
    open_records_to_staff(scenario)
    return scenario
