"""The pages of new charges: who sees what, and that opening one is logged as a disclosure."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.charges.models import Offense
from handoff.consent.gate import decide
from handoff.consent.models import Disclosure, ReleaseRecipient
from handoff.programs.models import Program
from handoff.staffing.models import ChargeDecision, TeamRecommendation
from handoff.staffing.services import record_charge_disclosures
from handoff.testing.programs import AT, PASSWORD, actor_of, make_agency, make_member
from handoff.testing.staffing import ChargeScenario, make_new_charge, reported_charge, sign_release

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


def test_the_disclosure_names_the_agency_whose_release_covers_the_charge_and_none_where_none_does():
    scenario = ChargeScenario(roi=False)
    user, charge = scenario.user(RoleName.DISTRICT_ATTORNEY), make_new_charge(scenario.person)
    make_member(scenario.program, RoleName.LAW_LEADER, scenario.police, user=user)
    first, second = sorted((scenario.police, scenario.da), key=lambda agency: agency.pk)
    release = sign_release(scenario.person)
    ReleaseRecipient.objects.create(release=release, agency=first, kinds=["contact"])

    def open_charge():
        actor = actor_of(user, scenario.program)
        decisions = decide(actor, [scenario.person.pk], AT)
        record_charge_disclosures(actor=actor, charge=charge, decisions=decisions, at=AT)

    open_charge()
    assert not Disclosure.objects.exists()
    ReleaseRecipient.objects.create(release=release, agency=second, kinds=["participation", "charges"])
    open_charge()
    row = Disclosure.objects.get()
    assert row.agency == second and set(row.kinds) == {"participation", "charges"}


@pytest.mark.parametrize("role", [RoleName.EVALUATOR, RoleName.LAW_LEADER, RoleName.SITE_ADMINISTRATOR])
def test_other_roles_get_a_404(client, role):
    scenario = ChargeScenario()
    reported_charge(scenario)
    path = sign_in(client, scenario, role)
    assert client.get(path).status_code == 404


def test_a_charge_without_an_roi_gets_the_same_404_as_an_unknown_one(client):
    scenario = ChargeScenario(roi=False)
    charge = reported_charge(scenario)
    path = sign_in(client, scenario, RoleName.DISTRICT_ATTORNEY)
    real = client.get(f"{path}{charge.public_id}/")
    made_up = client.get(f"{path}00000000-0000-4000-8000-000000000000/")
    assert (real.status_code, real.content) == (404, made_up.content)
    assert b"Tidewater" not in client.get(path).content


def test_peer_support_recommends_and_the_da_decides_on_the_pages(client):
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


def form_data(day: date, **changes: str) -> dict[str, object]:
    """The report of a charge made on a day."""
    return {
        "first_name": "Rowan",
        "last_name": "Tidewater",
        "born_on_month": "5",
        "born_on_day": "4",
        "born_on_year": "1990",
        "immunity": "none",
        "offense": "paraphernalia",
        "how": "arrest",
        "occurred_on_month": day.month,
        "occurred_on_day": day.day,
        "occurred_on_year": day.year,
        "submission_key": str(uuid.uuid4()),
        **changes,
    }


def make_offense(program: Program) -> None:
    Offense.objects.create(
        program=program,
        key="paraphernalia",
        title="Drug paraphernalia",
        kind="paraphernalia",
        source="G.S. 90-113.22",
    )


def report_on_page(client, url: str, **changes: str) -> tuple[int, bool]:
    """Send the form as it is shown, with its default date, and return the answer without what differs anyway."""
    shown = client.get(url).context["form"]["occurred_on"].initial
    response = client.post(url, form_data(shown, **changes), follow=True)
    return (
        response.status_code,
        b"If they&#x27;re a participant, or may be one, the team has been notified." in response.content,
    )


@pytest.mark.parametrize("local_time", [time(12), time(21, 30)])
def test_reporting_a_charge_gets_the_same_answer_for_a_participant_and_anyone_else(
    client, monkeypatch, local_time
):
    """finding-C1: at 9:30 PM the form's own date is the local day, for a participant and anyone else."""
    scenario = ChargeScenario()
    make_offense(scenario.program)
    moment = datetime.combine(AT.date(), local_time, ZoneInfo(scenario.program.time_zone))
    monkeypatch.setattr(
        "handoff.accounts.middleware.access.timezone", SimpleNamespace(now=lambda: moment.astimezone(UTC))
    )
    url = sign_in(client, scenario, RoleName.CRIME_ANALYST) + "bring/"
    known, unknown = report_on_page(client, url), report_on_page(client, url, first_name="No one")
    assert known == unknown == (200, True)
    assert scenario.person.new_charges.get().occurred_on == AT.date()


def test_a_charge_from_the_future_is_refused_for_a_participant_and_anyone_else(client):
    scenario = ChargeScenario()
    make_offense(scenario.program)
    url = sign_in(client, scenario, RoleName.CRIME_ANALYST) + "bring/"
    future = timezone.localdate() + timedelta(days=2)
    for name in ("Rowan", "No one"):
        page = client.post(url, form_data(future, first_name=name))
        assert page.context["form"].errors
    assert not AuditEvent.objects.filter(action="new_charge.brought").exists()


def test_the_agency_filled_in_is_one_that_the_user_reports_for(client):
    """P8: leading the police of one town names no arresting agency for an officer of another."""
    scenario = ChargeScenario()
    make_offense(scenario.program)
    first, second = sorted(
        (make_agency(scenario.program, name=name) for name in ("Juniper Police", "Larkspur Police")),
        key=lambda each: each.name,
    )
    user = make_member(scenario.program, RoleName.LAW_LEADER, first)
    make_member(scenario.program, RoleName.OFFICER, second, user=user)
    client.force_login(user)
    url = f"/p/{scenario.program.slug}/new-charges/bring/"
    assert client.get(url).context["form"].initial["agency"] == str(second.public_id)
