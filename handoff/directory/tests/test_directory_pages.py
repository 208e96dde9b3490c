"""Keeping the directory on its pages: entries, their parts, and the list to check."""

import uuid
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from handoff.directory.models import Service
from handoff.testing.directory import (
    make_organization,
    make_service,
)
from handoff.testing.programs import make_actor, make_member, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def worker(program):
    return make_actor(program, "case_manager")


def test_the_worker_walks_from_adding_a_service_to_checking_it(program, client):
    client.force_login(make_member(program, "case_manager"))
    url = reverse("directory:add_service", args=[program.slug])
    typed = {
        "name": "Night shelter",
        "new_organization": "Depot Street Shelter",
        "needs": ["housing"],
        "status": "active",
        "languages": ["en", "es"],
        "phone": "910 555 0150",
        "city": "Alder",
        "weekdays": ["SA", "SU"],
        "opens_at": "6 PM",
    }
    page = client.post(url, typed).content.decode()
    assert "Enter the days and both times" in page and 'value="Night shelter"' in page
    shown = client.post(url, {**typed, "closes_at": "7 AM"}, follow=True).content.decode()
    assert "Sat, Sun" in shown and "the next day" in shown and "tel:+19105550150" in shown
    service = Service.objects.get()
    checked = reverse("directory:mark_checked", args=[program.slug, service.public_id])
    assert "Checked today." in client.post(checked, follow=True).content.decode()
    answer = client.post(checked, {"from": "check"})
    assert answer.url == reverse("directory:check", args=[program.slug])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"organization": "", "new_organization": ""}, "Choose the organization, or enter a new one"),
        ({"new_organization": "Another"}, "not both"),
        ({"minimum_age": "18", "maximum_age": "17"}, "oldest age"),
        ({"needs": []}, "Choose what the service helps with"),
        ({"organization": str(uuid.uuid4())}, "Select a valid choice"),
    ],
)
def test_a_wrong_entry_keeps_what_was_typed(program, client, typed, sentence):
    organization = make_organization(program)
    client.force_login(make_member(program, "program_manager"))
    values = {
        "name": "Zebra pantry",
        "organization": str(organization.public_id),
        "needs": ["food"],
        "status": "active",
        **typed,
    }
    page = client.post(reverse("directory:add_service", args=[program.slug]), values).content.decode()
    assert sentence in page and "Zebra pantry" in page
    assert not Service.objects.exists()


def test_an_entry_its_note_and_its_organization_are_changed_on_their_pages(program, client):
    service = make_service(program, name="Food pantry", languages=("en", "Lumbee"))
    client.force_login(make_member(program, "case_manager"))
    here = [program.slug, service.public_id]
    page = client.get(reverse("directory:edit_service", args=here)).content.decode()
    assert "Lumbee" in page
    values = {
        "name": "Food pantry",
        "organization": str(service.organization.public_id),
        "needs": ["food"],
        "status": "temporarily closed",
        "alert": "Back in May",
        "minimum_age": "18",
    }
    shown = client.post(reverse("directory:edit_service", args=here), values, follow=True).content.decode()
    assert "Temporarily closed" in shown and "Back in May" in shown and "Ages 18 and older" in shown
    note = {"note": "Ask for the intake desk"}
    noted = client.post(reverse("directory:edit_note", args=here), note, follow=True).content.decode()
    assert "Ask for the intake desk" in noted
    organization = service.organization
    url = reverse("directory:edit_organization", args=[program.slug, organization.public_id])
    renamed = client.post(url, {"name": "Alder Action"}, follow=True).content.decode()
    assert "Organization saved." in renamed and "Food pantry" in renamed
    unknown = reverse("directory:edit_organization", args=[program.slug, uuid.uuid4()])
    assert client.get(unknown).status_code == 404


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("phone", {"number": "910-555-0161", "kind": "fax", "description": "Records"}, "Records"),
        ("place", {"address_1": "400 Depot St", "directions": "Side entrance"}, "Side entrance"),
        (
            "hours",
            {"weekdays": ["TH"], "weeks": ["2"], "opens_at": "9 AM", "closes_at": "11 AM"},
            "Second Thu of the month",
        ),
        ("cost", {"option": "Each visit", "amount": "14"}, "Each visit: $14.00"),
    ],
)
def test_each_part_has_its_page_to_add_change_and_remove_it(program, client, name, typed, words):
    service = make_service(program)
    client.force_login(make_member(program, "case_manager"))
    here = [program.slug, service.public_id]
    shown = client.post(reverse(f"directory:add_{name}", args=here), typed, follow=True).content.decode()
    assert words in shown
    related = {"phone": "phones", "place": "places", "hours": "schedules", "cost": "costs"}[name]
    part = getattr(service, related).get()
    url = reverse(f"directory:edit_{name}", args=[*here, part.public_id])
    assert client.get(url).status_code == 200
    assert words in client.post(url, typed, follow=True).content.decode()
    assert getattr(service, related).count() == 1
    gone = client.post(url, {"do": "remove"}, follow=True).content.decode()
    assert "Removed from the service." in gone and words not in gone
    assert client.get(url).status_code == 404


def test_the_list_to_check_shows_what_is_late_and_what_cannot_be_found(program, client):
    make_service(program, name="Old pantry", checked_on=date(2025, 1, 1))
    make_service(program, name="Peer group", organization=None)
    client.force_login(make_member(program, "case_manager"))
    url = reverse("directory:check", args=[program.slug])
    page = client.get(url).content.decode()
    assert "Old pantry" in page and "180" in page and "Peer group" in page
    Service.objects.update(checked_on=timezone.now().date(), organization=make_organization(program))
    assert "Everything was checked lately" in client.get(url).content.decode()
