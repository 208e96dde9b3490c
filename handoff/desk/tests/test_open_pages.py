"""Home, roster and record: each role's work, a fixed number of queries, an audit row for every view."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from handoff.access.permissions import Permission
from handoff.access.roles import ROLES, RoleName
from handoff.audit.models import AuditEvent
from handoff.enrollment.models import Enrollment, Intake, StatusPeriod
from handoff.participants.lookup.services import rebuild_keys
from handoff.referrals.models import Referral
from handoff.testing.casework import make_contact, make_contact_point
from handoff.testing.consent import make_release
from handoff.testing.programs import AT, PASSWORD, make_person, make_program
from handoff.testing.staffing import ChargeScenario

pytestmark = pytest.mark.django_db


def sign_in(client, scenario: ChargeScenario, role: RoleName):
    client.login(username=scenario.user(role).username, password=PASSWORD)
    return f"/p/{scenario.program.slug}/"


def enroll_many(scenario: ChargeScenario, times: int) -> None:
    for number in range(times):
        person = make_person(scenario.program, last_name=f"Zeta{number:03}")
        rebuild_keys(person)
        referral = Referral.objects.create(
            program=scenario.program,
            number=100 + number,
            pathway="officer_social",
            referrer_kind="officer",
            person=person,
            policy=scenario.program.policies.get(),
            state="accepted",
            occurred_at=AT,
            submitted_at=AT,
            contact_due_at=AT,
            key=f"many-{number}",
        )
        intake = Intake.objects.create(
            program=scenario.program,
            referral=referral,
            person=person,
            started_at=AT,
            saved_at=AT,
            completed_at=AT,
        )
        enrollment = Enrollment.objects.create(
            program=scenario.program, person=person, intake=intake, enrolled_at=AT, enrolled_on=AT.date()
        )
        StatusPeriod.objects.create(enrollment=enrollment, status="active", starts_at=AT, recorded_at=AT)


@pytest.mark.parametrize("role", list(RoleName))
def test_every_role_has_a_home(client, role):
    scenario = ChargeScenario()
    path = sign_in(client, scenario, role)
    assert client.get(path).status_code == 200


def test_home_shows_partners_no_participant_without_an_roi(client):
    scenario = ChargeScenario(roi=False)
    for role in (RoleName.OFFICER, RoleName.LAW_LEADER, RoleName.DISTRICT_ATTORNEY, RoleName.CRIME_ANALYST):
        path = sign_in(client, scenario, role)
        assert b"Tidewater" not in client.get(path).content


def test_rois_that_end_soon_are_listed_only_for_those_who_may_read_records(client):
    scenario = ChargeScenario(roi=False)
    make_release(scenario.person, scenario.police, at=timezone.now(), days=30)
    for role in RoleName:
        path = sign_in(client, scenario, role)
        assert (b"Tidewater" in client.get(path).content) is (
            Permission.PARTICIPANT_READ in ROLES[role].permissions
        )


def test_the_roster_takes_the_same_number_of_queries_however_long(client):
    scenario = ChargeScenario()
    path = sign_in(client, scenario, RoleName.CASE_MANAGER) + "people/"
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(path)
    enroll_many(scenario, 30)
    with CaptureQueriesContext(connection) as many:
        page = client.get(path)
    assert b"Zeta029" in page.content
    assert len(many) == len(few)


def test_the_roster_shows_days_in_the_programs_time_zone(client):
    scenario = ChargeScenario()
    path = sign_in(client, scenario, RoleName.CASE_MANAGER) + "people/"
    evening = datetime(2026, 3, 3, 3, 30, tzinfo=UTC)
    person = Enrollment.objects.get().person
    make_contact(person, at=evening, result="reached", occurred_at=evening)
    page = client.get(path).content.decode()
    assert "Mon, Mar 2, 2026" in page
    assert "Mar 3" not in page


def test_the_roster_finds_a_misspelled_name_and_filters_by_status(client):
    scenario = ChargeScenario()
    path = sign_in(client, scenario, RoleName.CASE_MANAGER) + "people/"
    assert b"Tidewater" in client.post(path, {"name": "Rowen Tidewatter"}).content
    assert b"Tidewater" not in client.get(path, {"status": "inactive"}).content
    assert b"Tidewater" in client.get(path, {"status": "active"}).content
    assert client.post(path, {"name": "x" * 500, "status": "gone"}).status_code == 200


@pytest.mark.parametrize(
    "role",
    [
        RoleName.OFFICER,
        RoleName.LAW_LEADER,
        RoleName.DISTRICT_ATTORNEY,
        RoleName.CRIME_ANALYST,
        RoleName.EVALUATOR,
    ],
)
def test_the_record_is_not_found_without_permission(client, role):
    scenario = ChargeScenario()
    path = sign_in(client, scenario, role)
    real = client.get(f"{path}people/{scenario.person.public_id}/")
    made_up = client.get(f"{path}people/00000000-0000-4000-8000-000000000000/")
    assert (real.status_code, real.content) == (404, made_up.content)


def test_another_programs_person_is_not_found(client):
    scenario = ChargeScenario()
    outsider = make_person(make_program(), last_name="Elsewhere")
    path = sign_in(client, scenario, RoleName.CASE_MANAGER)
    there = client.get(f"{path}people/{outsider.public_id}/")
    nowhere = client.get(f"{path}people/00000000-0000-4000-8000-000000000000/")
    assert (there.status_code, there.content) == (404, nowhere.content)


def test_opening_the_record_writes_an_audit_row_first(client, monkeypatch):
    scenario = ChargeScenario()
    path = sign_in(client, scenario, RoleName.PEER_SUPPORT) + f"people/{scenario.person.public_id}/"
    assert b"Tidewater" in client.get(path).content
    row = AuditEvent.objects.get(action="person.opened")
    assert (row.subject, row.outcome) == (str(scenario.person.public_id), "seen")

    def fail(**_values: object) -> None:
        raise RuntimeError("no audit row")

    monkeypatch.setattr("handoff.desk.people.views.record.audit.record_read", fail)
    with pytest.raises(RuntimeError):
        client.get(path)


def test_an_invalid_date_keeps_the_other_corrections(client):
    scenario = ChargeScenario()
    path = sign_in(client, scenario, RoleName.CASE_MANAGER) + f"people/{scenario.person.public_id}/details/"
    form_data = {
        "first_name": "Rowan",
        "last_name": "Riverbend",
        "date_of_birth_month": "2",
        "date_of_birth_day": "30",
        "date_of_birth_year": "1990",
        "gender": "woman",
        "race_ethnicity": ["black", "white"],
        "language": "es",
    }
    wrong = client.post(path, form_data)
    assert wrong.status_code == 200
    assert b"Riverbend" in wrong.content
    assert client.post(path, {**form_data, "date_of_birth_day": "28"}).status_code == 302
    scenario.person.refresh_from_db()
    assert (scenario.person.last_name, scenario.person.date_of_birth) == ("Riverbend", date(1990, 2, 28))
    assert scenario.person.race_ethnicity == ["black", "white"]
    changed = AuditEvent.objects.get(action="person.corrected").details["fields"]
    assert "last_name" in changed
    assert "Riverbend" not in str(changed)


def test_a_contact_point_is_added_and_then_marked_in_one_tap(client):
    scenario = ChargeScenario()
    path = sign_in(client, scenario, RoleName.PEER_SUPPORT) + f"people/{scenario.person.public_id}/"
    client.post(
        path + "reach/", {"kind": "place", "value": "Ask at the shelter desk", "safe_to_leave_word": "on"}
    )
    point = scenario.person.contact_points.get()
    assert (point.value, point.safe_to_leave_word, point.from_care) == ("Ask at the shelter desk", True, True)
    client.post(f"{path}reach/{point.public_id}/", {"works": "yes"})
    point.refresh_from_db()
    assert point.works == "yes"
    assert client.post(f"{path}reach/{point.public_id}/", {"works": "maybe"}).status_code == 404


def test_the_number_that_works_stands_first_and_the_one_that_does_not_last(client):
    scenario = ChargeScenario()
    path = sign_in(client, scenario, RoleName.PEER_SUPPORT) + f"people/{scenario.person.public_id}/"
    numbers = {"no": "+19105550101", "yes": "+19105550102", "unknown": "+19105550103"}
    for works, value in numbers.items():
        make_contact_point(scenario.person, works=works, value=value)
    shown = client.get(path).content.decode()
    listed = shown[shown.index('class="contact-points"') :] if 'class="contact-points"' in shown else shown
    order = [listed.rindex(f"555-010{last}") for last in (2, 3, 1)]
    assert order == sorted(order)


def test_the_approach_note_is_above_the_contact_points(client):
    scenario = ChargeScenario()
    path = sign_in(client, scenario, RoleName.PEER_SUPPORT) + f"people/{scenario.person.public_id}/"
    client.post(path + "approach/", {"text": "Come alone, afternoons."})
    page = client.get(path).content.decode()
    assert page.index("Come alone, afternoons.") < page.index("No contact information yet.")


def test_the_record_says_that_the_referring_agency_does_not_know_of_an_intake(client):
    from handoff.testing.charges import make_encounter

    scenario = ChargeScenario(roi=False)
    referral = Referral.objects.get(person=scenario.person)
    encounter = make_encounter(scenario.person, scenario.actor(RoleName.OFFICER))
    Referral.objects.filter(pk=referral.pk).update(pathway="arrest_diversion", encounter=encounter)
    path = sign_in(client, scenario, RoleName.CASE_MANAGER) + f"people/{scenario.person.public_id}/"
    sentence = b"Referring agency not notified of the intake"
    assert sentence in client.get(path).content
    referral.events.create(what="responsibility_ended", occurred_at=AT, recorded_at=AT)
    assert sentence not in client.get(path).content
