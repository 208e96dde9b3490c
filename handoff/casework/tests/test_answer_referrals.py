"""An agency sees and answers what participants are referred to it for, as far as live ROIs let it (P8, ADR 0056)."""

from copy import deepcopy
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handoff.audit.models import AuditEvent
from handoff.casework.models import Appointment, ProviderAnswer
from handoff.casework.providers import queries
from handoff.core.refusals import Refused
from handoff.enrollment.services import make_inactive
from handoff.notifications.models import Notice
from handoff.testing.casework import (
    follow_up,
    make_appointment,
)
from handoff.testing.programs import (
    AT,
    PASSWORD,
    actor_of,
    make_actor,
    make_member,
    make_program,
)
from handoff.testing.providers import LATER, Shelter

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
SOON = AT + timedelta(days=2)


@pytest.fixture(scope="module")
def built(build_once):
    return build_once(Shelter)


@pytest.fixture
def shelter(built, db):
    return deepcopy(built)


def test_a_revoked_roi_closes_the_page_at_the_next_request_and_keeps_the_agencys_own_answers(shelter, clock):
    browser = shelter.browser()
    shelter.answer("accepted", at=AT, words="A bed from Thursday.")
    page = browser.get(shelter.path("providers:list")).content.decode()
    assert shelter.person.recorded_name in page and "Your earlier answers" not in page
    shelter.revoke(at=AT)
    gone = browser.get(shelter.path())
    assert gone.status_code == 404
    assert browser.post(shelter.path(), {"what": "message", "words": "Still there?"}).status_code == 404
    page = browser.get(shelter.path("providers:list")).content.decode()
    assert shelter.person.recorded_name not in page
    reference = str(shelter.referral.public_id)[:8].upper()
    assert "Your earlier answers" in page and reference in page and "A bed from Thursday." in page
    listed = AuditEvent.objects.filter(action="service_referrals.listed").last()
    assert listed.details["people"] == [str(shelter.person.public_id)]
    assert ProviderAnswer.objects.count() == 1


def test_an_roi_that_ends_while_the_page_is_open_takes_no_answer(shelter):
    shelter.revoke()
    with pytest.raises(Refused, match="no longer shared"):
        shelter.answer("accepted")


@pytest.mark.parametrize(
    ("what", "fields", "state", "barrier"),
    [
        ("accepted", {}, "accepted", ""),
        ("attended", {}, "connected", ""),
        ("no_place", {"until": date(2026, 3, 20)}, "provider_declined", "no_place"),
        ("declined", {"reason": "funds"}, "provider_declined", "cost"),
        ("not_wanted", {}, "participant_declined", ""),
        ("message", {"words": "Call me."}, "made", ""),
    ],
)
def test_an_answer_moves_the_referral_by_the_table_and_leaves_the_need_open(
    shelter, what, fields, state, barrier
):
    # C-F10
    answer = shelter.answer(what, **fields)
    current = shelter.state()
    assert (current.state, current.barrier) == (state, barrier)
    assert (answer.event_id == current.pk) is (what != "message")
    assert shelter.need.is_open
    notice = Notice.objects.get(kind="provider_answered")
    assert notice.to_address == "worker@example.org" and "asked" not in notice.path


def test_a_decline_after_acceptance_says_who_and_cancels_what_was_planned(shelter):
    # C-F10
    shelter.answer("accepted")
    starts = datetime.combine(TODAY + timedelta(days=2), AT.time(), AT.tzinfo)
    shelter.answer("appointment", starts_at=starts, place="Room 2")
    planned = Appointment.objects.get()
    assert (planned.starts_at, planned.place, planned.referral) == (starts, "Room 2", shelter.referral)
    shelter.answer("appointment", starts_at=starts + timedelta(days=1))
    planned = Appointment.objects.get()
    assert (planned.starts_at, planned.place) == (starts + timedelta(days=1), "Room 2")
    shelter.answer("not_wanted")
    assert shelter.state().state == "participant_declined"
    planned.refresh_from_db()
    assert planned.state == "participant_canceled"
    with pytest.raises(Refused, match="can't follow"):
        shelter.answer("accepted")


def test_a_first_appointment_attended_keeps_the_planned_one_and_connects_the_need(shelter):
    actor = actor_of(shelter.worker, shelter.program)
    kept, coming = (
        make_appointment(
            shelter.person, actor, AT, starts_at=AT + timedelta(days=days), referral=shelter.referral,
            kind="service", provider="Beds",
        )
        for days in (0, 9)
    )  # fmt: skip
    shelter.answer("attended", at=AT + timedelta(hours=1))
    assert shelter.state().state == "connected"
    kept.refresh_from_db()
    coming.refresh_from_db()
    assert (kept.state, coming.state) == ("kept", "planned")


def test_no_appointment_is_made_for_someone_inactive_and_the_provider_learns_nothing_of_it(shelter):
    enrollment = shelter.person.enrollments.get()
    make_inactive(
        actor=make_actor(shelter.program, "case_manager"),
        enrollment=enrollment,
        reason="moved",
        note="",
        at=AT,
    )
    shelter.answer("appointment", starts_at=AT + timedelta(days=2))
    assert shelter.state().state == "appointment" and not Appointment.objects.exists()


@pytest.mark.parametrize(
    ("what", "fields", "sentence"),
    [
        ("graduated", {}, "from the list"),
        ("accepted", {"occurred_on": date(2026, 3, 3)}, "in the future"),
        ("no_place", {"until": TODAY}, "later day"),
        ("declined", {}, "why you can't take them"),
        ("appointment", {}, "day and time"),
        ("appointment", {"starts_at": AT - timedelta(days=1)}, "day and time"),
        ("message", {"words": "  "}, "Write the message"),
    ],
)
def test_an_answer_that_lacks_what_belongs_to_it_is_refused_with_a_sentence(shelter, what, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        shelter.answer(what, **fields)
    assert not ProviderAnswer.objects.exists() and shelter.state().state == "made"


def test_the_same_form_sent_twice_is_one_answer_and_another_referrals_key_is_refused(shelter):
    first = shelter.answer("accepted", key="k")
    assert shelter.answer("accepted", key="k") == first
    with pytest.raises(Refused, match="already saved this form with other answers"):
        shelter.answer("not_wanted", key="k")
    shelter.referral = shelter.refer()
    with pytest.raises(Refused, match="out of date"):
        shelter.answer("accepted", key="k")


@pytest.mark.parametrize(
    ("what", "said", "other"),
    [
        ("appointment", {"starts_at": SOON, "place": "Room 2"}, {"starts_at": SOON + timedelta(hours=1)}),
        ("appointment", {"starts_at": SOON, "place": "Room 2"}, {"place": "Room 3"}),
        ("no_place", {"until": None}, {"until": SOON.date()}),
        ("declined", {"reason": "rules"}, {"reason": "funds"}),
    ],
)
def test_an_answer_corrected_with_back_and_save_is_not_lost(shelter, what, said, other):
    """C-F03: the corrected time was dropped, and the worker and the participant had the wrong one."""
    first = shelter.answer(what, key="k", **said)
    assert shelter.answer(what, key="k", **said) == first
    with pytest.raises(Refused, match="already saved this form with other answers"):
        shelter.answer(what, key="k", **{**said, **other})


def test_whoever_referred_is_notified_where_no_one_works_with_the_participant(shelter):
    enrollment = shelter.person.enrollments.get()
    enrollment.primary_worker_id = None
    enrollment.save()
    shelter.answer("accepted")
    assert Notice.objects.get(kind="provider_answered").to_address == "worker@example.org"


def test_without_anyone_on_the_team_the_manager_is_notified_and_has_it_at_home(shelter):
    """Neither the worker nor whoever referred is there any more: the answer reaches someone all the same."""
    manager = make_member(shelter.program, "program_manager", email="manager@example.org")
    shelter.worker.is_active = False
    shelter.worker.save()
    shelter.answer("message", words="Anyone?")
    assert Notice.objects.get(kind="provider_answered").to_address == "manager@example.org"
    assert [each.referral for each in queries.follow_ups(shelter.program, manager.pk, AT)] == [
        shelter.referral
    ]
    assert not queries.follow_ups(make_program(), manager.pk, AT)


def test_the_form_asks_for_what_belongs_to_an_answer_and_loses_nothing(shelter, clock):
    browser = shelter.browser()
    for what, sentence in (
        ("declined", "Choose why you can&#x27;t take them."),
        ("message", "Write the message to the worker."),
        ("appointment", "Enter the time of the appointment."),
    ):
        html = browser.post(shelter.path(), {"what": what, "place": "Room 7"}).content.decode()
        assert sentence in html and "Room 7" in html
    sent = {"what": "appointment", "time": "2:30 PM", "place": "Room 7"}
    sent |= {"appointment_on_month": "3", "appointment_on_day": "4", "appointment_on_year": "2026"}
    html = browser.post(shelter.path(), sent, follow=True).content.decode()
    assert "Saved for the care team." in html and "Wed, Mar 4, 2026, 2:30 PM · Room 7" in html
    answer = ProviderAnswer.objects.get()
    assert answer.recorded_by_id == shelter.user.pk and answer.agency == shelter.agency


def test_the_list_keeps_apart_what_waits_what_is_answered_and_what_ended(shelter, clock):
    first = shelter.referral
    browser = shelter.browser()
    assert "1 referral to answer" in browser.get(shelter.path("home:home")).content.decode()
    shelter.answer("accepted", at=AT)
    shelter.referral = shelter.refer()
    html = browser.get(shelter.path("providers:list")).content.decode()
    waiting, answered = html.index("Waiting for your answer"), html.index(">Answered<")
    assert waiting < html.index(str(shelter.referral.public_id)) < answered < html.index(str(first.public_id))
    shelter.answer("declined", at=AT, reason="rules")
    html = browser.get(shelter.path("providers:list")).content.decode()
    assert "Nothing is waiting for your answer." in html and ">Ended<" in html
    assert "Nothing is waiting for your answer." in browser.get(shelter.path("home:home")).content.decode()


def test_the_worker_reads_the_answer_at_the_need_and_whether_the_agency_can_see_it(shelter, clock):
    shelter.answer("appointment", at=AT, starts_at=AT + timedelta(days=1), words="Bring an ID.")
    shelter.answer("message", at=AT, words="The side door.")
    client = Client()
    client.login(username=shelter.worker.username, password=PASSWORD)
    page = reverse("needs:list", args=[shelter.program.slug, shelter.person.public_id])
    html = client.get(page).content.decode()
    assert "Harbor Light can see this referral in Handoff and answer it." in html
    assert "Harbor Light: We gave them an appointment" in html and "Bring an ID." in html
    assert "The side door." in html
    shelter.revoke(at=AT)
    html = client.get(page).content.decode()
    assert "can't see this referral: no active release" in html


def test_the_workers_home_says_what_to_do_next(shelter):
    # C-F10, C-F14
    def found(at):
        return [(each.reason, each.referral) for each in queries.follow_ups(shelter.program, worker, at)]

    worker, first = shelter.worker.pk, shelter.referral
    assert found(LATER) == []
    assert found(AT + timedelta(days=14)) == [("unanswered", first)]
    shelter.answer("accepted")
    assert found(LATER) == [("answered", first)]
    assert found(LATER + timedelta(days=8)) == []
    shelter.service.status = "temporarily closed"
    shelter.service.save()
    assert found(LATER) == [("closed", first)]
    shelter.answer("no_place")
    assert found(LATER) == [("refused", first)]
    assert found(LATER + timedelta(days=31)) == []
    shelter.service.status = "active"
    shelter.service.save()
    shelter.referral = shelter.refer()
    assert found(LATER) == [], "the need leads elsewhere now"
    follow_up(shelter.referral, "participant_declined", need_next="open", at=LATER)
    assert found(LATER) == [], "whoever records an end says what becomes of the need"


def test_the_workers_home_lists_the_answer(shelter, clock):
    client = Client()
    client.login(username=shelter.worker.username, password=PASSWORD)
    home = reverse("home:home", args=[shelter.program.slug])
    shelter.answer("accepted", at=AT)
    assert "We accept them" in client.get(home).content.decode()
    shelter.service.status = "temporarily closed"
    shelter.service.save()
    assert "Temporarily closed. Find another service" in client.get(home).content.decode()
    shelter.answer("no_place", at=AT)
    assert "No place now. What becomes of the need?" in client.get(home).content.decode()


def test_the_list_needs_the_same_number_of_queries_for_any_number_of_referrals(shelter, clock):
    browser, counts = shelter.browser(), []
    for more in (0, 6):
        for _each in range(more):
            shelter.refer()
        browser.get(shelter.path("providers:list"))
        with CaptureQueriesContext(connection) as found:
            browser.get(shelter.path("providers:list"))
        counts.append(len(found))
    assert counts[0] == counts[1]
