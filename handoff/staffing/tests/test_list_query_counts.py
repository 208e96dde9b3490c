"""Pages that list new charges use the same number of queries, however many charges there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handoff.access.roles import RoleName
from handoff.staffing.services import record_recommendation
from handoff.testing.programs import AT, PASSWORD, make_person
from handoff.testing.staffing import ChargeScenario, make_new_charge, sign_release

pytestmark = pytest.mark.django_db


def add_charges(scenario: ChargeScenario, count: int) -> None:
    """Charge more participants, each of whom signed an ROI and has a recommendation by peer support."""
    for number in range(count):
        person = make_person(scenario.program, first_name="Casey", last_name=f"Marsh{number:02}")
        sign_release(person, scenario.da)
        record_recommendation(
            actor=scenario.actor(RoleName.PEER_SUPPORT),
            charge=make_new_charge(person),
            advice="dismiss",
            comment="",
            at=AT,
        )


def count_queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert b"Drug paraphernalia" in client.get(url).content
    return len(queries)


@pytest.mark.parametrize("role", [RoleName.DISTRICT_ATTORNEY, RoleName.CASE_MANAGER])
@pytest.mark.parametrize("page", ["new-charges/", ""])
def test_a_list_takes_the_same_number_of_queries_for_2_12_and_40_charges(client, page, role):
    """finding-C5"""
    scenario = ChargeScenario()
    client.login(username=scenario.user(role).username, password=PASSWORD)
    url = f"/p/{scenario.program.slug}/{page}"
    counts = []
    for more in (2, 10, 28):
        add_charges(scenario, more)
        client.get(url)  # The first view of the day writes one disclosure for each person shown.
        counts.append(count_queries(client, url))
    assert counts == [counts[0]] * 3, counts


def test_a_charge_takes_the_same_number_of_queries_for_1_and_20_recommendations(client):
    scenario = ChargeScenario()
    charge = make_new_charge(scenario.person)
    client.login(username=scenario.user(RoleName.DISTRICT_ATTORNEY).username, password=PASSWORD)
    url = f"/p/{scenario.program.slug}/new-charges/{charge.public_id}/"
    counts = []
    for more in (1, 19):
        for _number in range(more):
            record_recommendation(
                actor=scenario.actor(RoleName.PEER_SUPPORT),
                charge=charge,
                advice="dismiss",
                comment="",
                at=AT,
            )
        counts.append(count_queries(client, url))
    assert counts[0] == counts[1]
