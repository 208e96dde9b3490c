"""The pages of new charges: who finds what there, and that opening one is registered as a disclosure."""

import pytest

from handoff.access.roles import RoleName
from handoff.charges.models import Offense
from handoff.consent.models import Disclosure
from handoff.staffing.models import ChargeDecision, TeamRecommendation
from handoff.testing.staffing import ChargeScenario, reported_charge
from handoff.testing.worlds import AT, PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(client, scenario: ChargeScenario, role: RoleName) -> str:
    client.login(username=scenario.user(role).username, password=PASSWORD)
    return f"/p/{scenario.program.slug}/new-charges/"


def test_the_da_opens_a_charge_and_the_disclosure_is_registered(client):
    scenario = ChargeScenario()
    charge = reported_charge(scenario)
    path = sign_in(client, scenario, RoleName.DISTRICT_ATTORNEY)
    assert b"Tidewater" in client.get(f"{path}{charge.public_id}/").content
    row = Disclosure.objects.get()
    assert (row.agency, row.what) == (scenario.da, "new charge opened")
    assert set(row.kinds) == {"participation", "charges"}


def test_the_care_team_opens_its_own_record_without_a_disclosure(client):
    scenario = ChargeScenario()
    charge = reported_charge(scenario)
    path = sign_in(client, scenario, RoleName.CASE_MANAGER)
    assert client.get(f"{path}{charge.public_id}/").status_code == 200
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    "role", [RoleName.EVALUATOR, RoleName.DATA_MANAGER, RoleName.LAW_LEADER, RoleName.SITE_ADMINISTRATOR]
)
def test_the_list_does_not_exist_for_other_roles(client, role):
    scenario = ChargeScenario()
    reported_charge(scenario)
    path = sign_in(client, scenario, role)
    assert client.get(path).status_code == 404


def test_a_charge_without_a_roi_is_the_same_404_as_a_made_up_one(client):
    scenario = ChargeScenario(roi=False)
    charge = reported_charge(scenario)
    path = sign_in(client, scenario, RoleName.DISTRICT_ATTORNEY)
    real = client.get(f"{path}{charge.public_id}/")
    made_up = client.get(f"{path}00000000-0000-4000-8000-000000000000/")
    assert (real.status_code, real.content) == (404, made_up.content)
    assert b"Tidewater" not in client.get(path).content


def test_peer_support_gives_a_view_and_the_da_decides_on_the_pages(client):
    scenario = ChargeScenario()
    charge = reported_charge(scenario)
    path = sign_in(client, scenario, RoleName.PEER_SUPPORT)
    page = client.post(f"{path}{charge.public_id}/view/", {"advice": "", "comment": "In touch every week."})
    assert b"In touch every week." in page.content
    assert not TeamRecommendation.objects.exists()
    client.post(f"{path}{charge.public_id}/view/", {"advice": "dismiss", "comment": "In touch every week."})
    sign_in(client, scenario, RoleName.DISTRICT_ATTORNEY)
    assert b"In touch every week." in client.get(f"{path}{charge.public_id}/").content
    client.post(f"{path}{charge.public_id}/decide/", {"outcome": "dismiss", "reason": ""})
    assert ChargeDecision.objects.get().outcome == "dismiss"


def test_bringing_a_charge_answers_the_same_for_a_participant_and_a_stranger(client):
    scenario = ChargeScenario()
    Offense.objects.create(
        program=scenario.program,
        key="paraphernalia",
        title="Drug paraphernalia",
        kind="paraphernalia",
        source="G.S. 90-113.22",
    )
    path = sign_in(client, scenario, RoleName.CRIME_ANALYST)
    given = {
        "first_name": "Rowan",
        "last_name": "Tidewater",
        "born_on_month": "5",
        "born_on_day": "4",
        "born_on_year": "1990",
        "offense": "paraphernalia",
        "how": "arrest",
        "occurred_on_month": AT.month,
        "occurred_on_day": AT.day,
        "occurred_on_year": AT.year,
        "submission_key": "9d0a3c1e-0000-4000-8000-000000000001",
    }
    known = client.post(path + "bring/", given, follow=True)
    stranger = {**given, "first_name": "Nobody", "submission_key": "9d0a3c1e-0000-4000-8000-000000000002"}
    unknown = client.post(path + "bring/", stranger, follow=True)
    assert b"If this is a participant, the team has been told." in known.content
    assert b"If this is a participant, the team has been told." in unknown.content
    assert scenario.person.new_charges.count() == 1
