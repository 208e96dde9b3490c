"""Who is refused when a new charge is reported, discussed or decided, and with which sentence."""

from types import SimpleNamespace

import pytest

from handoff.access.actor import Actor
from handoff.access.roles import RoleName
from handoff.core.refusals import Refused
from handoff.staffing import policies
from handoff.staffing.services import charge_input_for
from handoff.testing.programs import AT
from handoff.testing.staffing import ChargeScenario, report_charge


def actor(role, program_id=1, *, user_id=7, signed=True):
    return Actor(
        user_id=user_id,
        program_id=program_id,
        username="user",
        roles=frozenset({role}),
        agreement_signed=signed,
    )


DISMISSED = SimpleNamespace(outcome="dismiss", decided_at=AT, pk=1)


def make_charge(*, officer_id=7, decided=False, in_error=False):
    return SimpleNamespace(
        program_id=1,
        officer_id=officer_id,
        decisions=SimpleNamespace(exists=lambda: decided, all=lambda: [DISMISSED] if decided else []),
        entered_in_error_at=AT if in_error else None,
    )


@pytest.mark.parametrize(
    ("acting", "sentence"),
    [
        (actor(RoleName.OFFICER, 2), "This charge is in another program"),
        (actor(RoleName.PEER_SUPPORT), "doesn't include recording new charges"),
    ],
)
def test_a_charge_is_reported_by_police_in_their_own_program(acting, sentence):
    with pytest.raises(Refused, match=sentence):
        policies.check_can_report_charge(acting, 1)


@pytest.mark.parametrize(
    ("acting", "charge", "advice", "sentence"),
    [
        (actor(RoleName.PEER_SUPPORT, 2), make_charge(), "dismiss", "This charge is in another program"),
        (actor(RoleName.OFFICER, signed=False), make_charge(), "dismiss", "the arresting officer can"),
        (actor(RoleName.OFFICER), make_charge(officer_id=8), "dismiss", "the arresting officer can"),
        (actor(RoleName.OFFICER), make_charge(officer_id=None), "dismiss", "the arresting officer can"),
        (actor(RoleName.PEER_SUPPORT), make_charge(), "perhaps", "Choose what you recommend"),
        (actor(RoleName.OFFICER), make_charge(decided=True), "dismiss", "The DA has already decided"),
        (actor(RoleName.OFFICER), make_charge(in_error=True), "dismiss", "entered in error"),
    ],
)
def test_a_recommendation_is_for_the_team_until_the_da_has_decided(acting, charge, advice, sentence):
    with pytest.raises(Refused, match=sentence):
        policies.check_can_record_recommendation(acting, charge, advice)


@pytest.mark.parametrize(
    ("acting", "outcome", "sentence"),
    [
        (actor(RoleName.DISTRICT_ATTORNEY, 2), "pursue", "This charge is in another program"),
        (actor(RoleName.PEER_SUPPORT), "pursue", "Only the DA's office can decide"),
        (actor(RoleName.DISTRICT_ATTORNEY), "perhaps", "Choose a decision"),
    ],
)
def test_a_charge_is_decided_by_the_das_office_in_its_own_program(acting, outcome, sentence):
    with pytest.raises(Refused, match=sentence):
        policies.check_can_decide_new_charge(acting, make_charge(), outcome)


@pytest.mark.django_db
def test_a_report_without_a_submission_key_or_with_an_unknown_offense_is_not_taken():
    scenario = ChargeScenario()
    with pytest.raises(ValueError, match="needs a key"):
        report_charge(scenario, key="")
    with pytest.raises(Refused, match="Choose an offense from the list"):
        charge_input_for(scenario.program, "jaywalking", AT.date())
    assert not scenario.person.new_charges.exists()
