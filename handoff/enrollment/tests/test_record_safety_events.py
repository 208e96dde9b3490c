"""Overdoses, reversals and deaths of participants: recorded, looked back on, and shared with no one (M13)."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from handoff.audit.models import AuditEvent
from handoff.casework.tests.test_need_pages import Page
from handoff.consent.gate import decide_about
from handoff.consent.models import Release
from handoff.consent.presenters import release_history, release_status
from handoff.core.refusals import Refused
from handoff.enrollment.models import SafetyAction, SafetyEvent, StatusPeriod
from handoff.enrollment.queries import awaiting_intake, current_events
from handoff.enrollment.safety import services
from handoff.enrollment.safety.inputs import EventInput, ReviewInput
from handoff.enrollment.safety.queries import open_actions, safety_facts, to_review
from handoff.programs.queries import time_zone_of
from handoff.testing.consent import make_release
from handoff.testing.enrollment import make_participant, make_referral
from handoff.testing.programs import AT, make_actor, make_agency, make_member, make_person, make_program
from handoff.testing.safety import make_event, make_overdose

pytestmark = pytest.mark.django_db
TODAY = AT.date()
DEATH = EventInput("death", TODAY, "family", True, cause="unknown")


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def worker(program):
    return make_actor(program, "case_manager")


@pytest.fixture
def person(program, worker):
    return make_participant(program, make_person(program), worker, at=AT - timedelta(days=30)).person


def record(worker, person, event_input, key="one", at=AT):
    return services.record_event(actor=worker, person=person, event_input=event_input, key=key, at=at)


def test_a_death_ends_what_was_shared_and_planned_and_removes_nothing(program, worker, person):
    police = make_agency(program, "law_enforcement")
    release = make_release(person, police, actor=worker, at=AT - timedelta(days=1))
    assert decide_about(police, person.pk, AT).kinds
    record(worker, person, replace(DEATH, happened_on=TODAY - timedelta(days=3)))
    assert not decide_about(police, person.pk, AT).kinds
    release.refresh_from_db()
    assert "Ended at their death" in str(release_status(release, AT).text)
    assert any("death was recorded" in str(each.title) for each in release_history(release))
    open_period = StatusPeriod.objects.get(enrollment__person=person, ends_at__isnull=True)
    # From the day of the death, so that they aren't counted as active after it.
    assert (open_period.reason, open_period.starts_at.date()) == ("deceased", TODAY - timedelta(days=3))
    assert (
        Release.objects.count() == 1 and StatusPeriod.objects.filter(enrollment__person=person).count() == 2
    )
    with pytest.raises(Refused, match="already recorded"):
        record(worker, person, DEATH, key="two")
    services.remove_event(actor=worker, event=SafetyEvent.objects.get(), at=AT)
    record(worker, person, DEATH, key="three")
    assert StatusPeriod.objects.filter(enrollment__person=person).count() == 2


def test_someone_who_died_before_an_intake_is_waited_for_no_longer(program, worker):
    referral = make_referral(program)
    assert list(awaiting_intake(program)) == [referral]
    event = record(worker, referral.person, DEATH)
    assert not awaiting_intake(program)
    services.remove_event(actor=worker, event=event, at=AT)
    assert list(awaiting_intake(program)) == [referral]


def test_a_death_before_the_present_status_counts_from_now(program, worker, person):
    record(worker, person, replace(DEATH, happened_on=TODAY - timedelta(days=300)))
    assert StatusPeriod.objects.get(enrollment__person=person, ends_at__isnull=True).starts_at == AT


def test_a_corrected_day_of_death_moves_the_day_since_which_they_are_inactive(program, worker, person):
    event = record(worker, person, DEATH)
    enrollment = person.enrollments.get()
    days = {TODAY - timedelta(days=2): AT + timedelta(minutes=1), TODAY: AT + timedelta(minutes=2)}
    for day, at in days.items():
        event = services.correct_event(
            actor=worker, event=event, event_input=replace(DEATH, happened_on=day), key=f"{day}", at=at
        )
        before, since = enrollment.status_periods.order_by("starts_at")
        assert before.ends_at == since.starts_at and since.reason == "deceased"
        assert since.starts_at.astimezone(time_zone_of(program)).date() == day
    # A day before they were active at all moves nothing.
    long_ago = replace(DEATH, happened_on=TODAY - timedelta(days=300))
    services.correct_event(
        actor=worker, event=event, event_input=long_ago, key="long ago", at=AT + timedelta(minutes=3)
    )
    assert list(enrollment.status_periods.order_by("starts_at")) == [before, since]
    assert enrollment.status_periods.latest("starts_at").starts_at == since.starts_at


def test_the_status_page_asks_for_the_day_of_death_and_the_death_itself_moves_it(client, clock):
    page = Page(client)
    make_participant(page.program, page.person, page.worker, at=AT - timedelta(days=30))
    who, periods = page.person.public_id, StatusPeriod.objects.filter(enrollment__person=page.person)
    assert "Enter the day they died" in page.send("enrollment:status", who, reason="deceased")
    day = TODAY - timedelta(days=1)
    sent = {"died_on_month": day.month, "died_on_day": day.day, "died_on_year": day.year}
    assert "Leave the day blank" in page.send("enrollment:status", who, reason="moved", **sent)
    assert not periods.filter(reason="deceased").exists()
    assert "recorded as deceased" in page.send("enrollment:status", who, reason="deceased", **sent)
    zone = time_zone_of(page.program)
    assert periods.get(reason="deceased").starts_at.astimezone(zone).date() == day
    record(page.worker, page.person, replace(DEATH, happened_on=TODAY - timedelta(days=3)))
    assert periods.get(reason="deceased").starts_at.astimezone(zone).date() == TODAY - timedelta(days=3)


def test_a_form_sent_twice_records_once_and_a_correction_keeps_the_earlier_entry(worker, person):
    overdose = EventInput("overdose", TODAY, "participant", False, naloxone="unknown")
    event = record(worker, person, overdose)
    assert record(worker, person, overdose) == event
    with pytest.raises(Refused, match="already saved"):
        record(worker, person, replace(overdose, happened_on=TODAY - timedelta(days=1)))
    make_review(worker, event)
    corrected = services.correct_event(
        actor=worker, event=event, event_input=replace(overdose, naloxone="given"), key="fix", at=AT
    )
    again = services.correct_event(
        actor=worker, event=event, event_input=replace(overdose, naloxone="given"), key="fix", at=AT
    )
    assert again == corrected
    assert list(current_events()) == [corrected] and SafetyEvent.objects.count() == 2
    assert corrected.reviews.count() == 1 and not to_review(person.program)
    with pytest.raises(Refused, match="changed meanwhile"):
        services.remove_event(actor=worker, event=event, at=AT)
    assert [(each.event, each.naloxone) for each in safety_facts(person.program, TODAY)] == [
        (corrected.pk, "given")
    ]


def make_review(worker, event, key="", **fields):
    review = ReviewInput(TODAY, [worker.user_id], "Weekends are the gap.")
    return services.record_review(
        actor=worker, event=event, review_input=replace(review, **fields), key=key or str(uuid.uuid4()), at=AT
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "arrest"}, "what happened"),
        ({"source": "rumor"}, "how you know"),
        ({"happened_on": TODAY + timedelta(days=1)}, "in the future"),
        ({"naloxone": ""}, "naloxone"),
        ({"kind": "death", "naloxone": ""}, "cause"),
    ],
)
def test_an_entry_says_what_its_kind_asks(worker, person, change, words):
    overdose = EventInput("overdose", TODAY, "participant", True, naloxone="given")
    with pytest.raises(Refused, match=words):
        record(worker, person, replace(overdose, **change))
    assert not SafetyEvent.objects.exists()


@pytest.mark.parametrize("role", ["data_manager", "officer", "mobile_crisis", "evaluator"])
def test_only_the_care_team_records(program, person, role):
    with pytest.raises(Refused, match="Only the care team"):
        record(make_actor(program, role), person, DEATH)
    with pytest.raises(Refused, match="in your program"):
        record(make_actor(make_program(), "case_manager"), person, DEATH)


def test_a_review_is_held_by_those_who_may_read_it_and_its_action_stays_until_it_is_done(worker, person):
    event = make_event(person, actor=worker)
    outsider = make_actor(person.program, "data_manager")
    for fields, words in (
        ({"held_on": TODAY - timedelta(days=1)}, "Enter a day"),
        ({"attendees": [outsider.user_id]}, "who took part"),
        ({"attendees": [worker.user_id, outsider.user_id]}, "who took part"),
        ({"attendees": []}, "who took part"),
        ({"learned": " "}, "what you learned"),
    ):
        with pytest.raises(Refused, match=words):
            make_review(worker, event, **fields)
    assert make_review(worker, event, key="one") == make_review(worker, event, key="one")
    assert not to_review(person.program)
    values = {"words": "Share the weekend phone.", "owner_id": worker.user_id, "due_on": TODAY}
    for change, words in (
        ({"words": ""}, "what will be done"),
        ({"owner_id": outsider.user_id}, "on the care team"),
        ({"due_on": TODAY - timedelta(days=1)}, "has passed"),
    ):
        with pytest.raises(Refused, match=words):
            services.add_action(actor=worker, event=event, key="a", at=AT, **{**values, **change})
    action = services.add_action(actor=worker, event=event, key="a", at=AT, **values)
    assert services.add_action(actor=worker, event=event, key="a", at=AT, **values) == action
    assert list(open_actions(person.program)) == [action]
    services.finish_action(actor=worker, action=action, at=AT)
    services.finish_action(actor=worker, action=action, at=AT + timedelta(days=1))
    assert not open_actions(person.program)
    assert SafetyAction.objects.get().done_at == AT


def test_the_audit_log_names_the_person_and_not_what_happened(worker, person):
    make_overdose(person, worker)
    rows = AuditEvent.objects.filter(action__startswith="safety")
    assert {str(each.subject) for each in rows} == {str(person.public_id)}
    assert not any(each.details for each in rows)


def client_of(program, role):
    client = Client()
    client.force_login(make_member(program, role))
    return client


def test_the_pages_record_look_back_and_finish(client, clock):
    page = Page(client)
    person = page.person.public_id
    day = {"happened_on_month": TODAY.month, "happened_on_day": TODAY.day, "happened_on_year": TODAY.year}
    form = client.get(page.path("safety:overdose", person)).content.decode()
    assert "Was naloxone given?" in form and "What did they die of?" not in form
    sent = {**day, "source": "worker", "confirmed": "no", "naloxone": "given"}
    html = page.send("safety:overdose", person, **sent)
    assert "A worker was there, not confirmed yet" in html and "Look back with the team" in html
    event = SafetyEvent.objects.get()
    assert page.person.full_name in client.get(page.path("safety:reviews")).content.decode()
    assert "Look back with the team" in client.get(page.path("home:home")).content.decode()
    html = page.send("safety:correct", event.public_id, **{**sent, "confirmed": "yes"})
    assert "not confirmed yet" not in html.partition("Corrected or removed")[0]
    event = current_events().get()
    who = str(page.user.public_id)
    held = {"held_on_month": TODAY.month, "held_on_day": TODAY.day, "held_on_year": TODAY.year}
    review = {"attendees": who, "learned": "Weekends are the gap.", **held}
    html = page.send("safety:review", event.public_id, **review)
    assert "What we learned: Weekends are the gap." in " ".join(html.split())
    due = {"due_on_month": TODAY.month, "due_on_day": TODAY.day, "due_on_year": TODAY.year}
    html = page.send("safety:action", event.public_id, words="Share the phone.", owner=who, **due)
    assert "Share the phone." in html
    assert "Share the phone." in client.get(page.path("home:home")).content.decode()
    assert "Marked done." in page.send("safety:done", SafetyAction.objects.get().public_id)
    assert "Corrected or removed" in page.send("safety:remove", event.public_id)
    assert "42 CFR 2.15(b)" in client.get(page.path("safety:death", person)).content.decode()
    died = {**day, "source": "family", "confirmed": "yes", "cause": "unknown"}
    html = page.send("safety:death", person, **died)
    assert "Record an overdose" not in html
    assert "still marked inactive" in page.send("safety:remove", current_events().get().public_id)


@pytest.mark.parametrize(
    "role", ["data_manager", "officer", "district_attorney", "treatment_provider", "evaluator"]
)
def test_others_find_no_such_page(program, worker, person, role):
    event = make_event(person, actor=worker)
    client = client_of(program, role)
    for url in (
        reverse("safety:reviews", args=[program.slug]),
        reverse("safety:list", args=[program.slug, person.public_id]),
        reverse("safety:review", args=[program.slug, event.public_id]),
    ):
        assert client.get(url).status_code == 404
