"""A contact that a phone kept without a network is saved once, for its own user and page, and never lost (K3)."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from handoff.accounts.models import TypedPage
from handoff.casework.models import ContactAttempt
from handoff.testing.casework import make_waiting_person
from handoff.testing.enrollment import make_participant
from handoff.testing.phones import box_kept, form_kept
from handoff.testing.programs import AT, make_member, make_program

pytestmark = pytest.mark.django_db

LATER = AT.replace(hour=20)
TWO_HOURS = 2 * 60 * 60


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr("handoff.accounts.middleware.access.timezone", SimpleNamespace(now=lambda: LATER))


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def worker(program):
    return make_member(program, "peer_support")


@pytest.fixture
def referral(program):
    return make_waiting_person(program)


def url_of(referral):
    return reverse("casework:log_contact", args=[referral.program.slug, referral.person.public_id])


def tap(referral, **more):
    return {
        "log": "phone:reached",
        "referral": str(referral.public_id),
        "submission_key": str(uuid.uuid4()),
        **more,
    }


def test_a_kept_contact_is_saved_once_at_the_time_it_was_logged(client, program, worker, referral):
    client.force_login(worker)
    sent = form_kept(worker, program, url_of(referral), tap(referral, note="By the fountain"), age=TWO_HOURS)
    for _each in range(2):
        assert client.post(url_of(referral), sent).json() == {"state": "saved"}
    contact = ContactAttempt.objects.get()
    assert (contact.person, contact.note) == (referral.person, "By the fountain")
    assert contact.occurred_at == LATER - timedelta(hours=2) and contact.recorded_at == LATER
    assert contact.recorded_by_id == worker.pk


def test_a_form_that_arrived_before_the_network_broke_is_one_contact(client, program, worker, referral):
    client.force_login(worker)
    entries = tap(referral)
    client.post(url_of(referral), entries)
    sent = form_kept(worker, program, url_of(referral), entries, age=60)
    assert client.post(url_of(referral), sent).json() == {"state": "saved"}
    assert ContactAttempt.objects.filter(correction=None).count() == 1


@pytest.mark.parametrize("change", ["user", "page", "box", "age", "nul", "words", "form"])
def test_what_belongs_elsewhere_is_not_opened(client, program, worker, referral, change):
    client.force_login(worker)
    author = make_member(program, "peer_support") if change == "user" else worker
    path = url_of(make_waiting_person(program)) if change == "page" else url_of(referral)
    note = "a\0b" if change == "nul" else ""
    sent = form_kept(author, program, path, tap(referral, note=note), age=60)
    if change == "box":
        sent["box"] = "A" * 8 + sent["box"][8:]
    if change == "form":
        sent = box_kept(author, program, path, b"no form at all", age=60)
    if change == "words":
        sent["box"] = "not base64"
    if change == "age":
        sent["age"] = "yesterday"
    answer = client.post(url_of(referral), sent)
    assert (answer.status_code, answer.json()) == (409, {"state": "foreign"})
    assert not ContactAttempt.objects.exists()


def test_what_a_kept_form_lacks_is_asked_for_on_its_page_and_nothing_is_lost(
    client, program, worker, referral
):
    client.force_login(worker)
    entries = tap(referral, note="Waits at the library")
    del entries["log"]
    sent = form_kept(worker, program, url_of(referral), entries, age=60)
    assert client.post(url_of(referral), sent, headers={"referer": url_of(referral)}).json() == {
        "state": "refused"
    }
    assert not ContactAttempt.objects.exists()
    assert "Waits at the library" in client.get(url_of(referral)).content.decode()


def test_a_kept_form_stands_before_the_same_gate_as_any_other(client, program, referral):
    """Off the record's team a reason is asked for first, and the closed box is no draft of a page."""
    colleague = make_member(program, "peer_support")
    person = make_participant(program).person
    path = reverse("casework:log_contact", args=[program.slug, person.public_id])
    client.force_login(colleague)
    sent = form_kept(colleague, program, path, {"log": "phone:reached"}, age=60)
    assert client.post(path, sent).status_code == 302
    officer = make_member(program, "officer")
    client.force_login(officer)
    assert client.post(path, form_kept(officer, program, path, {}, age=60)).status_code == 404
    assert not ContactAttempt.objects.exists() and not TypedPage.objects.exists()


def test_only_field_workers_get_the_key(client, program, worker):
    home = reverse("home:home", args=[program.slug])
    for user, shown in ((worker, True), (make_member(program, "officer"), False)):
        client.force_login(user)
        assert ("data-belongs-to" in client.get(home).content.decode()) is shown
