"""Each role's home is its work, and no permission is named that leads nowhere (finding-I7)."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import handoff
from handoff.access.permissions import Permission
from handoff.access.roles import ROLES, RoleName
from handoff.accounts.models import Membership
from handoff.audit.models import AuditEvent
from handoff.participants.models import RecordOpening
from handoff.participants.services import reopen_for_correction
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import actor_of, make_agency, make_member, make_person, make_program, make_user

pytestmark = pytest.mark.django_db

MAIN_LINK = re.compile(r'href="(/p/[^"#]+)')


@pytest.fixture
def program():
    return make_program(slug="here")


def sign_in(program, role, **more) -> Client:
    client = Client()
    client.force_login(make_member(program, role, **more))
    return client


def test_a_role_that_waits_for_a_second_manager_is_not_called_no_role(program):  # S2
    user = make_member(program, "case_manager")
    Membership.objects.filter(user=user).update(needs_confirmation=True, confirmed_at=None)
    client = Client()
    client.force_login(user)
    page = client.get("/").content.decode()
    assert "is waiting for a second manager to confirm it" in page and "Case manager" in page
    assert "You don't have a role" not in page


def main_of(client: Client, path: str = "/p/here/") -> str:
    page = client.get(path)
    assert page.status_code == 200
    return page.content.decode().split('<main id="main"')[1].split("</main>")[0]


@pytest.mark.parametrize("role", list(RoleName))
def test_every_home_leads_to_pages_that_open(program, role):
    """Walk each role's home on a quiet day: there is something to do, and every link opens for that role."""
    client = sign_in(program, role)
    links = set(MAIN_LINK.findall(main_of(client)))
    assert links, "a home without a link is a dead end"
    for link in links:
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("role", list(RoleName))
def test_every_home_asks_first_for_the_signature_that_is_missing(program, role):
    client = sign_in(program, role, signed=False)
    page = main_of(client)
    assert "Read and sign the confidentiality agreement" in page
    assert "Nothing is waiting for you now" not in page
    assert client.get(reverse("accounts:sign_agreement", args=["here"])).status_code == 200


def test_the_signed_agreement_is_no_task(program):
    assert "Read and sign" not in main_of(sign_in(program, "site_administrator"))


@pytest.mark.parametrize("permission", list(Permission))
def test_every_permission_opens_something(permission):
    """The evaluator's roles page named figures that no page shows."""
    root = Path(handoff.__file__).parent
    labels = {
        root / "access" / "permissions.py",
        root / "access" / "roles.py",
        root / "accounts" / "presenters.py",
    }
    sources = [each for each in root.rglob("*.py") if "tests" not in each.parts and each not in labels]
    used = re.compile(rf"\b(?:Permission|P)\.{permission.name}\b")
    assert any(used.search(each.read_text()) for each in sources)
    assert any(permission in role.permissions for role in ROLES.values())


def test_the_menu_of_a_leader_holds_no_list_that_is_always_empty(program):
    leader = sign_in(program, "law_leader")
    assert "My referrals" not in leader.get("/p/here/").content.decode()
    assert leader.get(reverse("referrals:own", args=["here"])).status_code == 404
    page = main_of(leader)
    assert "Eligibility checks waiting" in page and "Criteria to approve" in page


def test_the_administrator_sees_roles_to_confirm_and_a_missing_manager(program):
    client = sign_in(program, "site_administrator")
    assert "Add a program manager" in main_of(client)
    manager = make_member(program, "program_manager")
    rosa = make_user(full_name="Rosa Paz")
    waiting = rosa.memberships.create(
        program=program,
        agency=make_agency(program, "case_management"),
        role="case_manager",
        starts_on="2026-01-01",
        needs_confirmation=True,
        granted_by_id=manager.pk,
    )
    page = main_of(client)
    assert "Add a program manager" not in page and "Confirm a role of Rosa Paz" in page
    own = Client()
    own.force_login(manager)
    assert "Confirm a role" not in main_of(own)  # they granted it
    waiting.confirmed_at, waiting.confirmed_by_id = "2026-01-02T12:00:00Z", manager.pk + 1
    waiting.save()
    assert "Confirm a role" not in main_of(client)


def enroll(program, name: str, **fields):
    person = make_person(program, last_name=name, **fields)
    make_participant(program, person, actor_of(make_member(program, "case_manager"), program))
    return person


def test_the_data_managers_home_names_records_to_complete(program):
    client = sign_in(program, "data_manager")
    assert "Every active participant has a birth date" in main_of(client)
    enroll(program, "Nodate", date_of_birth=None)
    page = main_of(client)
    assert "Nodate" in page and "No birth date" in page


def give_reason(client: Client, person, reason: str):
    where = reverse("people:open", args=["here", person.public_id])
    return client.post(where, {"reason": reason, "note": ""})


def test_one_reason_opens_the_records_of_a_data_managers_correction_work(program):
    """ADR 0041: asked once a shift; every record has its own opening and audit row; the correction is saved."""
    client = sign_in(program, "data_manager")
    first, second = enroll(program, "First"), enroll(program, "Second")
    record = reverse("people:person", args=["here", second.public_id])
    assert client.get(record).status_code == 302
    page = client.get(reverse("people:open", args=["here", first.public_id])).content.decode()
    assert "choose that once" in page
    give_reason(client, first, "correction")
    assert client.get(record).status_code == 200
    openings = RecordOpening.objects.order_by("pk")
    assert [each.person_id for each in openings] == [first.pk, second.pk]
    assert openings[0].ends_at == openings[1].ends_at  # the shift isn't made longer
    audited = AuditEvent.objects.filter(action="record.opened_with_reason")
    assert {str(each.subject) for each in audited} == {str(first.public_id), str(second.public_id)}
    edit = reverse("people:correct", args=["here", second.public_id])
    assert edit in client.get(record).content.decode()
    assert client.get(edit).status_code == 200


@pytest.mark.parametrize(
    ("role", "reason"), [("data_manager", "supervision"), ("program_manager", "correction")]
)
def test_any_other_reason_or_role_opens_one_record_only(program, role, reason):
    client = sign_in(program, role)
    first, second = enroll(program, "First"), enroll(program, "Second")
    give_reason(client, first, reason)
    assert client.get(reverse("people:person", args=["here", second.public_id])).status_code == 302


def test_a_correction_reason_ends_with_the_shift_and_with_the_program(program):
    manager = make_member(program, "data_manager")
    first, second = enroll(program, "First"), enroll(program, "Second")
    client = Client()
    client.force_login(manager)
    give_reason(client, first, "correction")
    opening = RecordOpening.objects.get()
    actor = actor_of(manager, program)
    assert reopen_for_correction(actor=actor, person=second, at=opening.ends_at) is None
    assert (
        reopen_for_correction(actor=actor, person=make_person(make_program()), at=opening.opened_at) is None
    )
    colleague, other = make_member(program, "data_manager"), make_program()
    make_member(other, "data_manager", user=manager)
    for reader, person in (
        (actor_of(colleague, program), second),
        (actor_of(manager, other), make_person(other)),
    ):
        assert reopen_for_correction(actor=reader, person=person, at=opening.opened_at) is None
    opened = reopen_for_correction(actor=actor, person=second, at=opening.opened_at + timedelta(hours=1))
    assert opened is not None and opened.ends_at == opening.ends_at
