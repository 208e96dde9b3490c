"""A form open on two pages or devices: what is typed on each is kept, and saving it twice records it once (D7)."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client, RequestFactory
from django.urls import reverse

from handoff.access.roles import RoleName
from handoff.accounts.models import SavedForm, TypedPage
from handoff.accounts.services import repeated, typed
from handoff.casework.models import CaseNote
from handoff.casework.notes import services
from handoff.config.scheduled_jobs import run_scheduled_jobs
from handoff.core.templatetags.handoff import clock as time_of
from handoff.testing.forms import as_browser
from handoff.testing.programs import AT, PASSWORD, make_member, make_person, make_program, put_on_every_team

pytestmark = pytest.mark.django_db
BLANK = dict.fromkeys(("day_month", "day_day", "day_year", "time"), "")
SAME = "You saved exactly this"
SENT = {"kind": "conversation", "label": "general", **BLANK}


class Device:
    """One open page of the form for a new note: its own name, and the draft that it was opened with."""

    def __init__(self, desk):
        self.desk, self.by = desk, uuid.uuid4().hex
        self.client = Client()
        self.client.login(username=desk.user.username, password=PASSWORD)
        self.open()

    def open(self):
        answer = self.client.get(self.desk.path)
        self.html, self.form = answer.content.decode(), answer.context["form"]
        key = self.html.split('name="submission_key" value="')[1]
        state = self.html.split('data-typed-state="')
        self.marks = {
            "submission_key": key.split('"')[0],
            "kept_by": self.by,
            "kept_after": state[1].split('"')[0] if len(state) > 1 else "",
        }

    @property
    def text(self):
        return self.form["text"].value() or ""

    def sent(self, text):
        return {**as_browser(self.form, **SENT), "text": text, **self.marks}

    def type(self, text):
        url = reverse("accounts:keep_typed", args=[self.desk.program.slug])
        return self.client.post(url, {"kept_page": self.desk.path, **self.sent(text)}).json()

    def save(self, text, **changes):
        answer = self.client.post(self.desk.path, {**self.sent(text), "kept": "1", **changes}, follow=True)
        return answer.content.decode()


class Desk:
    def __init__(self):
        self.program = make_program()
        self.user = make_member(self.program, RoleName.CASE_MANAGER)
        person = make_person(self.program)
        put_on_every_team(self.user, self.program)
        self.path = reverse("notes:add", args=[self.program.slug, person.public_id])

    def device(self):
        return Device(self)


@pytest.fixture
def desk(clock):
    return Desk()


def words_of(note):
    return [each.words for each in note.versions.all()]


def test_a_page_says_in_words_when_the_draft_was_saved(desk):
    phone = desk.device()
    answer = phone.type("Wants detox")
    assert answer["kept"] is True and answer["said"].startswith("Draft saved ")
    assert "device" not in answer["said"]


def test_a_draft_found_again_on_another_device_is_the_same_form(desk):
    phone = desk.device()
    phone.type("Wants detox")
    laptop = desk.device()
    assert laptop.text == "Wants detox"
    assert laptop.marks["submission_key"] == phone.marks["submission_key"]
    laptop.save("Wants detox on Monday")
    html = phone.save("Wants detox")
    note = CaseNote.objects.get()
    assert words_of(note) == ["Wants detox on Monday", "Wants detox"]
    assert "This was already saved at" in html


def test_a_page_still_open_elsewhere_brings_no_saved_draft_back(desk, clock):
    """C-F01: what is saved isn't offered again, whatever another device or a late request sends."""
    phone = desk.device()
    phone.type("Wants detox")
    desk.device().save("Wants detox")
    clock.at += timedelta(minutes=1)
    answer = phone.type("Wants detox, scared of Monday")
    assert answer["kept"] is False and "You already saved this form at" in answer["said"]
    assert not TypedPage.objects.exists() and desk.device().text == ""


def test_two_devices_that_type_at_once_lose_nothing(desk, clock):
    phone = desk.device()
    phone.type("Wants detox")
    laptop = desk.device()
    clock.at += timedelta(minutes=1)
    phone.type("Wants detox, bring shoes")
    clock.at += timedelta(minutes=1)
    assert "another page or device is kept too" in laptop.type("Wants detox, call Dee")["said"]
    tablet = desk.device()
    assert tablet.text == "Wants detox, call Dee" and "Wants detox, bring shoes" in tablet.html
    tablet.save("Wants detox, call Dee, bring shoes")
    assert not TypedPage.objects.exists()


def test_a_page_that_goes_on_from_a_draft_takes_its_place(desk, clock):
    desk.device().type("Wants detox")
    clock.at += timedelta(minutes=1)
    desk.device().type("Wants detox on Monday")
    shown = desk.device()
    assert shown.text == "Wants detox on Monday" and "You also typed this" not in shown.html


def test_another_new_form_of_the_same_page_stays_when_the_first_is_saved(desk):
    first, second = desk.device(), desk.device()
    first.type("Wants detox")
    second.type("Wants a phone")
    second.save("Wants a phone")
    assert desk.device().text == "Wants detox"


def test_a_form_with_errors_is_kept_without_javascript(desk):
    """The browser may be closed, or the session end, while the errors are on the page."""
    page = desk.device()
    marks = {"submission_key": page.marks["submission_key"]}
    page.client.post(desk.path, {**SENT, "label": "", "text": "Wants detox", **marks})
    again = desk.device()
    assert again.text == "Wants detox" and again.marks["submission_key"] == marks["submission_key"]
    page.client.post(desk.path, {**SENT, "text": "Wants detox", **marks})
    assert desk.device().text == "" and CaseNote.objects.count() == 1


def fail(*_args, **_kwargs):
    raise DatabaseError


def test_a_form_that_failed_here_is_kept(desk, monkeypatch):
    page = desk.device()
    page.client.raise_request_exception = False
    monkeypatch.setattr(services, "add_note", fail)
    assert page.client.post(desk.path, page.sent("Wants detox")).status_code == 500
    assert desk.device().text == "Wants detox"
    monkeypatch.setattr(typed, "keep_typed", fail)
    assert page.client.post(desk.path, page.sent("Wants a phone")).status_code == 500


def test_what_was_saved_is_known_for_a_day(desk, clock):
    page = desk.device()
    page.save("Wants detox")
    run_scheduled_jobs(at=AT + timedelta(hours=23))
    assert SavedForm.objects.exists()
    run_scheduled_jobs(at=AT + timedelta(hours=24))
    assert not SavedForm.objects.exists()


def test_a_form_that_is_sent_twice_keeps_the_time_of_its_first_saving(desk, clock):
    page = desk.device()
    page.save("Wants detox")
    clock.at = AT + timedelta(minutes=5)
    first = f"This was already saved at {time_of(AT, desk.program)}."
    assert first in page.save("Wants detox") and first in page.save("Wants detox")
    assert set(SavedForm.objects.values_list("saved_at", flat=True)) == {AT}


def test_a_page_opened_anew_and_saved_with_the_same_words_asks_first(desk):
    """Without JavaScript, Back fetches the form again under a new key."""
    Device(desk).save("Talked about the room.")
    back = Device(desk)
    asked = back.save("Talked about the room.")
    assert f"You saved exactly this at {time_of(AT, desk.program)}." in asked
    assert CaseNote.objects.count() == 1
    assert SAME not in back.save("Talked about the room."), "it is another one"
    assert CaseNote.objects.count() == 2
    assert SAME not in Device(desk).save("Talked about work.")
    assert CaseNote.objects.count() == 3


def test_the_question_is_no_error_keeps_what_was_typed_and_leads_back(desk):
    Device(desk).save("Talked about the room.")
    asked = Device(desk).save("Talked about the room.")
    assert "<title>Save this again? · " in asked and "Error:" not in asked and "usa-alert--error" not in asked
    assert "Talked about the room.</textarea>" in asked
    form = asked[asked.index("data-error-summary") :]
    assert re.findall(r"<button[^>]*>(.*?)</button>", form)[0] == "Save again"
    [away] = re.findall(r'href="([^"]+)">Don.t save again<', form)
    assert "Talked about the room." in desk.device().client.get(away).content.decode()


def test_a_slip_after_the_same_was_meant_once_more_is_asked_about(desk, clock):
    """The first time of the day stayed, so that no later slip was within ten minutes of it."""
    Device(desk).save("No answer.")
    clock.at = AT + timedelta(minutes=30)
    assert SAME not in Device(desk).save("No answer.")
    clock.at += timedelta(minutes=1)
    asked = Device(desk).save("No answer.")
    assert f"{SAME} at {time_of(AT + timedelta(minutes=30), desk.program)}" in asked
    assert CaseNote.objects.count() == 2


def test_the_same_words_about_another_record_that_the_address_names_are_no_repetition(desk):
    author = typed.Author(
        make_member(make_program(), RoleName.CASE_MANAGER), make_program(), "/p/alder/topics/"
    )
    one, other = (
        repeated.entries_key(
            RequestFactory().post(f"/p/alder/topics/?topic={topic}", {"outcome": "Agreed"}), author
        )
        for topic in "ab"
    )
    assert one and one != other


def test_the_same_words_later_are_another_note(desk, monkeypatch):
    Device(desk).save("No answer.")
    monkeypatch.setattr(repeated, "ASKED_WITHIN", timedelta(seconds=-1))
    Device(desk).save("No answer.")
    assert CaseNote.objects.count() == 2
