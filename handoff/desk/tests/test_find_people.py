"""A caller's number, or a misheard name, finds the person on the roster and on the outreach list."""

import pytest
from django.urls import reverse

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.participants.lookup.services import find_people, rebuild_keys
from handoff.participants.models import ContactPoint, Person
from handoff.testing.casework import make_contact_point, make_waiting_person
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, make_member, make_person, make_program
from handoff.testing.sign_in import login_with_second_factor
from handoff.testing.staffing import ChargeScenario

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["9195550142", "(919) 555-0142", "+1 919 555 0142", "0142", "919-555"])
def test_a_number_finds_the_person_however_it_is_written(words):
    """finding-F19."""
    program = make_program()
    person, other = make_person(program), make_person(program, first_name="Other")
    make_contact_point(person, kind="phone", value="919.555.0142")
    make_contact_point(other, kind="place", value="9195550142 Main Street")
    assert find_people(program.pk, words, limit=5) == [person.pk]


def test_a_number_that_ended_and_one_of_another_program_find_no_one():
    program = make_program()
    ended = make_contact_point(make_person(program), kind="phone", value="919-555-0142")
    ContactPoint.objects.filter(pk=ended.pk).update(ended_at=AT)
    make_contact_point(make_person(make_program(slug="other")), kind="phone", value="919-555-0142")
    assert find_people(program.pk, "9195550142", limit=5) == []


@pytest.mark.parametrize("words", ["--", "12", "   "])
def test_words_that_are_neither_name_nor_number_find_no_one(words):
    assert find_people(make_program().pk, words, limit=5) == []


def test_the_roster_shows_birth_dates_and_finds_referred_people_by_number(client):
    """finding-F19: people of one name differ by it; someone without an intake is found too, with an audit row."""
    scenario = ChargeScenario()
    referred = make_person(scenario.program, first_name="Noor", last_name="Waiting", date_of_birth=None)
    referred.approximate_age = 40
    referred.save()
    make_contact_point(referred, kind="phone", value="919-555-0142")
    client.force_login(scenario.user(RoleName.PEER_SUPPORT))
    address = reverse("people:people", args=[scenario.program.slug])
    assert "May 4, 1990" in client.get(address).content.decode()
    page = client.post(address, {"name": "555-0142"}).content.decode()
    assert "Noor Waiting" in page
    assert "About 40 years old" in page
    assert scenario.person.full_name not in page
    event = AuditEvent.objects.filter(action="roster.opened").last()
    assert event.details["count"] == 1 and event.details["people"] == [str(referred.public_id)]
    assert event.details["asked"]
    assert "555-0142" not in str(event.details)


def test_a_roster_search_for_an_enrolled_person_lists_them_once(client):
    scenario = ChargeScenario()
    rebuild_keys(scenario.person)
    client.force_login(scenario.user(RoleName.PEER_SUPPORT))
    page = client.post(reverse("people:people", args=[scenario.program.slug]), {"name": "Rowan Tidewatter"})
    assert page.content.decode().count(scenario.person.full_name) == 1


def test_the_outreach_list_is_searched_by_name_and_number(client):
    """finding-F19."""
    program = make_program()
    user = make_member(program, "peer_support")
    person = make_waiting_person(program).person
    Person.objects.filter(pk=make_waiting_person(program).person_id).update(
        first_name="Wendell", last_name="Oakden"
    )
    person.first_name, person.last_name = "Maribel", "Ontiveros"
    person.save()
    rebuild_keys(person)
    make_contact_point(person, kind="phone", value="919-555-0142")
    client.force_login(user)
    address = reverse("casework:outreach", args=[program.slug])
    for words in ("Ontiveros", "919-555-0142"):
        page = client.post(address, {"name": words}).content.decode()
        assert "Maribel Ontiveros" in page
        assert "Wendell Oakden" not in page
    nothing = client.post(address, {"name": "Unheard Ofname"}).content.decode()
    assert "No one on this list matches" in nothing


def test_a_search_by_name_never_comes_into_a_url(client):
    """No names in URLs: the forms are sent with POST, and a name in an old bookmark finds no one."""
    scenario = ChargeScenario()
    rebuild_keys(scenario.person)
    referred = make_waiting_person(scenario.program).person
    client.force_login(scenario.user(RoleName.PEER_SUPPORT))
    for name, shown in (("people:people", scenario.person), ("casework:outreach", referred)):
        address = reverse(name, args=[scenario.program.slug])
        page = client.get(address, {"name": "Unheard Ofname"}).content.decode()
        assert shown.full_name in page and 'value="Unheard' not in page
        assert f'<form method="post" action="{address}" role="search">' in " ".join(page.split())


def test_roster_filters_without_a_name_move_to_the_url_and_with_one_still_filter(client):
    scenario = ChargeScenario()
    rebuild_keys(scenario.person)
    client.force_login(scenario.user(RoleName.PEER_SUPPORT))
    address = reverse("people:people", args=[scenario.program.slug])
    answer = client.post(address, {"name": "", "worker": "mine", "status": "active"})
    assert answer["Location"] == f"{address}?worker=mine&status=active"
    assert client.post(address, {"name": " "})["Location"] == address
    for status, found in (("active", True), ("inactive", False)):
        page = client.post(address, {"name": "Tidewater", "status": status}).content.decode()
        assert (scenario.person.full_name in page) is found


def test_the_pages_of_an_outreach_search_are_turned_without_the_name_in_the_url(client, monkeypatch):
    monkeypatch.setattr("handoff.casework.views.OUTREACH_PER_PAGE", 1)
    program = make_program()
    waiting = [make_waiting_person(program).person for _each in range(2)]
    for person, first in zip(waiting, ("Maribel", "Noor"), strict=True):
        person.first_name, person.last_name = first, "Ontiveros"
        person.save()
        rebuild_keys(person)
    client.force_login(make_member(program, "peer_support"))
    address = reverse("casework:outreach", args=[program.slug])
    pages = [client.post(address, {"name": "Ontiveros"}).content.decode()]
    assert '<input type="hidden" name="name" value="Ontiveros">' in pages[0]
    assert "?name=" not in pages[0] and "?page=" not in pages[0]
    pages.append(client.post(address, {"name": "Ontiveros", "page": "2"}).content.decode())
    shown = [first for page in pages for first in ("Maribel", "Noor") if f"{first} Ontiveros" in page]
    assert sorted(shown) == ["Maribel", "Noor"]


def test_the_list_and_its_file_can_show_only_those_whom_no_phone_reaches(client):  # K6
    program = make_program()
    phones = {
        "Verified": {"works": "yes"},
        "Unverified": {"works": "unknown"},
        "Broken": {"works": "no"},
        "Former": {"works": "yes", "ended_at": AT},
        "Penniless": None,
    }
    for last_name, phone in phones.items():
        person = make_person(program, last_name=last_name)
        make_participant(program, person)
        person.contact_points.create(kind="address", value="12 Elm St", works="yes", added_at=AT)
        if phone is not None:
            person.contact_points.create(kind="phone", value="(910) 555-0123", added_at=AT, **phone)
    login_with_second_factor(client, make_member(program, RoleName.CASE_MANAGER))
    address = reverse("people:people", args=[program.slug])
    answer = client.post(address, {"phone": "none"}, follow=True)
    assert answer.redirect_chain[0][0] == f"{address}?phone=none"
    file = client.get(reverse("people:download", args=[program.slug, "csv"]), {"phone": "none"})
    for shown in (answer.content.decode(), file.content.decode()):
        assert [name for name in phones if name in shown] == ["Broken", "Former", "Penniless"]
