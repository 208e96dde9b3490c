"""What counts as contact, which moves are one, what a provider knows (K4, K7, P8): bounds no other test holds."""

from datetime import timedelta

import pytest

from handoff.casework.caseloads.queries import caseloads, changes_of, latest_move, worker_at
from handoff.casework.caseloads.services import move_people
from handoff.casework.providers.queries import find_asked
from handoff.casework.services import undo_contact
from handoff.testing.casework import make_contact, make_contact_point
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, actor_of, make_actor, make_member, make_person, make_program
from handoff.testing.providers import Shelter

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=40)


def test_a_contact_that_was_undone_breaks_no_silence():
    program = make_program()
    worker = make_actor(program, "peer_support")
    person = make_participant(program, make_person(program), worker).person
    contact = make_contact(person, actor=worker, at=LATER, result="reached")
    assert not caseloads(program, LATER).silent
    undo_contact(actor=worker, contact=contact, at=LATER + timedelta(minutes=5))
    assert [each.person for each in caseloads(program, LATER + timedelta(minutes=5)).silent] == [person]


def test_only_the_last_of_two_moves_is_moved_back():
    program = make_program()
    manager = make_actor(program, "program_manager")
    ana, ben, cam = (make_member(program, "peer_support") for _each in range(3))
    first, second = (
        make_participant(program, make_person(program), actor_of(ana, program)) for _each in range(2)
    )
    for enrollment, target, minutes in ((first, ben, 1), (second, cam, 2)):
        move_people(
            actor=manager,
            program=program,
            people=[enrollment],
            from_worker_id=ana.pk,
            to_worker_id=target.pk,
            reason="",
            at=AT + timedelta(minutes=minutes),
        )
    found = latest_move(program, manager.user_id, ana.pk, AT + timedelta(hours=1))
    assert [each.person for each in found] == [second.person]
    # From the very instant of the move on, the participant is the new worker's.
    changes = changes_of(second.person)
    assert worker_at(second, changes, changes[-1].changed_at) == cam.pk


def test_a_birth_date_is_part_of_how_to_reach_someone():
    (asked,) = Shelter().asked()
    assert asked.person.date_of_birth is not None and asked.date_of_birth is None
    (shared,) = Shelter(kinds=("participation", "needs", "contact")).asked()
    assert shared.date_of_birth == shared.person.date_of_birth


def test_a_provider_is_given_no_number_that_does_not_work():
    shelter = Shelter(kinds=("participation", "needs", "contact"))
    make_contact_point(shelter.person, value="+19105550178", works="no")
    kept = make_contact_point(shelter.person, value="+19105550177")
    asked = find_asked(shelter.actor, shelter.referral.public_id, AT)
    assert asked is not None and asked.phones == [kept]
