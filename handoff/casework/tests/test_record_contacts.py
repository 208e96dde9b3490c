"""Contacts and urgent help are recorded once each and can be undone."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict

from handoff.audit.models import AuditEvent
from handoff.casework import services
from handoff.casework.forms import ContactForm
from handoff.casework.models import ContactAttempt, ContactCorrection, HelpGiven
from handoff.casework.queries import (
    contacts_of,
    help_given_to,
    help_offer,
    last_reached,
    latest_undoable_contact,
    outreach_list,
)
from handoff.core.refusals import Refused
from handoff.testing.casework import make_contact, make_help, make_waiting_person
from handoff.testing.programs import AT, make_actor, make_person, make_program

pytestmark = pytest.mark.django_db

LAW_SIDE = ["officer", "law_leader", "district_attorney", "crime_analyst"]


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def worker(program):
    return make_actor(program, "peer_support")


@pytest.fixture
def referral(program):
    return make_waiting_person(program)


def fail(*args, **kwargs):
    raise RuntimeError("the last write did not work")


def test_a_contact_is_recorded_with_author_and_time(worker, referral):
    contact = make_contact(referral.person, referral, worker, result="left_word", note=" With her sister ")
    assert (contact.how, contact.result, contact.note) == ("phone", "left_word", "With her sister")
    assert (contact.occurred_at, contact.recorded_at, contact.recorded_by_id) == (AT, AT, worker.user_id)
    event = AuditEvent.objects.get(action="contact.recorded")
    assert event.subject == str(referral.person.public_id) and event.details == {"result": "left_word"}


def test_the_same_form_sent_twice_makes_one_contact(worker, referral):
    key = str(uuid.uuid4())
    first = make_contact(referral.person, referral, worker, key=key)
    assert make_contact(referral.person, referral, worker, key=key) == first
    assert ContactAttempt.objects.count() == AuditEvent.objects.filter(action="contact.recorded").count() == 1


def test_an_outdated_page_records_nothing_for_another_person(program, worker, referral):
    key = str(uuid.uuid4())
    make_contact(referral.person, referral, worker, key=key)
    with pytest.raises(Refused, match="out of date"):
        make_contact(make_person(program), None, worker, key=key)


@pytest.mark.parametrize("wrong", [{"how": "letter"}, {"result": "gone"}, {"how": "", "result": ""}])
def test_kind_and_result_are_required(worker, referral, wrong):
    with pytest.raises(Refused, match="how you tried"):
        make_contact(referral.person, referral, worker, **wrong)


def test_nothing_is_logged_before_it_happens(worker, referral):
    with pytest.raises(Refused, match="in the future"):
        make_contact(referral.person, referral, worker, occurred_at=AT + timedelta(minutes=1))


def test_a_contact_belongs_to_the_referrals_own_person(program, worker, referral):
    with pytest.raises(Refused, match="someone else"):
        make_contact(make_person(program), referral, worker)


@pytest.mark.parametrize("role", [*LAW_SIDE, "data_manager", "evaluator", "site_administrator"])
def test_only_the_care_team_logs_contacts_and_help(program, referral, role):
    actor = make_actor(program, role)
    with pytest.raises(Refused, match="care team"):
        make_contact(referral.person, referral, actor)
    with pytest.raises(Refused, match="care team"):
        make_help(referral.person, actor)


def test_another_programs_team_logs_nothing(referral):
    outsider = make_actor(make_program(), "peer_support")
    with pytest.raises(Refused, match="isn't in your program"):
        make_contact(referral.person, None, outsider)
    with pytest.raises(Refused, match="isn't in your program"):
        make_help(referral.person, outsider)


def test_no_contact_stays_when_the_audit_row_cannot_be_written(worker, referral, monkeypatch):
    monkeypatch.setattr("handoff.casework.services.audit.record", fail)
    with pytest.raises(RuntimeError):
        make_contact(referral.person, referral, worker)
    with pytest.raises(RuntimeError):
        make_help(referral.person, worker)
    assert not ContactAttempt.objects.exists() and not HelpGiven.objects.exists()


def undo_contact(actor, contact, at=AT):
    return services.undo_contact(actor=actor, contact=contact, at=at)


def test_an_undone_contact_stays_on_record_but_no_longer_counts(program, worker, referral):
    contact = make_contact(referral.person, referral, worker, result="reached")
    assert not outreach_list(program).exists()
    correction = undo_contact(worker, contact, AT + timedelta(minutes=2))
    assert (correction.corrected_at, correction.corrected_by_id) == (
        AT + timedelta(minutes=2),
        worker.user_id,
    )
    assert ContactAttempt.objects.count() == 1
    assert list(outreach_list(program)) == [referral]
    assert not contacts_of(referral.person_id).exists() and last_reached([referral.person_id]) == {}
    assert AuditEvent.objects.filter(action="contact.taken_back", subject=referral.person.public_id).exists()


def test_undoing_twice_makes_one_correction(worker, referral):
    contact = make_contact(referral.person, referral, worker)
    undo_contact(worker, contact)
    undo_contact(worker, contact)
    assert ContactCorrection.objects.count() == 1
    assert AuditEvent.objects.filter(action="contact.taken_back").count() == 1


def test_only_the_author_undoes_a_contact(program, worker, referral):
    contact = make_contact(referral.person, referral, worker)
    for other in (make_actor(program, "peer_support"), make_actor(program, "program_manager")):
        with pytest.raises(Refused, match="who logged"):
            undo_contact(other, contact)


def test_a_contact_can_be_undone_within_an_hour(worker, referral):
    contact = make_contact(referral.person, referral, worker)
    with pytest.raises(Refused, match="for one hour"):
        undo_contact(worker, contact, AT + timedelta(hours=1))
    undo_contact(worker, contact, AT + timedelta(minutes=59))


def test_nothing_is_undone_when_the_audit_row_cannot_be_written(worker, referral, monkeypatch):
    contact = make_contact(referral.person, referral, worker)
    monkeypatch.setattr("handoff.casework.services.audit.record", fail)
    with pytest.raises(RuntimeError):
        undo_contact(worker, contact)
    assert not ContactCorrection.objects.exists()


def add_note(actor, contact, text="At the shelter after six", at=AT):
    return services.write_contact_note(
        actor=actor, contact=contact, note=text, transport_arranged=True, at=at
    )


def test_a_note_can_be_added_later(program, worker, referral):
    contact = add_note(worker, make_contact(referral.person, referral, worker))
    assert (contact.note, contact.transport_arranged) == ("At the shelter after six", True)
    waiting: Any = outreach_list(program).get()
    assert waiting.transport_arranged
    assert AuditEvent.objects.filter(action="contact.noted").exists()


def test_only_the_author_writes_the_note(program, worker, referral):
    with pytest.raises(Refused, match="who logged"):
        add_note(make_actor(program, "peer_support"), make_contact(referral.person, referral, worker))


def test_an_undone_contact_takes_no_note(worker, referral):
    contact = make_contact(referral.person, referral, worker)
    undo_contact(worker, contact)
    with pytest.raises(Refused, match="was undone"):
        add_note(worker, contact)


def test_no_note_stays_when_the_audit_row_cannot_be_written(worker, referral, monkeypatch):
    contact = make_contact(referral.person, referral, worker)
    monkeypatch.setattr("handoff.casework.services.audit.record", fail)
    with pytest.raises(RuntimeError):
        add_note(worker, contact)
    contact.refresh_from_db()
    assert contact.note == ""


def test_the_last_tap_can_be_undone_for_an_hour(program, worker, referral):
    first = make_contact(referral.person, referral, worker)
    second = make_contact(referral.person, referral, worker, AT + timedelta(minutes=1))
    make_contact(referral.person, referral, make_actor(program, "peer_support"), AT + timedelta(minutes=2))
    now = AT + timedelta(minutes=5)
    assert latest_undoable_contact(worker, now) == second
    undo_contact(worker, second, now)
    assert latest_undoable_contact(worker, now) == first
    assert latest_undoable_contact(worker, AT + timedelta(hours=1, minutes=1)) is None


def test_an_evening_contact_keeps_its_own_date(program, worker, referral):
    """C-F04: it is 9:30 PM on July 14 in North Carolina, and July 15 in UTC."""
    now, zone = datetime(2026, 7, 15, 1, 30, tzinfo=UTC), ZoneInfo("America/New_York")
    typed = {"day_month": "7", "day_day": "14", "day_year": "2026"}

    def contact_form(**sent):
        data = QueryDict(urlencode({"how": "visit", "result": "reached", **sent}))
        form = ContactForm(data, at=now, zone=zone)
        form.offer(help_offer(program), may_overdraw=False)
        return form

    for form in (contact_form(), contact_form(**typed), contact_form(**typed, time="21:15")):
        assert form.is_valid() and form.occurred_at.astimezone(zone).date() == date(2026, 7, 14)
    assert not contact_form(**{**typed, "day_day": "15"}).is_valid()
    contact = make_contact(referral.person, referral, worker, now, result="reached")
    for _again in range(3):
        services.write_contact_note(
            actor=worker, contact=contact, note="", transport_arranged=False, at=now + timedelta(days=1)
        )
    contact.refresh_from_db()
    assert contact.occurred_at == now


def test_help_is_given_before_any_intake(worker, referral):
    help_record = make_help(
        referral.person, worker, kind="shelter", quantity=2, cost_cents=12050, note=" Two nights "
    )
    assert (help_record.quantity, help_record.cost_cents, help_record.note) == (2, 12050, "Two nights")
    assert list(help_given_to(referral.person_id)) == [help_record]
    assert AuditEvent.objects.get(action="help.given").details == {"kind": "shelter"}


def test_the_same_help_sent_twice_makes_one_row(worker, referral):
    key = str(uuid.uuid4())
    assert make_help(referral.person, worker, key=key) == make_help(referral.person, worker, key=key)
    assert HelpGiven.objects.count() == 1
    with pytest.raises(Refused, match="already saved this form with other answers"):
        make_help(referral.person, worker, key=key, quantity=3)


@pytest.mark.parametrize("wrong", [{"kind": "cash"}, {"quantity": 0}])
def test_kind_and_quantity_are_required(worker, referral, wrong):
    with pytest.raises(Refused, match="what you gave"):
        make_help(referral.person, worker, **wrong)


def test_help_is_not_given_in_the_future(worker, referral):
    with pytest.raises(Refused, match="in the future"):
        make_help(referral.person, worker, occurred_at=AT + timedelta(hours=1))
