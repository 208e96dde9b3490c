"""K4: caseloads by weight and working time, those out of touch apart, a reason above the ceiling, moves in bulk."""

from datetime import timedelta

import pytest

from handoff.access.roles import RoleName
from handoff.accounts.models import Membership
from handoff.audit.models import AuditEvent
from handoff.casework.appointments.queries import appointments_around
from handoff.casework.caseloads import services
from handoff.casework.caseloads.presenters import choice_of, standing_words, worker_entries, worker_of
from handoff.casework.caseloads.queries import caseloads, changes_of, contact_of, contacts_due, worker_at
from handoff.casework.caseloads.rules import Limits, Standing
from handoff.casework.models import CaseloadReason, ContactAttempt, ContactPlan, WorkerChange, WorkingTime
from handoff.core.refusals import Refused
from handoff.enrollment.models import Enrollment
from handoff.enrollment.services import change_worker, make_active, make_inactive
from handoff.participants.models import TeamMember
from handoff.participants.team.services import end_membership
from handoff.testing.casework import make_appointment, make_contact, make_contact_plan, make_goal, make_step
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, actor_of, make_actor, make_member, make_person, make_program

LATER = AT + timedelta(days=5)
database = pytest.mark.django_db


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def manager(program):
    return make_actor(program, "program_manager")


@pytest.fixture
def ana(program):
    return make_member(program, "peer_support", full_name="Ana Bell")


@pytest.fixture
def ben(program):
    return make_member(program, "case_manager", full_name="Ben Cole")


def enroll(program, user, number=1, at=AT):
    worker = actor_of(user, program)
    return [make_participant(program, make_person(program), worker, at) for _each in range(number)]


def move(manager, program, people, source, target, reason="", at=AT):
    return services.move_people(
        actor=manager,
        program=program,
        people=people,
        from_worker_id=source.pk if source else None,
        to_worker_id=target.pk,
        reason=reason,
        at=at,
    )


def lower_limits(program, **fields):
    program.policies.update(
        **{"caseload_full_time": 2, "caseload_part_time": 1, "caseload_ceiling": 3, **fields}
    )


def load_of(program, user, at=AT):
    found = caseloads(program, at).of(user.pk)
    assert found is not None
    return found


@database
def test_support_weighs_and_those_out_of_touch_are_counted_apart(program, ana):
    """LEAD counts people who are in the wind apart from the caseload."""
    long_ago = AT - timedelta(days=40)
    intensive, light, silent = enroll(program, ana, 3, long_ago)
    for each, how in ((intensive, "intensive"), (light, "light")):
        plan(each.person, how)
        make_contact(each.person, None, actor_of(ana, program), AT, result="reached")
    found = load_of(program, ana)
    assert (found.load, found.reachable, found.out_of_touch) == (200, 2, 1)
    assert [each.enrollment for each in found.cases if each.is_out_of_touch] == [silent]
    assert [each.enrollment for each in caseloads(program, AT).silent] == [silent]


def plan(person, intensity="regular", every_days=14, *, while_inactive=False, at=AT):
    fields = {"intensity": intensity, "every_days": every_days, "while_inactive": while_inactive}
    return make_contact_plan(person, at=at, **fields)


@database
def test_the_weights_are_the_programs_parameters(program, ana):
    program.policies.update(weight_intensive=300, weight_light=0)
    one, other = enroll(program, ana, 2)
    plan(one.person, "intensive")
    plan(other.person, "light")
    assert load_of(program, ana).load == 300


@database
def test_working_time_lowers_the_limit(program, manager, ana):
    services.set_working_time(actor=manager, program=program, user=ana, percent=50, at=AT)
    services.set_working_time(actor=manager, program=program, user=ana, percent=80, at=LATER)
    assert load_of(program, ana).percent == 80 and WorkingTime.objects.count() == 2
    assert load_of(program, ana).limits == Limits(1600, 2000)
    event = AuditEvent.objects.filter(action="working_time.set").last()
    assert event.subject == str(ana.public_id) and event.details == {"percent": 80}
    for percent in (0, 101):
        with pytest.raises(Refused, match="1 to 100 percent"):
            services.set_working_time(actor=manager, program=program, user=ana, percent=percent, at=AT)


@database
def test_people_move_in_bulk_and_the_team_and_the_history_follow(program, manager, ana, ben):
    people = enroll(program, ana, 3)
    result = move(manager, program, people[:2], ana, ben, at=LATER)
    assert (len(result.moved), result.elsewhere, result.standing) == (2, [], Standing.ROOM)
    assert [load_of(program, each).load for each in (ana, ben)] == [100, 200]
    change = WorkerChange.objects.first()
    assert (change.from_worker_id, change.to_worker_id, change.changed_at) == (ana.pk, ben.pk, LATER)
    team = TeamMember.objects.filter(person=people[0].person, why="worker").order_by("starts_at", "pk")
    assert [(each.user_id, each.ends_at) for each in team] == [(ana.pk, LATER), (ben.pk, None)]
    assert AuditEvent.objects.filter(action="worker.changed").count() == 2
    assert str(change).startswith("worker change of person")


@database
def test_open_work_moves_with_the_participant(program, manager, ana, ben):
    """Tryout 3, 1: the earlier worker, off the team, was the one reminded of tomorrow's court date."""
    [case] = enroll(program, ana)
    worker = actor_of(ana, program)
    court = make_appointment(case.person, worker, starts_at=AT + timedelta(days=1))
    step = make_step(make_goal(case.person, actor=worker), worker, owner="worker", worker_id=ana.pk)
    assert move(manager, program, [case], ana, ben).open_work == 2
    assert appointments_around(program, ben.pk, AT).ahead == [court]
    assert not appointments_around(program, ana.pk, AT).ahead
    assert step.versions.last().worker_id == ben.pk


@database
def test_the_second_of_two_managers_learns_it_and_no_one_is_moved_twice(program, manager, ana, ben):
    other = make_member(program, "peer_support", full_name="Cy Dunn")
    first, second = enroll(program, ana, 2)
    move(manager, program, [first], ana, ben)
    result = move(manager, program, [first, second], ana, other)
    assert [each.pk for each in result.moved] == [second.pk]
    assert [(each.pk, each.primary_worker_id) for each in result.elsewhere] == [(first.pk, ben.pk)]
    assert WorkerChange.objects.count() == 2


@database
def test_above_the_limit_is_a_warning_and_above_the_ceiling_needs_a_reason(program, manager, ana, ben):
    lower_limits(program)
    people = enroll(program, ana, 4)
    assert move(manager, program, people[:3], ana, ben).standing == Standing.ABOVE_LIMIT
    with pytest.raises(Refused, match="Ben Cole would have 4 of at most 3"):
        move(manager, program, people[3:], ana, ben, reason=" ")
    assert load_of(program, ben).load == 300, "nothing moved"
    result = move(manager, program, people[3:], ana, ben, reason=" Two start on Monday. ")
    assert result.standing == Standing.ABOVE_CEILING
    reason = CaseloadReason.objects.get()
    assert (reason.reason, reason.load, reason.user_id) == ("Two start on Monday.", 400, ben.pk)
    assert reason.recorded_by_id == manager.user_id and str(reason).startswith("reason for")
    assert not load_of(program, ben).needs_reason
    assert AuditEvent.objects.get(action="caseload.reason_recorded").subject == str(ben.public_id)


@database
def test_an_intake_that_goes_above_the_ceiling_asks_the_manager_for_the_reason(program, manager, ana):
    lower_limits(program)
    enroll(program, ana, 3)

    def record(reason="Cover until May."):
        found = load_of(program, ana)
        return services.record_reason(actor=manager, program=program, caseload=found, reason=reason, at=AT)

    with pytest.raises(Refused, match="isn't above"):
        record()
    enroll(program, ana, 1)
    assert load_of(program, ana).needs_reason
    with pytest.raises(Refused, match="Enter the reason"):
        record(" ")
    record()
    assert not load_of(program, ana).needs_reason
    enroll(program, ana, 1)
    assert load_of(program, ana).needs_reason, "a reason covers the load it was given for"


@database
def test_someone_out_of_touch_moves_without_weight(program, manager, ana, ben):
    lower_limits(program)
    people = enroll(program, ana, 4, AT - timedelta(days=60))
    assert move(manager, program, people, ana, ben).load == 0


@database
def test_those_without_a_worker_or_with_one_who_left_are_always_visible_and_assigned(
    program, manager, ana, ben
):
    left = make_member(program, "peer_support", full_name="Eve Gray")
    [alone], [orphan] = enroll(program, ana), enroll(program, left)
    Enrollment.objects.filter(pk=alone.pk).update(primary_worker_id=None)
    Membership.objects.filter(user=left).update(ends_on=AT.date())
    found = caseloads(program, AT)
    assert {each.enrollment for each in found.unassigned} == {alone, orphan} and found.of(left.pk) is None
    assert {worker_of(each, {left.pk: "Eve Gray"}) for each in found.unassigned} == {"No one", "Eve Gray"}
    result = move(manager, program, [alone, orphan], None, ben)
    assert len(result.moved) == 2 and caseloads(program, AT).unassigned == []
    assert {each.from_worker_id for each in WorkerChange.objects.all()} == {None, left.pk}


@database
def test_only_active_participants_count_and_a_merged_record_once(program, ana):
    away, merged, here = enroll(program, ana, 3)
    make_inactive(actor=actor_of(ana, program), enrollment=away, reason="moved", note="", at=AT)
    merged.person.merged_into = here.person
    merged.person.save()
    assert [each.enrollment for each in load_of(program, ana).cases] == [here]


@database
@pytest.mark.parametrize("role", [each for each in RoleName if each != "program_manager"])
def test_only_the_manager_assigns(program, ana, ben, role):
    actor, people = make_actor(program, role), enroll(program, ana)
    caseload = load_of(program, ana)
    for act in (
        lambda: move(actor, program, people, ana, ben),
        lambda: services.record_reason(actor=actor, program=program, caseload=caseload, reason="x", at=AT),
        lambda: services.set_working_time(actor=actor, program=program, user=ana, percent=50, at=AT),
    ):
        with pytest.raises(Refused, match="Only the program manager"):
            act()


@database
def test_a_move_needs_people_and_someone_on_the_team(program, manager, ana):
    with pytest.raises(Refused, match="at least one participant"):
        move(manager, program, [], ana, ana)
    with pytest.raises(Refused, match="on the care team now"):
        move(manager, program, enroll(program, ana), ana, make_member(program, "data_manager"))
    with pytest.raises(Refused, match="Only the program manager"):
        move(manager, make_program(), [], ana, ana)


@database
def test_moving_to_the_same_worker_changes_nothing(program, manager, ana):
    people = enroll(program, ana)
    assert len(move(manager, program, people, ana, ana).moved) == 1
    assert not WorkerChange.objects.exists()


@database
def test_the_work_is_credited_to_who_did_it_and_someone_may_come_back(program, manager, ana, ben):
    """C-F06: three periods, each known for its time; none is deleted."""
    [case] = enroll(program, ana)
    worked = [AT + timedelta(days=days) for days in (0, 10, 20)]
    for user, days in ((ana, 6), (ben, 12)):
        at = AT + timedelta(days=days)
        make_contact(case.person, None, actor_of(user, program), at, result="reached")
    move(manager, program, [case], ana, ben, at=worked[1])
    move(manager, program, [case], ben, ana, at=worked[2])
    changes = changes_of(case.person)
    case.refresh_from_db()
    asked = [AT - timedelta(days=1), *(each + timedelta(days=1) for each in worked)]
    assert [worker_at(case, changes, each) for each in asked] == [None, ana.pk, ben.pk, ana.pk]
    assert worker_at(case, [], worked[2]) == ana.pk
    names = {ana.pk: "Ana Bell", ben.pk: "Ben Cole"}
    entries = list(worker_entries(changes, names))
    assert [each.title for each in entries] == ["New worker: Ben Cole", "New worker: Ana Bell"]
    assert entries[0].text == "Before: Ana Bell"
    by_worker = ContactAttempt.objects.values_list("recorded_by_id", "occurred_at")
    assert set(by_worker) == {(ana.pk, AT + timedelta(days=6)), (ben.pk, AT + timedelta(days=12))}
    # Silence counts from the last contact by anyone, and the caseload is the worker's of today.
    assert contact_of(case, program, worked[2]).due_on == (AT + timedelta(days=12 + 14)).date()
    assert [len(load_of(program, each, worked[2]).cases) for each in (ana, ben)] == [1, 0]


@database
def test_the_worker_alone_is_taken_from_the_team_and_other_reasons_stay(program, manager, ana):
    [case] = enroll(program, ana)
    intake = TeamMember.objects.filter(person=case.person, why="intake", ends_at__isnull=True)
    assert change_worker(actor=manager, enrollment=case, worker_id=None, at=LATER) == ana.pk
    assert change_worker(actor=manager, enrollment=case, worker_id=None, at=LATER) is None
    assert intake.exists()
    assert not end_membership(actor=manager, person=case.person, user_id=ana.pk, why="worker", at=LATER)
    case.refresh_from_db()
    assert case.primary_worker_id is None


@database
def test_the_choice_of_a_worker_says_how_much_they_have(program, manager, ana):
    assert choice_of(load_of(program, ana)) == "Ana Bell: 0 of 20 · Room for 20"
    lower_limits(program)
    words = []
    for _each in range(5):
        words.append(standing_words(load_of(program, ana)))
        enroll(program, ana)
    assert words == ["Room for 2", "Room for 1", "Full", "Above the limit", "Above the limit: reason missing"]
    services.record_reason(actor=manager, program=program, caseload=load_of(program, ana), reason="x", at=AT)
    assert standing_words(load_of(program, ana)) == "Above the limit, with reason"


@database
def test_a_contact_is_due_as_often_as_planned_or_before_it_is_silence(program, ana):
    """K10"""
    often, usual = enroll(program, ana, 2)
    plan(often.person, "intensive", 30)
    plan(often.person, "intensive", 7)
    due = contacts_due(program, ana.pk, AT)
    days = [(each.enrollment.pk, (each.due_on - AT.date()).days, each.every_days) for each in due]
    assert days == [(often.pk, 7, 7), (usual.pk, 14, 14)]
    make_contact(often.person, None, actor_of(ana, program), LATER, result="reached")
    assert contact_of(often, program, LATER).due_on == LATER.date() + timedelta(days=7)
    assert str(ContactPlan.objects.first()).startswith("contact plan of person")


@database
def test_a_late_contact_counts_for_its_local_day(program, ana):
    """C-F04: 9:30 PM in North Carolina is the next day in UTC."""
    [case] = enroll(program, ana)
    evening = AT.replace(hour=1, minute=30) + timedelta(days=3)
    make_contact(case.person, None, actor_of(ana, program), evening, result="reached")
    assert contact_of(case, program, LATER).due_on == AT.date() + timedelta(days=2 + 14)


@database
def test_someone_inactive_is_asked_only_if_they_wish_and_no_one_who_died(program, ana):
    """C-F08"""
    wishes, left, died = enroll(program, ana, 3)
    actor = actor_of(ana, program)
    for each, reason in ((wishes, "stable"), (left, "moved"), (died, "deceased")):
        plan(each.person, every_days=90, while_inactive=each != left)
        make_inactive(actor=actor, enrollment=each, reason=reason, note="", at=AT)
    assert [each.enrollment for each in contacts_due(program, ana.pk, AT)] == [wishes]
    assert contact_of(left, program, AT) is None and contact_of(died, program, AT) is None
    assert contact_of(None, program, AT) is None
    make_active(actor=actor, enrollment=died, at=LATER)
    assert {each.enrollment for each in contacts_due(program, ana.pk, LATER)} == {wishes, died}


@database
def test_a_plan_is_checked_and_only_the_care_team_sets_one(program):
    person = make_person(program)
    with pytest.raises(Refused, match="how much support"):
        plan(person, "total")
    for days in (0, 366):
        with pytest.raises(Refused, match="1 to 365 days"):
            plan(person, every_days=days)
    with pytest.raises(Refused, match="care team"):
        services.set_contact_plan(
            actor=make_actor(program, "data_manager"),
            person=person,
            intensity="light",
            every_days=30,
            while_inactive=False,
            at=AT,
        )
