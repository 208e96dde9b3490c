"""The pages of matching: about me, a participant's wish, and the choice with its reasons."""

import pytest
from django.urls import reverse

from handoff.accounts.models import User
from handoff.audit.models import AuditEvent
from handoff.casework.models import WorkerProfile, WorkerWish
from handoff.enrollment.models import Enrollment
from handoff.participants.models import RecordOpening, TeamMember
from handoff.testing.casework import make_profile, make_wish
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import (
    PASSWORD,
    actor_of,
    make_agency,
    make_member,
    make_person,
    make_program,
    put_on_every_team,
)

pytestmark = pytest.mark.django_db


class Page:
    """A browser in a program with two workers and a participant who reads Spanish."""

    def __init__(self, client, role):
        self.client, self.program = client, make_program()
        self.care = make_agency(self.program, "case_management")
        self.user = make_member(self.program, role, self.care)
        self.worker, self.other = self.member("case_manager"), self.member("peer_support")
        self.person = make_person(self.program, language="es")
        make_participant(self.program, self.person, self.worker)
        put_on_every_team(self.user, self.program)
        client.login(username=self.user.username, password=PASSWORD)

    def member(self, role):
        return actor_of(make_member(self.program, role, self.care), self.program)

    def path(self, name, *args):
        return reverse(name, args=[self.program.slug, *args])

    def get(self, name, *args):
        return self.client.get(self.path(name, *args)).content.decode()

    def send(self, name, *args, **sent):
        return self.client.post(self.path(name, *args), sent, follow=True).content.decode()


@pytest.fixture
def manager(client, clock):
    return Page(client, "program_manager")


@pytest.fixture
def peer(client, clock):
    return Page(client, "peer_support")


def test_a_worker_says_something_about_themselves_and_removes_it(peer):
    make_profile(peer.other, experiences=["sex_work"], neighborhoods="Dock Road")
    html = peer.get("matching:profile")
    assert "Remove everything" not in html and "Dock Road" not in html, "a colleague's own words stay theirs"
    html = peer.send("matching:profile", languages=["es"], experiences=["arrest"], neighborhoods="Mill Hill")
    assert "Saved. You can change or remove it any time." in html and "Mill Hill" in html
    assert WorkerProfile.objects.get(neighborhoods="Mill Hill").user_id == peer.user.pk
    assert "Removed." in peer.send("matching:remove_profile")
    assert WorkerProfile.objects.get().user_id == peer.other.user_id


def test_a_wish_needs_no_reason_and_stands_on_the_participants_page(peer):
    person = peer.person.public_id
    make_wish(peer.person, peer.worker, another_worker=False)
    html = peer.send("matching:wish", person, another_worker="on", worker=peer.other.user_id)
    assert "They ask for another worker." in html
    wish = WorkerWish.objects.last()
    assert (wish.another_worker, wish.worker_id, wish.words) == (True, peer.other.user_id, "")
    assert peer.client.get(peer.path("matching:choose", person)).status_code == 404


def test_the_manager_sees_reasons_and_chooses(manager):
    make_profile(manager.other, experiences=["arrest", "military"])
    make_wish(manager.person, manager.worker, experiences=["arrest"], words="Alguien tranquilo.")
    person = manager.person.public_id
    assert manager.person.full_name in manager.get("caseloads:list").split("Asks for another worker")[1]
    caseload = User.objects.get(pk=manager.worker.user_id).public_id
    assert manager.path("matching:choose", person) in manager.get("caseloads:worker", caseload)
    html = manager.get("matching:choose", person)
    assert "They ask for another worker." in html and "Alguien tranquilo." in html
    assert "Speaks Spanish · Knows from their own life: Arrest, jail, or prison · Room for" in html
    assert "checked" not in html.split("Who will be their worker?")[1].split("</fieldset>")[0]
    opened = AuditEvent.objects.filter(action="person.opened", subject=str(person))
    assert opened.exists()
    assert "Choose the new worker." in manager.send("matching:choose", person, reason="")
    to = User.objects.get(pk=manager.other.user_id).public_id
    html = manager.send("matching:choose", person, to=to)
    assert "1 participant now has" in html and "They ask for another worker." not in html
    assert Enrollment.objects.get().primary_worker_id == manager.other.user_id


def test_a_manager_off_the_team_chooses_without_a_reason_and_sees_no_record(manager):
    """C8, ADR 0083: the list and the choice are the manager's work; the record still asks."""
    TeamMember.objects.filter(user_id=manager.user.pk).delete()
    make_wish(manager.person, manager.worker, words="Alguien tranquilo.")
    person = manager.person.public_id
    html = manager.get("matching:choose", person)
    assert "Alguien tranquilo." in html and "so no reason is needed" in html
    for name in ("people:person", "matching:wish"):
        assert f'href="{manager.path(name, person)}"' not in html
    seen = AuditEvent.objects.filter(details__people=[str(person)]).latest("pk")
    assert seen.action == "caseloads.listed"
    to = User.objects.get(pk=manager.other.user_id).public_id
    html = manager.send("matching:choose", person, to=to)
    assert "1 participant now has" in html and "not on this person" not in html
    assert (
        "not on this person"
        in manager.client.get(manager.path("people:person", person), follow=True).content.decode()
    )
    assert not RecordOpening.objects.exists()


def test_someone_without_an_enrollment_has_no_worker_to_choose(manager):
    waiting = make_person(manager.program)
    path = manager.path("matching:choose", waiting.public_id)
    assert manager.client.get(path).status_code == 404
