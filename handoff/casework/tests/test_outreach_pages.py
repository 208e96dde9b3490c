"""The outreach pages: order of the queue, one-tap contacts, undo, and who has no access."""

import re
import uuid
from types import SimpleNamespace

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from handoff.audit.models import AuditEvent
from handoff.casework.models import ContactAttempt, HelpGiven
from handoff.enrollment.partners.services import start_partner_intake
from handoff.enrollment.services import start_intake
from handoff.testing.casework import (
    make_approach_note,
    make_contact,
    make_contact_point,
    make_waiting_person,
)
from handoff.testing.enrollment import make_participant, make_partner_handoff, make_referral
from handoff.testing.programs import AT, actor_of, make_agency, make_member, make_person, make_program

pytestmark = pytest.mark.django_db

LATER = AT.replace(hour=20)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr("handoff.accounts.middleware.access.timezone", SimpleNamespace(now=lambda: LATER))


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def user(program):
    return make_member(program, "peer_support")


@pytest.fixture
def page(client, program, user):
    """Open an outreach page by name, or send something to it."""
    client.force_login(user)

    def open_page(name="outreach", *ids, sent=None, query=""):
        path = reverse(f"casework:{name}", args=[program.slug, *ids]) + query
        return client.get(path) if sent is None else client.post(path, sent)

    return open_page


def log_by_tap(referral, what="phone:reached", **more):
    return {"log": what, "referral": str(referral.public_id), "submission_key": str(uuid.uuid4()), **more}


def test_a_card_says_where_the_officer_was(page, program):
    """H5: the officer enters the place so that peer support can find them, so it shows."""
    make_partner_handoff(program, make_agency(program, "treatment"), scene="Elm Street 12")
    assert "Elm Street 12" in page().content.decode()


def test_a_person_stays_on_the_list_until_staff_take_over_what_a_partner_started(page, program, user):
    """H5: an intake that a 24-hour partner started is no contact by program staff."""
    night = make_agency(program, "treatment", "Night desk", takes_handoffs_all_hours=True)
    handoff = make_partner_handoff(program, night)
    partner = actor_of(make_member(program, "mobile_crisis", night), program)
    start_partner_intake(actor=partner, handoff=handoff, at=AT)
    name = handoff.referral.person.full_name
    assert name in page().content.decode()
    start_intake(actor=actor_of(user, program), referral=handoff.referral, at=AT)
    assert name not in page().content.decode()


def test_a_card_shows_the_approach_note_before_contact_options(page, program):
    person = make_person(program)
    make_contact_point(person)
    make_approach_note(person, "Ask for her aunt first.")
    make_referral(program, person)
    html = page().content.decode()
    assert (
        html.index("Ask for her aunt first.")
        < html.index("tel:+19105550142")
        < html.index("sms:+19105550142")
    )
    assert "due in 43 hours" in html and "No attempts yet" in html
    assert "A place to stay" in html and "Language: English" in html


def test_no_text_is_offered_where_it_is_not_safe(page, program):
    person = make_person(program)
    make_contact_point(person, safe_to_text=False)
    make_referral(program, person)
    html = page().content.decode()
    assert "tel:" in html and "sms:" not in html and "Don&#x27;t text." in html


@pytest.mark.parametrize("how", ["phone", "text", "visit"])
@pytest.mark.parametrize("result", ["reached", "not_reached", "left_word"])
def test_one_tap_logs_a_contact(page, program, user, how, result):
    referral = make_waiting_person(program)
    html = page().content.decode()
    assert f'value="{how}:{result}"' in html
    response = page("log_contact", referral.person.public_id, sent=log_by_tap(referral, f"{how}:{result}"))
    assert response.status_code == 302
    contact = ContactAttempt.objects.get()
    assert (contact.how, contact.result, contact.referral) == (how, result, referral)
    assert (contact.recorded_by_id, contact.occurred_at) == (user.pk, LATER)


def test_the_same_tap_twice_makes_one_contact(page, program):
    referral = make_waiting_person(program)
    sent = log_by_tap(referral)
    page("log_contact", referral.person.public_id, sent=sent)
    page("log_contact", referral.person.public_id, sent=sent)
    assert ContactAttempt.objects.count() == 1


def test_each_card_carries_its_own_key(page, program):
    for _number in range(3):
        make_waiting_person(program)
    keys = re.findall(r'name="submission_key" value="([^"]+)"', page().content.decode())
    assert len(keys) == len(set(keys)) == 3


def test_a_tap_also_saves_the_note_and_the_transport(page, program):
    referral = make_waiting_person(program)
    sent = log_by_tap(referral, "visit:left_word", note="With the desk", transport_arranged="on")
    page("log_contact", referral.person.public_id, sent=sent)
    contact = ContactAttempt.objects.get()
    assert (contact.note, contact.transport_arranged) == ("With the desk", True)


def test_the_last_tap_is_undone_on_the_page(page, program):
    referral = make_waiting_person(program)
    page("log_contact", referral.person.public_id, sent=log_by_tap(referral))
    html = page().content.decode()
    contact = ContactAttempt.objects.get()
    undo = reverse("casework:take_back", args=[program.slug, contact.public_id])
    assert "The team has reached everyone who was referred" in html and undo in html
    page("take_back", contact.public_id, sent={})
    html = page().content.decode()
    assert f"referral-{referral.public_id}" in html and undo not in html


def test_a_note_is_added_after_the_tap(page, program, user):
    referral = make_waiting_person(program)
    contact = make_contact(referral.person, referral, actor_of(user, program), LATER)
    assert page("write_note", contact.public_id).status_code == 200
    response = page("write_note", contact.public_id, sent={"note": "Call again on Tuesday"})
    assert response.status_code == 302
    contact.refresh_from_db()
    assert contact.note == "Call again on Tuesday"


def test_a_note_from_a_second_device_shows_first_what_the_other_saved(page, program, user):
    """D7: the note of a contact, open on two devices."""
    referral = make_waiting_person(program)
    contact = make_contact(referral.person, referral, actor_of(user, program), LATER)
    opened = page("write_note", contact.public_id).context["form"]["opened_as"].value()
    sent = {"opened_as": opened, "note": "Call again on Tuesday"}
    page("write_note", contact.public_id, sent=sent)
    html = page("write_note", contact.public_id, sent={**sent, "note": "Call Dee"}).content.decode()
    assert "Call again on Tuesday" in html and "Call Dee" in html and "Nothing is saved yet" in html
    contact.refresh_from_db()
    assert contact.note == "Call again on Tuesday"


def test_a_note_that_is_too_long_stays_on_the_page(page, program, user):
    referral = make_waiting_person(program)
    contact = make_contact(referral.person, referral, actor_of(user, program), LATER)
    response = page("write_note", contact.public_id, sent={"note": "word " * 101})
    assert response.status_code == 200 and b"word word word" in response.content


def test_a_colleagues_contact_is_not_found(page, program):
    referral = make_waiting_person(program)
    contact = make_contact(referral.person, referral)
    assert page("take_back", contact.public_id, sent={}).status_code == 404
    assert page("write_note", contact.public_id).status_code == 404


def test_an_invalid_contact_keeps_what_was_typed(page, program):
    referral = make_waiting_person(program)
    sent = {
        "how": "visit",
        "note": "By the bus station",
        "referral": str(referral.public_id),
        "submission_key": "k",
    }
    response = page("log_contact", referral.person.public_id, sent=sent)
    html = response.content.decode()
    assert response.status_code == 200 and "By the bus station" in html and str(referral.public_id) in html
    assert re.search(r'value="visit"[^>]*checked', html)
    assert not ContactAttempt.objects.exists()


def test_an_earlier_contact_is_logged_with_its_day_and_time(page, program):
    referral = make_waiting_person(program)
    sent = {
        "how": "visit",
        "result": "not_reached",
        "day_month": "3",
        "day_day": "1",
        "day_year": "2026",
        "time": "16:30",
    }
    page("log_contact", referral.person.public_id, sent=sent)
    assert ContactAttempt.objects.get().occurred_at.isoformat() == "2026-03-01T21:30:00+00:00"


def test_a_contact_later_today_is_refused_on_the_page(page, program):
    referral = make_waiting_person(program)
    sent = {"how": "visit", "result": "not_reached", "time": "23:30", "note": "Later"}
    response = page("log_contact", referral.person.public_id, sent=sent)
    assert b"That time is in the future" in response.content and b"Later" in response.content


def test_urgent_help_is_recorded_before_any_intake(page, program):
    referral = make_waiting_person(program)
    assert page("give_help", referral.person.public_id).status_code == 200
    sent = {"kind": "naloxone", "quantity": "2", "cost": "12.50", "referral": str(referral.public_id)}
    response = page("give_help", referral.person.public_id, sent={**sent, "submission_key": "key"})
    back = reverse("casework:outreach", args=[program.slug])
    assert response["Location"] == f"{back}?open={referral.public_id}#referral-{referral.public_id}"
    help_record = HelpGiven.objects.get()
    assert (help_record.kind, help_record.quantity, help_record.cost_cents) == ("naloxone", 2, 1250)


def test_invalid_help_keeps_what_was_typed(page, program):
    referral = make_waiting_person(program)
    response = page("give_help", referral.person.public_id, sent={"quantity": "0", "note": "Two kits"})
    assert response.status_code == 200 and b"Two kits" in response.content
    assert not HelpGiven.objects.exists()


def test_reading_the_queue_writes_one_audit_row(page, program):
    make_waiting_person(program)
    page()
    event = AuditEvent.objects.get()
    assert (event.action, event.outcome, event.details["count"]) == ("outreach.opened", "seen", 1)


def test_the_number_of_queries_does_not_grow_with_the_queue(page, program, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(40) as counted:
            page()
        return len(counted)

    for _number in range(3):
        referral = make_waiting_person(program)
        make_contact(referral.person, referral)
    page()
    few = queries()
    for _number in range(27):
        referral = make_waiting_person(program)
        make_contact(referral.person, referral)
    assert queries() == few


def test_an_empty_queue_says_why_it_is_empty(page):
    assert "The team has reached everyone who was referred" in page().content.decode()


def test_the_list_of_participants_out_of_touch_changes_nothing(page, program):
    participant = make_participant(program, at=AT.replace(year=2025))
    html = page("silent").content.decode()
    assert participant.person.full_name in html and "suggestions for the next team meeting" in html
    assert participant.status_periods.get().status == "active"
    assert page("silent", query="?days=nonsense").status_code == 200


def test_an_intake_starts_from_the_card_only_after_acceptance(page, program):
    said_yes = make_waiting_person(program)
    waits = make_waiting_person(program, state="submitted")
    html = page().content.decode()
    assert reverse("enrollment:start", args=[program.slug, said_yes.public_id]) in html
    assert reverse("enrollment:start", args=[program.slug, waits.public_id]) not in html
    assert "Intake can start once the person says yes to the program." in html


def test_the_list_stays_in_place_after_a_log(page, program):  # W1
    referral = make_waiting_person(program)
    for _number in range(25):
        make_waiting_person(program, at=AT.replace(day=1))
    sent = log_by_tap(referral, "phone:not_reached", show="new")
    response = page("log_contact", referral.person.public_id, sent=sent)
    back = reverse("casework:outreach", args=[program.slug])
    assert response["Location"] == f"{back}?open={referral.public_id}&show=new#referral-{referral.public_id}"
    html = page(query=f"?show=new&open={referral.public_id}").content.decode()
    card = html[html.index(f'id="referral-{referral.public_id}"') :]
    assert '<details class="queue__fold" name="queue" open>' in card[:300]
    assert "Phone call: No answer" in card or 'id="logged"' in card


def test_a_link_to_one_person_opens_the_page_that_holds_them(page, program):  # W2
    for _number in range(21):
        make_waiting_person(program, at=AT.replace(hour=AT.hour - 1))
    last = make_waiting_person(program)
    assert f"referral-{last.public_id}" not in page().content.decode()
    html = page(query=f"?open={last.public_id}").content.decode()
    assert f'id="referral-{last.public_id}"' in html
    assert page(query="?open=nonsense").status_code == 200


def test_the_list_offers_its_parts_with_their_counts(page, program):  # W1
    make_waiting_person(program)
    html = page().content.decode()
    for part in ("Everyone (1)", "New (1)", "Mine (0)", "Overdue (0)"):
        assert part in html
    assert "No one in this part of the list" in page(query="?show=mine").content.decode()


def test_a_closed_card_is_one_stop_for_the_keyboard_and_small(page, program):  # finding-A6
    few = len(re.findall(r"<\w", page().content.decode()))
    for _number in range(10):
        make_waiting_person(program)
    html = page().content.decode()
    assert html.count('<details class="queue__fold" name="queue">') == 10
    assert (len(re.findall(r"<\w", html)) - few) / 10 < 90


def test_after_reached_the_page_offers_to_start_the_intake(page, program):  # W3
    referral = make_waiting_person(program)
    page("log_contact", referral.person.public_id, sent=log_by_tap(referral))
    html = page().content.decode()
    assert reverse("enrollment:start", args=[program.slug, referral.public_id]) in html


def test_after_reached_without_an_answer_the_referral_is_next(page, program):  # W3
    referral = make_waiting_person(program, state="submitted")
    page("log_contact", referral.person.public_id, sent=log_by_tap(referral))
    html = page().content.decode()
    assert reverse("enrollment:start", args=[program.slug, referral.public_id]) not in html
    assert reverse("referrals:show", args=[program.slug, referral.public_id]) in html


def test_the_card_shows_what_the_referrer_wrote(page, program):  # W11
    make_waiting_person(program, reason="Sleeps behind the depot")
    assert "Sleeps behind the depot" in page().content.decode()


ROLES_OUTSIDE = [
    "officer",
    "law_leader",
    "district_attorney",
    "crime_analyst",
    "evaluator",
    "site_administrator",
]


@pytest.mark.parametrize("role", ROLES_OUTSIDE)
def test_police_and_prosecutors_get_a_404(client, program, role):
    referral = make_waiting_person(program)
    contact = make_contact(referral.person, referral)
    client.force_login(make_member(program, role))
    person_id = referral.person.public_id
    pages = [("outreach",), ("silent",), ("log_contact", person_id), ("give_help", person_id)]
    pages += [("take_back", contact.public_id), ("write_note", contact.public_id)]
    missing = client.get(f"/p/{program.slug}/never-was-there/").content
    for name, *ids in pages:
        path = reverse(f"casework:{name}", args=[program.slug, *ids])
        for response in (client.get(path), client.post(path, {})):
            assert (response.status_code, response.content) == (404, missing)


def test_another_programs_people_are_not_found(page):
    elsewhere = make_waiting_person(make_program())
    assert page("log_contact", elsewhere.person.public_id, sent=log_by_tap(elsewhere)).status_code == 404
    assert page("give_help", elsewhere.person.public_id).status_code == 404
    assert not ContactAttempt.objects.exists()


def test_a_contact_logged_from_a_record_is_confirmed(page, program, user):
    """Tryout 3, 7: back on the record nothing said that the contact was saved, or how to undo it."""
    person = make_participant(program, make_person(program), actor_of(user, program)).person
    sent = {"how": "phone", "result": "reached", "submission_key": str(uuid.uuid4())}
    answer = page("log_contact", person.public_id, sent=sent)
    assert "undo it on the outreach list" in str(next(iter(get_messages(answer.wsgi_request))))
    assert "Undo" in page().content.decode()
