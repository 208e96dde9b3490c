"""The pages of appointments, on the participant's record and in the worker's day."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handoff.audit.models import AuditEvent
from handoff.casework.court.services import record_text_wish
from handoff.casework.models import Appointment
from handoff.casework.tests.test_need_pages import NO_ONE, Page
from handoff.enrollment.services import make_inactive
from handoff.testing.casework import make_appointment, make_contact_point, make_need, make_service_referral
from handoff.testing.directory import make_service
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, actor_of

pytestmark = pytest.mark.django_db
DAY = {"day_month": 3, "day_day": 4, "day_year": 2026, "time": "10:30"}


@pytest.fixture
def page(client, clock):
    return Page(client)


def listed(page):
    return page.client.get(page.path("appointments:list", page.person.public_id)).content.decode()


def test_a_service_of_the_directory_is_chosen_without_a_referral(page):
    """The list holds what helps with the open needs; without a need, the whole directory."""
    pantry = make_service(page.program, name="Pantry", needs=("food",))
    beds = make_service(page.program, name="Beds", needs=("housing",))
    url = page.path("appointments:make", page.person.public_id)
    html = page.client.get(url).content.decode()
    assert str(pantry.public_id) in html and str(beds.public_id) in html
    make_need(page.person, kind="housing")
    html = page.client.get(url).content.decode()
    assert str(pantry.public_id) not in html and str(beds.public_id) in html
    sent = {"kind": "service", "day_month": "3", "day_day": "4", "day_year": "2026", "time": "09:30"}
    page.client.post(url, {**sent, "service": beds.public_id})
    made = Appointment.objects.get()
    assert made.service == beds and made.provider.endswith("Beds") and made.referral is None


def test_an_appointment_is_made_moved_and_kept(page):
    assert "No appointments planned" in listed(page)
    made = page.send(
        "appointments:make", page.person.public_id, kind="check_in", worker=page.user.pk, place="Porch", **DAY
    )
    assert "Appointment made" in made and "Porch" in made and "10:30" in made
    appointment = Appointment.objects.get()
    assert appointment.worker_id == page.user.pk
    moved = page.send(
        "appointments:move", appointment.public_id, worker=page.user.pk, place="Park", **{**DAY, "day_day": 2}
    )
    assert "Let them know the new time" in moved and "Park" in moved
    kept = page.send("appointments:outcome", appointment.public_id, what="kept", next_step="Bus pass")
    assert "You can make the next appointment now" in kept and "Next: Bus pass" in kept
    assert "Earlier appointments" in kept and "Appointment moved" in kept
    record = page.client.get(page.path("people:person", page.person.public_id)).content.decode()
    assert "Appointment kept: Check-in" in record


def test_bad_input_gets_a_sentence_and_loses_nothing(page):
    html = page.send("appointments:make", page.person.public_id, kind="check_in", place="By the old mill")
    assert "Enter the month, day, and year of the appointment." in html
    assert "Enter the time of the appointment." in html and "By the old mill" in html
    html = page.send("appointments:make", page.person.public_id, kind="health", worker="", **DAY)
    assert "Choose who the appointment is with" in html
    assert not Appointment.objects.exists()


def test_it_stands_on_the_record_and_in_the_workers_day(page):
    make_appointment(page.person, page.worker, starts_at=AT, place="Mill Street 4")
    make_appointment(page.person, page.worker, place="Bakery")
    record = page.client.get(page.path("people:person", page.person.public_id)).content.decode()
    assert "Mill Street 4" in record.split("How to reach them now")[1].split("All contact information")[0]
    home = page.client.get(page.path("home:home")).content.decode()
    assert "Mill Street 4" in home and "Bakery · No ride arranged" in home


def test_an_appointment_for_a_need_starts_at_its_referral(page):
    referral = make_service_referral(make_need(page.person, page.worker), page.worker)
    path = page.path("appointments:make_for_referral", referral.public_id)
    assert path in page.list()
    html = page.client.get(path).content.decode()
    assert referral.provider in html
    sent = {"kind": "service", "referral": str(referral.public_id), "worker": "", **DAY}
    page.client.post(path, sent)
    assert Appointment.objects.get().referral == referral
    record = page.client.get(page.path("people:person", page.person.public_id)).content.decode()
    assert record.count(f"Appointment: {referral.provider}") == 1, "listed once, not as the provider's too"
    html = page.send("needs:follow_up", referral.public_id, state="participant_declined", need_next="open")
    assert "Canceled by them" in listed(page)


def test_the_page_of_an_end_asks_about_the_appointment(page):
    """C-F10"""
    referral = make_service_referral(make_need(page.person, page.worker), page.worker)
    path = page.path("needs:follow_up", referral.public_id)
    assert "Keep the planned appointment" not in page.client.get(path).content.decode()
    make_appointment(page.person, page.worker, referral=referral, provider=referral.provider)
    assert "Keep the planned appointment" in page.client.get(path).content.decode()
    page.send(
        "needs:follow_up",
        referral.public_id,
        state="provider_declined",
        need_next="open",
        keep_appointments="on",
    )
    assert Appointment.objects.get().is_planned


def test_an_unknown_one_is_not_found(page):
    for name in (
        "appointments:move",
        "appointments:outcome",
        "appointments:list",
        "appointments:make_for_referral",
    ):
        assert page.client.get(page.path(name, NO_ONE)).status_code == 404


def test_an_outcome_before_its_day_isnt_offered(page):
    made = make_appointment(page.person, page.worker)
    html = page.client.get(page.path("appointments:outcome", made.public_id)).content.decode()
    assert "Canceled by them" in html and 'value="kept"' not in html


def test_the_number_of_queries_does_not_grow(page):
    def queries(path):
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert page.client.get(path).status_code == 200
        return len(found)

    paths = [
        page.path("appointments:list", page.person.public_id),
        page.path("people:person", page.person.public_id),
        page.path("home:home"),
    ]
    for _each in range(2):
        make_appointment(page.person, page.worker, starts_at=AT)
        make_appointment(page.person, page.worker)
    for path in paths:
        queries(path)
    before = [queries(path) for path in paths]
    for _each in range(10):
        make_appointment(page.person, page.worker, starts_at=AT)
        make_appointment(page.person, page.worker)
    assert [queries(path) for path in paths] == before


def test_a_reminder_to_text_says_when_and_neither_what_for_nor_where(page):
    """K10: in their language, only to a number that is OK to text, and not about someone who isn't seen anymore."""
    page.person.language = "es"
    page.person.save()
    worker = actor_of(page.user, page.program)
    enrollment = make_participant(page.program, page.person, worker)
    make_appointment(page.person, kind="service", starts_at=AT + timedelta(days=1), place="Methadone clinic")
    assert "sms:" not in listed(page)
    point = make_contact_point(page.person)
    html = listed(page)
    assert f"sms:{point.value}" in html and "Tiene una cita" in html
    (body,) = re.findall(r"body=([^\"]+)", html)
    assert "Methadone" not in unquote(body) and "Responda STOP" in unquote(body)
    point.safe_to_text = False
    point.save()
    assert "sms:" not in listed(page)
    point.safe_to_text = True
    point.save()
    make_appointment(page.person, kind="court", starts_at=AT + timedelta(days=1))
    assert listed(page).count("sms:") == 2
    record_text_wish(actor=worker, person=page.person, says="nothing", at=AT)
    assert listed(page).count("sms:") == 1
    make_inactive(actor=worker, enrollment=enrollment, reason="deceased", note="", at=AT)
    assert "sms:" not in listed(page)


def test_a_reminder_that_a_worker_sent_is_known_to_colleagues(page):
    """K10: recorded once someone says so and only then, once a day, and not for a time that is no more."""
    make_contact_point(page.person)
    made = make_appointment(page.person, page.worker, starts_at=AT + timedelta(days=1))
    before = listed(page)
    assert "I sent it" in before and "Reminded by text" not in before
    for _each in range(2):
        html = page.send("appointments:reminded", made.public_id)
    assert f"by {page.user.full_name}" in html.split("Reminded by text,")[1][:200]
    assert "Send it again" in html and "I sent it" not in html
    assert made.events.filter(what="reminded").count() == 1
    assert AuditEvent.objects.filter(action="appointment.reminded").count() == 1
    home = page.client.get(page.path("home:home")).content.decode()
    assert "· Reminded by text" in home
    move = {"worker": page.user.pk, "place": "", **DAY, "day_day": 3}
    moved = page.send("appointments:move", made.public_id, **move)
    assert "I sent it" in moved and "Reminded by text," not in moved
    home = page.client.get(page.path("home:home")).content.decode()
    assert "Reminded by text" not in home


def test_there_is_no_reminder_of_what_is_over(page):
    made = make_appointment(page.person, page.worker, starts_at=AT)
    assert "nothing to remind them of" in page.send("appointments:reminded", made.public_id)
    assert not made.events.filter(what="reminded").exists()
