"""K10: who is to be seen when, where and by which worker, and what became of it, in words that blame no one."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from handoff.access.roles import RoleName
from handoff.accounts.models import Membership
from handoff.audit.models import AuditEvent
from handoff.casework.appointments import services
from handoff.casework.appointments.queries import (
    person_of_appointment,
)
from handoff.casework.models import Appointment, AppointmentEvent, ServiceReferral
from handoff.core.refusals import Refused
from handoff.enrollment.services import make_active, make_inactive
from handoff.testing.casework import (
    follow_up,
    make_appointment,
    make_need,
    make_service_referral,
    record_outcome,
)
from handoff.testing.directory import make_service
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, actor_of, make_actor, make_member, make_person, make_program

pytestmark = pytest.mark.django_db
SOON = AT + timedelta(days=2)
WRITERS = ("peer_support", "case_manager", "program_manager")
State = Appointment.State


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def worker(program):
    return make_actor(program, "peer_support")


@pytest.fixture
def person(program):
    return make_person(program)


def events_of(appointment):
    return [each.what for each in appointment.events.all()]


def states_of(referral):
    return [each.state for each in referral.events.all()]


def test_an_appointment_says_with_whom_when_and_where(person, worker):
    made = make_appointment(person, worker, place=" Library, back room ", ride_arranged=True)
    assert (made.place, made.starts_at, made.worker_id) == ("Library, back room", SOON, worker.user_id)
    assert made.is_planned and made.ride_arranged and events_of(made) == ["made"]
    event = AuditEvent.objects.get(action="appointment.made")
    assert event.subject == str(person.public_id)
    assert event.details == {"appointment": str(made.public_id)}


@pytest.mark.parametrize("role", [each for each in RoleName if each not in WRITERS])
def test_only_the_care_team_makes_moves_and_closes_appointments(program, person, worker, role):
    made, actor = make_appointment(person, worker), make_actor(program, role)
    for act in (
        lambda: make_appointment(person, actor),
        lambda: move(made, actor),
        lambda: services.record_reminder(actor=actor, appointment=made, at=AT),
        lambda: record_outcome(made, "kept", actor),
    ):
        with pytest.raises(Refused, match="Only the care team"):
            act()


def test_no_one_of_another_program_makes_moves_or_closes_appointments(person, worker):
    made, outsider = make_appointment(person, worker), make_actor(make_program(), "case_manager")
    for act in (
        lambda: make_appointment(person, outsider),
        lambda: move(made, outsider),
        lambda: record_outcome(made, "kept", outsider),
    ):
        with pytest.raises(Refused, match="isn't in your program"):
            act()


def test_two_people_who_enter_one_visit_to_a_service_make_one(program, person, worker):
    colleague, visit = make_actor(program, "case_manager"), {"kind": "service", "provider": "Clinic"}
    made = make_appointment(person, worker, **visit)
    with pytest.raises(Refused, match="already on their list") as refusal:
        make_appointment(person, colleague, **visit)
    assert refusal.value.field == "time"
    # At another time, or in place of one that was canceled, it's another appointment.
    make_appointment(person, colleague, starts_at=SOON + timedelta(hours=1), **visit)
    record_outcome(made, "provider_canceled", worker, at=AT)
    make_appointment(person, colleague, **visit)
    assert Appointment.objects.count() == 3


def move(appointment, actor, starts_at=SOON + timedelta(days=1), at=AT, **fields):
    values = {"place": "Library", "ride_arranged": False, "worker_id": actor.user_id}
    return services.move_appointment(
        actor=actor, appointment=appointment, starts_at=starts_at, at=at, **{**values, **fields}
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "party"}, "Choose what the appointment is for"),
        ({"worker_id": None}, "Choose who the appointment is with"),
        ({"worker_id": 999_999}, "Choose someone from the care team"),
        ({"starts_at": AT - timedelta(days=1)}, "That day has passed"),
        ({"starts_at": AT.replace(year=2062)}, "Check the year"),
    ],
)
def test_an_appointment_that_cannot_be_is_refused_with_a_sentence(person, worker, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        make_appointment(person, worker, **fields)
    assert not Appointment.objects.exists()


def test_a_service_of_another_program_is_refused(person, worker):
    with pytest.raises(Refused, match="isn't in your directory"):
        make_appointment(person, worker, service=make_service(make_program()))


def test_an_appointment_keeps_what_the_service_was_called(program, person, worker):
    service = make_service(program, name="Family rooms")
    made = make_appointment(person, worker, service=service, worker_id=None)
    assert made.service == service and "Family rooms" in made.provider


def test_a_form_sent_twice_makes_one_appointment(program, person, worker):
    sent = services.AppointmentInput("check_in", SOON, worker_id=worker.user_id)
    key = str(uuid.uuid4())

    def make(person, sent=sent):
        return services.make_appointment(actor=worker, person=person, appointment_input=sent, key=key, at=AT)

    made = make(person)
    for other in ({"worker_id": make_actor(program, "peer_support").user_id}, {"ride_arranged": True}):
        with pytest.raises(Refused, match="already saved this form with other answers"):
            make(person, replace(sent, **other))
    move(made, worker, place="Park")
    assert make(person) == made and made.events.count() == 2, "a late repeat undoes no move"
    with pytest.raises(Refused, match="already saved this form with other answers"):
        make(person, replace(sent, starts_at=SOON + timedelta(hours=1)))
    with pytest.raises(Refused, match="out of date"):
        make(make_person(program))
    assert Appointment.objects.count() == 1


def test_a_worker_who_has_left_cannot_be_chosen(program, person, worker):
    """An appointment with someone who left gets a clear sentence, by the day of the appointment."""
    leaving = make_member(program, "case_manager", full_name="Nell Ford")
    Membership.objects.filter(user=leaving).update(ends_on=SOON.date())
    with pytest.raises(Refused, match="Nell Ford isn't on the care team on that day"):
        make_appointment(person, worker, worker_id=leaving.pk)
    day_before = SOON - timedelta(days=1)
    assert make_appointment(person, worker, worker_id=leaving.pk, starts_at=day_before)


def test_a_worker_of_another_program_is_not_named(person, worker):
    outsider = make_member(make_program(), "case_manager", full_name="Nell Ford")
    with pytest.raises(Refused, match="Choose someone from the care team"):
        make_appointment(person, worker, worker_id=outsider.pk)


def test_a_participant_who_died_gets_no_appointment(program, worker):
    enrollment = make_participant(program, make_person(program), worker)
    made = make_appointment(enrollment.person, worker)
    make_inactive(actor=worker, enrollment=enrollment, reason="deceased", note="", at=AT)
    for act in (lambda: make_appointment(enrollment.person, worker), lambda: move(made, worker)):
        with pytest.raises(Refused, match="recorded as deceased"):
            act()


def test_someone_inactive_may_wish_a_check_in_and_nothing_else(program, worker):
    enrollment = make_participant(program, make_person(program), worker)
    make_inactive(actor=worker, enrollment=enrollment, reason="stable", note="", at=AT)
    with pytest.raises(Refused, match="Make a check-in if they want one"):
        make_appointment(enrollment.person, worker, kind="health")
    assert make_appointment(enrollment.person, worker).is_planned
    make_active(actor=worker, enrollment=enrollment, at=AT)
    assert make_appointment(enrollment.person, worker, kind="health").is_planned


def test_a_moved_appointment_keeps_its_earlier_time(person, worker):
    made = make_appointment(person, worker)
    moved = move(made, worker, place="Park")
    assert (moved.starts_at, moved.place) == (SOON + timedelta(days=1), "Park")
    assert [(each.what, each.place) for each in moved.events.all()] == [
        ("made", "Library"),
        ("moved", "Park"),
    ]
    assert move(made, worker, place="Park").events.count() == 2, "sent twice, it is moved once"


def test_one_missed_or_canceled_is_moved_and_planned_again(person, worker):
    for what in ("missed", "participant_canceled"):
        made = make_appointment(person, worker)
        record_outcome(made, what, worker)
        assert move(made, worker, SOON + timedelta(days=5), at=SOON).is_planned


def test_a_kept_one_is_not_moved(person, worker):
    made = make_appointment(person, worker)
    record_outcome(made, "kept", worker)
    with pytest.raises(Refused, match="was kept"):
        move(made, worker, SOON + timedelta(days=5), at=SOON)


def test_moving_needs_someone_to_meet_and_a_day_that_has_not_passed(person, worker):
    with pytest.raises(Refused, match="Choose who the appointment is with"):
        move(make_appointment(person, worker), worker, worker_id=None)
    with pytest.raises(Refused, match="That day has passed"):
        move(make_appointment(person, worker), worker, AT - timedelta(days=1))


@pytest.mark.parametrize(
    "what", ["kept", "missed", "participant_canceled", "program_canceled", "provider_canceled"]
)
def test_the_outcome_is_recorded_with_what_comes_next(person, worker, what):
    made = record_outcome(make_appointment(person, worker), what, worker, next_step=" Call on Friday. ")
    assert made.state == what and events_of(made) == ["made", what]
    assert made.events.last().next_step == "Call on Friday."
    assert record_outcome(made, what, worker).events.count() == 2, "sent twice, it is recorded once"
    again = record_outcome(made, what, worker, next_step="Call on Friday.")
    assert again.events.count() == 2, "with what comes next too"
    assert AuditEvent.objects.filter(action="appointment.changed").count() == 1


def test_an_outcome_recorded_by_mistake_is_corrected_and_both_stay(person, worker):
    made = record_outcome(make_appointment(person, worker), "missed", worker)
    assert events_of(record_outcome(made, "kept", worker)) == ["made", "missed", "kept"]


@pytest.mark.parametrize(("what", "too_soon"), [("kept", 61), ("missed", 1)])
def test_no_outcome_before_its_time(person, worker, what, too_soon):
    """Someone may come an hour early; no one is late for what hasn't started."""
    made = make_appointment(person, worker)
    with pytest.raises(Refused, match="still to come"):
        record_outcome(made, what, worker, at=made.starts_at - timedelta(minutes=too_soon))
    earliest = made.starts_at - timedelta(minutes=too_soon - 1)
    assert record_outcome(made, what, worker, at=earliest).state == what


def test_a_cancellation_is_recorded_at_any_time_and_no_unknown_outcome(person, worker):
    made = make_appointment(person, worker)
    with pytest.raises(Refused, match="Choose what became"):
        record_outcome(made, "no_show", worker)
    assert record_outcome(made, "program_canceled", worker, at=AT).state == "program_canceled"


def test_the_words_for_an_outcome_blame_no_one():
    words = " ".join(str(each.label) for each in (*State, *AppointmentEvent.What)).lower()
    for word in ("no-show", "no show", "failed", "missed", "refused", "non-compliant"):
        assert word not in words


def test_a_need_is_connected_by_its_first_kept_appointment(person, worker):
    """CORE-NC counts as connected the first appointment attended."""
    referral = make_service_referral(make_need(person, worker), worker)
    first = make_appointment(person, worker, referral=referral, provider=referral.provider)
    assert states_of(referral) == ["made", "appointment"]
    record_outcome(first, "missed", worker)
    assert states_of(referral) == ["made", "appointment"]
    move(first, worker, SOON + timedelta(days=7), at=SOON)
    record_outcome(first, "kept", worker, SOON + timedelta(days=7))
    found = ServiceReferral.objects.get()
    assert states_of(found) == ["made", "appointment", "appointment", "connected"]
    assert found.current.occurred_on == (SOON + timedelta(days=7)).date()
    second = make_appointment(
        person,
        worker,
        SOON + timedelta(days=8),
        referral=referral,
        provider="x",
        starts_at=SOON + timedelta(days=9),
    )
    record_outcome(second, "kept", worker)
    assert states_of(referral)[-1] == "connected" and len(states_of(referral)) == 4


def test_what_connected_a_need_is_not_corrected_behind_its_back(person, worker):
    referral = make_service_referral(make_need(person, worker), worker)
    made = make_appointment(person, worker, referral=referral, provider=referral.provider)
    record_outcome(made, "kept", worker)
    with pytest.raises(Refused, match="counts as connected"):
        record_outcome(made, "missed", worker)


def test_a_second_tap_on_kept_is_no_correction(person, worker):
    """The second of two taps read that the need counts as connected, as if nothing had been saved."""
    referral = make_service_referral(make_need(person, worker), worker)
    made = make_appointment(person, worker, referral=referral, provider=referral.provider)
    for _twice in range(2):
        record_outcome(made, "kept", worker, next_step="Bring the ID.")
    assert events_of(made) == ["made", "kept"]


def test_a_referral_of_someone_else_is_refused(program, person, worker):
    referral = make_service_referral(make_need(make_person(program), worker), worker)
    with pytest.raises(Refused, match="about someone else"):
        make_appointment(person, worker, referral=referral)


@pytest.mark.parametrize(
    ("ending", "became"),
    [
        ("participant_declined", "participant_canceled"),
        ("provider_declined", "provider_canceled"),
        ("lost_contact", "program_canceled"),
    ],
)
def test_a_referral_that_ends_leaves_no_appointment_behind(person, worker, ending, became):
    """C-F10: nothing of a closed referral waits or is overdue afterwards."""
    referral = make_service_referral(make_need(person, worker), worker)
    made = make_appointment(person, worker, referral=referral, provider=referral.provider)
    follow_up(referral, ending, worker, need_next="open")
    made.refresh_from_db()
    assert made.state == became and events_of(made) == ["made", became]


def test_the_worker_may_keep_the_appointment_of_a_referral_that_ends(person, worker):
    referral = make_service_referral(make_need(person, worker), worker)
    made = make_appointment(person, worker, referral=referral, provider=referral.provider)
    follow_up(referral, "provider_declined", worker, need_next="open", keep_appointments=True)
    made.refresh_from_db()
    assert made.is_planned


def test_an_identifier_names_its_person_in_its_own_program_only(program, person, worker):
    made = make_appointment(person, worker)
    assert person_of_appointment(program.pk, made.public_id) == person
    assert person_of_appointment(make_program().pk, made.public_id) is None
    assert str(made) == f"appointment {made.public_id}" and str(made.events.get()).startswith("made: ")
    assert actor_of(make_member(program, "peer_support"), program).can("outreach:do")
