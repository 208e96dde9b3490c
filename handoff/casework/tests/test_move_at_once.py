"""Two managers move the same participants at the same moment: each participant moves once, and nothing is doubled."""

import threading

import pytest
from django.db import connections

from handoff.casework.caseloads import services
from handoff.casework.models import WorkerChange
from handoff.core.tenancy import tenant_context
from handoff.enrollment.models import Enrollment
from handoff.participants.models import TeamMember
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, actor_of, make_actor, make_member, make_person, make_program


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_move_the_same_people_at_once_move_each_once():
    program = make_program()
    ana, ben, cy = (make_member(program, "peer_support") for _each in range(3))
    managers = [make_actor(program, "program_manager") for _each in range(2)]
    worker = actor_of(ana, program)
    people = [make_participant(program, make_person(program), worker) for _each in range(3)]
    gate, results = threading.Barrier(2), []

    def move(manager, target):
        gate.wait()
        try:
            with tenant_context(program.pk):
                result = services.move_people(
                    actor=manager,
                    program=program,
                    people=people,
                    from_worker_id=ana.pk,
                    to_worker_id=target.pk,
                    reason="",
                    at=AT,
                )
            results.append((target.pk, len(result.moved), len(result.elsewhere)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=move, args=pair) for pair in zip(managers, (ben, cy), strict=True)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with tenant_context(program.pk):
        first, second = sorted(results, key=lambda result: -result[1])
        assert (first[1:], second[1:]) == ((3, 0), (0, 3)), "the second is shown who has them now"
        assert set(Enrollment.objects.values_list("primary_worker_id", flat=True)) == {first[0]}
        assert WorkerChange.objects.count() == 3
        assert TeamMember.objects.filter(user_id=second[0]).count() == 0
