"""What waits for a decision, what was decided last, and what a release lets an office read of it (5d, N6, C10)."""

import pytest

from handoff.access.roles import RoleName
from handoff.charges.corrections.services import mark_entered_in_error
from handoff.staffing import queries, services
from handoff.testing.programs import AT, make_person
from handoff.testing.staffing import ChargeScenario, make_new_charge, reported_charge, sign_release

pytestmark = pytest.mark.django_db


@pytest.fixture
def scenario():
    return ChargeScenario()


def undecided(scenario, role=RoleName.DISTRICT_ATTORNEY):
    return list(queries.undecided_charges(scenario.program, scenario.actor(role), AT))


def test_a_warrant_and_a_charge_that_was_someone_elses_wait_for_no_decision(scenario):
    charge = reported_charge(scenario)
    others = []
    for _number in range(2):
        person = make_person(scenario.program)
        sign_release(person, scenario.da)
        others.append(make_new_charge(person))
    assert set(undecided(scenario)) == {charge, *others}
    others[0].how = "warrant"
    others[0].save()
    mark_entered_in_error(actor=scenario.actor(RoleName.CASE_MANAGER), charge=others[1], at=AT)
    assert undecided(scenario) == [charge]


def test_the_list_shows_the_latest_decision(scenario):
    charge, actor = reported_charge(scenario), scenario.actor(RoleName.DISTRICT_ATTORNEY)
    services.decide_new_charge(actor=actor, charge=charge, outcome="pursue", reason="", at=AT)
    services.change_decision(actor=actor, charge=charge, outcome="dismiss", reason="New facts.", at=AT)
    assert queries.charges_for(scenario.program, actor, AT).get().outcome == "dismiss"
    assert undecided(scenario) == []


def test_the_teams_advice_needs_a_release_that_covers_charges(scenario):
    charge, actor = reported_charge(scenario), scenario.actor(RoleName.DISTRICT_ATTORNEY)
    for kinds, readable in ((["participation", "charges"], True), (["participation"], False)):
        scenario.release.recipients.update(kinds=kinds)
        decisions = queries.charge_decisions(actor, AT, [scenario.person.pk])
        assert queries.find_charge(scenario.program, actor, charge.public_id, AT) == charge
        assert queries.can_read_recommendations(charge, actor, decisions) is readable


def test_an_office_that_left_the_program_knows_of_no_ones_charge(scenario):
    people = [scenario.person.pk]
    assert queries.people_known_to_da(scenario.program, people, AT) == set(people)
    scenario.da.is_active = False
    scenario.da.save()
    assert queries.people_known_to_da(scenario.program, people, AT) is None
