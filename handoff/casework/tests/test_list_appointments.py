"""K10: each appointment is in one list of the day of whoever looks after it."""

from datetime import timedelta

import pytest

from handoff.accounts.models import Membership, User
from handoff.casework.appointments.presenters import appointment_cards
from handoff.casework.appointments.queries import (
    appointments_around,
    appointments_in_charge,
    appointments_of,
)
from handoff.enrollment.models import Enrollment
from handoff.enrollment.services import make_active, make_inactive
from handoff.participants.models import Person
from handoff.testing.casework import (
    make_appointment,
    record_outcome,
)
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, make_actor, make_member, make_person, make_program

pytestmark = pytest.mark.django_db
SOON = AT + timedelta(days=2)


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def worker(program):
    return make_actor(program, "peer_support")


@pytest.fixture
def person(program):
    return make_person(program)


def test_each_appointment_is_in_one_list_of_the_workers_day(program, person, worker):
    before, today, soon, later = (
        make_appointment(person, worker, starts_at=AT + timedelta(days=days)) for days in (0, 1, 2, 9)
    )
    now = AT + timedelta(days=1, hours=-2)
    found = appointments_around(program, worker.user_id, now)
    assert [found.past, found.today, found.ahead] == [[before], [today], [soon]]
    assert list(appointments_in_charge(program, worker.user_id, now)) == [before, today, soon, later]
    record_outcome(before, "kept", worker, now)
    assert not appointments_around(program, worker.user_id, now).past


def test_an_evening_appointment_is_on_its_own_local_day(program, person, worker):
    """C-F04: at 9 PM in North Carolina the UTC day is the next one."""
    evening = AT.replace(hour=23, minute=30) + timedelta(hours=2)
    made = make_appointment(person, worker, starts_at=evening)
    assert appointments_around(program, worker.user_id, AT).today == [made]


def test_without_a_worker_the_participants_own_worker_is_in_charge(program, worker):
    """With someone who left as well; where there is no worker at all, whoever made it."""
    colleague = make_actor(program, "case_manager")
    make_participant(program, make_person(program), make_actor(program, "case_manager"))
    enrollment = make_participant(program, make_person(program), worker)
    leaving = make_member(program, "peer_support")
    with_service = make_appointment(enrollment.person, colleague, worker_id=None, provider="River Clinic")
    with_leaver = make_appointment(enrollment.person, colleague, worker_id=leaving.pk)
    assert list(appointments_in_charge(program, leaving.pk, AT)) == [with_leaver]
    Membership.objects.filter(user=leaving).update(ends_on=AT.date())
    assert set(appointments_in_charge(program, worker.user_id, AT)) == {with_service, with_leaver}
    assert not appointments_in_charge(program, leaving.pk, AT).exists()
    names = {leaving.pk: leaving.full_name}
    cards = appointment_cards(appointments_of(enrollment.person), names, program, AT)
    assert [(each.has_left, each.worker) for each in cards] == [(False, ""), (True, leaving.full_name)]
    assert (
        appointment_cards(appointments_of(enrollment.person), {}, program, AT)[1].worker == "A former worker"
    )
    Membership.objects.filter(user_id=worker.user_id).update(ends_on=AT.date())
    assert set(appointments_in_charge(program, colleague.user_id, AT)) == {with_service, with_leaver}
    Membership.objects.filter(user_id=worker.user_id).update(ends_on=None)
    Enrollment.objects.update(primary_worker_id=None)
    assert set(appointments_in_charge(program, colleague.user_id, AT)) == {with_service, with_leaver}


def test_a_worker_of_two_programs_sees_the_appointments_of_each_apart(program, person, worker):
    made, other = make_appointment(person, worker), make_program()
    make_member(other, "peer_support", user=User.objects.get(pk=worker.user_id))
    assert list(appointments_in_charge(program, worker.user_id, AT)) == [made]
    assert not appointments_in_charge(other, worker.user_id, AT).exists()
    Person.objects.filter(pk=person.pk).update(merged_into=make_person(program))
    assert not appointments_in_charge(program, worker.user_id, AT).exists()


def test_what_is_planned_leaves_the_lists_when_someone_dies_or_becomes_inactive_and_comes_back(
    program, worker
):
    """C-F08: nothing is deleted; a wished check-in stays for someone inactive, and nothing for someone who died."""
    enrollment = make_participant(program, make_person(program), worker)
    health = make_appointment(enrollment.person, worker, kind="health")
    check_in = make_appointment(enrollment.person, worker)

    def listed():
        return set(appointments_in_charge(program, worker.user_id, AT))

    assert listed() == {health, check_in}
    make_inactive(actor=worker, enrollment=enrollment, reason="moved", note="", at=AT)
    assert listed() == {check_in}
    make_active(actor=worker, enrollment=enrollment, at=AT)
    make_inactive(actor=worker, enrollment=enrollment, reason="deceased", note="", at=AT)
    assert listed() == set()
    make_active(actor=worker, enrollment=enrollment, at=AT)
    assert listed() == {health, check_in}
