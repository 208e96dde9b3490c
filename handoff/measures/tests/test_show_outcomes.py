"""Officer time beside the booking process, connections to care, appointments kept (M8, M12)."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from handoff.casework.models import Appointment, ServiceReferralEvent
from handoff.core.refusals import Refused
from handoff.measures.outcomes import presenters, queries, services
from handoff.measures.outcomes.rules import Times
from handoff.measures.rules.periods import Period
from handoff.referrals.models import Referral
from handoff.testing.casework import make_appointment, make_need, make_service_referral
from handoff.testing.enrollment import make_participant, make_referral
from handoff.testing.programs import AT, make_actor, make_member
from handoff.testing.referrals import make_ready_program

MARCH = Period(date(2026, 3, 1))
APRIL = MARCH.next


@pytest.mark.parametrize(
    ("minutes", "middle", "half"),
    [((), None, None), ((10, 20, 600), 20, None), ((10, 20, 30, 600), 25, (17.5, 172.5))],
)
def test_one_long_night_doesnt_move_the_middle(minutes, middle, half):
    times = Times(minutes, 5)
    assert (times.middle, times.middle_half) == (middle, half)


@pytest.fixture
def program(db):
    return make_ready_program()


def record(program, actor, minutes=150, found_on=date(2026, 3, 1)):
    return services.record_booking_time(
        actor=actor, program=program, minutes=minutes, source="Jail, May", found_on=found_on, at=AT
    )


def test_a_referral_is_timed_as_the_officer_corrected_it(program):
    first, second, third, mistake = (make_referral(program) for _each in range(4))
    Referral.objects.filter(pk=first.pk).update(officer_seconds=600)
    Referral.objects.filter(pk=second.pk).update(officer_seconds=9000, officer_seconds_corrected=1200)
    Referral.objects.filter(pk=third.pk).update(officer_seconds=None)
    Referral.objects.filter(pk=mistake.pk).update(officer_seconds=60, state="withdrawn")
    times = queries.officer_times(program, MARCH)["arrest_diversion"]
    assert (sorted(times.minutes), times.referrals) == ([10, 20], 3)
    assert queries.officer_times(program, APRIL)["arrest_diversion"].referrals == 0
    found = queries.officer_times(program, MARCH)
    assert "15 minutes or less. Enter how long" in presenters.time_words(found, None)
    booking = record(program, make_actor(program, "program_manager"))
    assert "A booking takes 150 minutes (Jail, May" in presenters.time_words(found, booking)
    assert presenters.time_rows(found)[0][1:] == ("2 of 3", "15", "—")


def test_a_period_keeps_the_booking_figure_that_it_had(program):
    actor = make_actor(program, "data_manager")
    old = record(program, actor, 180, date(2026, 1, 1))
    new = record(program, actor, 150, date(2026, 3, 2))
    assert queries.booking_time(program, Period(date(2026, 2, 1))) == old
    assert queries.booking_time(program, MARCH) == new
    assert queries.booking_time(program, Period(date(2025, 12, 1))) is None


@pytest.mark.parametrize(
    ("role", "minutes", "found_on", "sentence"),
    [
        ("peer_support", 150, date(2026, 3, 1), "Only the program manager"),
        ("data_manager", 0, date(2026, 3, 1), "at least one"),
        ("data_manager", 150, date(2026, 3, 3), "in the future"),
    ],
)
def test_a_booking_figure_is_refused_with_a_reason(program, role, minutes, found_on, sentence):
    with pytest.raises(Refused, match=sentence):
        record(program, make_actor(program, role), minutes, found_on)


def test_a_connection_counts_once_on_its_first_day(program):
    """Going to the first visit in March and receiving the service in April is one connection, in March."""
    person, actor = make_participant(program).person, make_actor(program, "case_manager")
    need = make_need(person, actor)
    referral = make_service_referral(need, actor)
    for state, day in (("connected", date(2026, 3, 20)), ("receiving", date(2026, 4, 2))):
        ServiceReferralEvent.objects.create(
            referral=referral, state=state, occurred_on=day, recorded_at=AT + timedelta(days=40)
        )
    found = queries.connections(program, MARCH)[need.kind]
    assert (found.made, found.linked, found.people) == (1, 1, {person.pk})
    assert not queries.connections(program, APRIL)
    assert presenters.connection_words(queries.connections(program, MARCH)).startswith(
        "Connections to a service: 1"
    )


def test_appointments_kept_are_counted_out_of_those_kept_or_missed(program):
    person, actor = make_participant(program).person, make_actor(program, "case_manager")
    for state in ("kept", "kept", "missed", "program_canceled"):
        appointment = make_appointment(person, actor, starts_at=AT + timedelta(days=2))
        Appointment.objects.filter(pk=appointment.pk).update(state=state)
    states = queries.appointment_states(program, MARCH)
    assert presenters.appointment_words(states).startswith("2 of 3 appointments were kept: 66.7%")
    assert presenters.appointment_words({}).startswith("No appointment")


def test_the_page_shows_the_figures_and_takes_the_booking_figure(program):
    make_referral(program)
    client = Client()
    client.force_login(make_member(program, "program_manager"))
    url = reverse("outcomes:show", args=[program.slug])
    page = client.get(url, {"period": "2026-03"}).content.decode()
    # These figures are counted by period alone: a choice that changes nothing isn't offered.
    assert 'name="period"' in page and 'name="pathway"' not in page and 'name="agency"' not in page
    assert "Connections to care" in page and "0 of 1" in page
    day = {"found_on_month": "3", "found_on_day": "2", "found_on_year": "2026"}
    client.post(url, {"minutes": "150", "source": "Jail", **day})
    assert "150 minutes (Jail)" in client.get(url).content.decode()
