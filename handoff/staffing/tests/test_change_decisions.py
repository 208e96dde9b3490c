"""Closed decisions (N6), who can't see a charge (N3), and whose name is shown (finding-S6)."""

from datetime import timedelta

import pytest

from handoff.access.roles import RoleName
from handoff.charges.corrections.services import mark_entered_in_error
from handoff.core.refusals import Refused
from handoff.notifications.models import Notice
from handoff.staffing import services
from handoff.staffing.jobs import queue_new_charge_notices
from handoff.staffing.presenters import charge_rows
from handoff.testing.programs import AT, PASSWORD, make_actor, make_person, make_program
from handoff.testing.staffing import ChargeScenario, make_new_charge, reported_charge, sign_release

pytestmark = pytest.mark.django_db


def decide(scenario, charge, outcome, service=services.decide_new_charge, reason=""):
    actor = scenario.actor(RoleName.DISTRICT_ATTORNEY)
    return service(actor=actor, charge=charge, outcome=outcome, reason=reason, at=AT)


def test_a_second_click_changes_no_decision():
    scenario = ChargeScenario()
    charge = reported_charge(scenario)
    decide(scenario, charge, "dismiss")
    with pytest.raises(Refused, match="already decided"):
        decide(scenario, charge, "pursue")
    assert [each.outcome for each in charge.decisions.all()] == ["dismiss"]


def test_a_decision_is_changed_with_a_reason_and_the_earlier_one_stays():
    scenario = ChargeScenario()
    charge = reported_charge(scenario)
    change = services.change_decision
    for outcome, reason, sentence in (("pursue", "New facts.", "no decision to change"),):
        with pytest.raises(Refused, match=sentence):
            decide(scenario, charge, outcome, change, reason)
    decide(scenario, charge, "dismiss")
    for outcome, reason, sentence in (
        ("dismiss", "x", "That is the decision already"),
        ("pursue", " ", "Enter why"),
        ("perhaps", "x", "Choose a decision"),
    ):
        with pytest.raises(Refused, match=sentence):
            decide(scenario, charge, outcome, change, reason)
    decide(scenario, charge, "pursue", change, "A witness came forward.")
    assert [each.outcome for each in charge.decisions.order_by("pk")] == ["dismiss", "pursue"]
    with pytest.raises(Refused, match="That is the decision already"):
        decide(scenario, charge, "pursue", change, "x")
    notices = Notice.objects.filter(
        kind="charge_decided", recipient_user_id=scenario.user(RoleName.OFFICER).pk
    )
    assert notices.count() == 2


def test_the_pages_close_a_decided_charge_and_change_it_on_purpose(client):
    scenario = ChargeScenario()
    charge = reported_charge(scenario)
    client.login(username=scenario.user(RoleName.DISTRICT_ATTORNEY).username, password=PASSWORD)
    path = f"/p/{scenario.program.slug}/new-charges/{charge.public_id}/"
    assert client.get(f"{path}change/")["Location"] == path
    client.post(f"{path}decide/", {"outcome": "dismiss", "reason": ""})
    page = client.get(path).content.decode()
    assert "Record the decision" not in page
    assert f"{path}change/" in page
    unexplained = client.post(f"{path}change/", {"outcome": "pursue", "reason": ""})
    assert unexplained.status_code == 200
    assert charge.decisions.count() == 1
    client.post(f"{path}change/", {"outcome": "pursue", "reason": "A witness came forward."})
    page = client.get(path).content.decode()
    assert page.index("Decision: Prosecuted") < page.index("Decision: Dismissed")


def test_what_a_second_tab_sends_after_the_decision_is_answered_and_kept(client):
    scenario = ChargeScenario()
    charge = reported_charge(scenario)
    decide(scenario, charge, "dismiss")
    path = f"/p/{scenario.program.slug}/new-charges/{charge.public_id}/"
    for role, verb, sent, sentence in (
        (
            RoleName.DISTRICT_ATTORNEY,
            "decide",
            {"outcome": "pursue", "reason": "Typed here."},
            "already decided",
        ),
        (RoleName.PEER_SUPPORT, "view", {"advice": "dismiss", "comment": "Typed here."}, "already decided"),
    ):
        client.login(username=scenario.user(role).username, password=PASSWORD)
        page = client.post(f"{path}{verb}/", sent).content.decode()
        assert (sentence in page, "Typed here." in page) == (True, True)
    assert charge.decisions.count() == 1


def test_the_team_reads_who_cannot_see_a_charge_and_the_da_is_notified_after_a_release(client):
    scenario = ChargeScenario(roi=False)
    charge = reported_charge(scenario)
    client.login(username=scenario.user(RoleName.CASE_MANAGER).username, password=PASSWORD)
    path = f"/p/{scenario.program.slug}/new-charges/"
    listed = client.get(path).content.decode()
    assert "The DA can&#x27;t see it: no release" in listed
    assert "Waiting for the DA" not in listed
    page = client.get(f"{path}{charge.public_id}/").content.decode()
    assert "The DA&#x27;s office" in page
    assert "The arresting officer" in page
    assert f"/people/{scenario.person.public_id}/roi/new/" in page
    assert queue_new_charge_notices(program=scenario.program, at=AT) == 1
    da = scenario.user(RoleName.DISTRICT_ATTORNEY).pk
    assert not Notice.objects.filter(recipient_user_id=da).exists()
    sign_release(scenario.person, scenario.da)
    for _again in range(2):
        queue_new_charge_notices(program=scenario.program, at=AT)
    assert Notice.objects.filter(recipient_user_id=da, kind="new_charge").count() == 1
    assert "Waiting for the DA" in client.get(path).content.decode()
    page = client.get(f"{path}{charge.public_id}/").content.decode()
    assert "The DA&#x27;s office" not in page
    later = AT + timedelta(days=91)
    assert queue_new_charge_notices(program=scenario.program, at=later) == 0


def test_a_program_without_a_da_is_said_to_have_none(client):
    program = make_program()
    charge = make_new_charge(make_person(program))
    rows = charge_rows([charge], program, make_actor(program, "case_manager"), AT)
    assert rows[0][-1].text == "Not decided: no DA's office in the program"


@pytest.mark.parametrize(
    ("role", "name"), [(RoleName.DISTRICT_ATTORNEY, "Rowan"), (RoleName.CASE_MANAGER, "Zephyrine")]
)
def test_the_name_a_person_goes_by_stays_on_the_care_side(client, role, name):
    """finding-S6."""
    scenario = ChargeScenario()
    scenario.person.preferred_name = "Zephyrine"
    scenario.person.save()
    charge = reported_charge(scenario)
    client.login(username=scenario.user(role).username, password=PASSWORD)
    path = f"/p/{scenario.program.slug}/new-charges/"
    for page in (path, f"{path}{charge.public_id}/"):
        shown = client.get(page).content.decode()
        assert name in shown
        assert ({"Rowan", "Zephyrine"} - {name}).pop() not in shown


def test_a_charge_that_was_entered_in_error_is_not_decided():
    scenario = ChargeScenario()
    charge = reported_charge(scenario)
    mark_entered_in_error(actor=scenario.actor(RoleName.CRIME_ANALYST), charge=charge, at=AT)
    with pytest.raises(Refused, match="entered in error"):
        decide(scenario, charge, "dismiss")
    assert not charge.decisions.exists()
