"""K5: each participant of a worker who leaves is introduced and handed over; a leave is covered until they return."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.casework.models import HandoverItem, HandoverPlan, WorkerChange
from handoff.casework.tests.test_caseload_pages import Desk
from handoff.casework.turnover import services
from handoff.casework.turnover.forms import ItemForm
from handoff.casework.turnover.queries import (
    find_plan,
    introductions_of,
    is_involved,
    rows_of,
    unassigned_rows,
)
from handoff.core.refusals import Refused
from handoff.enrollment.models import Enrollment
from handoff.enrollment.services import make_inactive
from handoff.notifications.models import Notice
from handoff.participants.queries import is_on_team
from handoff.testing.casework import make_appointment, make_goal, make_step, record_outcome
from handoff.testing.programs import AT, actor_of, make_actor, make_member, make_person, make_program

pytestmark = pytest.mark.django_db
TODAY = AT.date()
DAY = timedelta(days=1)


@pytest.fixture
def desk(client, clock):
    return Desk(client)


@pytest.fixture
def manager(desk):
    return actor_of(desk.manager, desk.program)


def plan(desk, kind="leaving", at=AT, **fields):
    values = {"starts_on": TODAY, "ends_on": TODAY + 7 * DAY, "stand_in_id": desk.ben.pk}
    plan_input = services.PlanInput(kind, **{**values, **fields})
    return services.plan_handover(
        actor=actor_of(desk.manager, desk.program),
        program=desk.program,
        user=desk.ana,
        plan_input=plan_input,
        at=at,
    )


def record(made, actor, person, at=AT, **fields):
    item_input = services.ItemInput(**{"to_worker_id": made.stand_in_id, **fields})
    return services.record_item(actor=actor, plan=made, person=person, item_input=item_input, at=at)


def hand_over(made, manager, people, reason="", at=AT):
    return services.hand_over(actor=manager, plan=made, people=people, reason=reason, at=at)


def test_a_plan_lists_each_participant_with_who_introduces_whom(desk):
    people = [desk.enroll(desk.ana).person for _each in range(2)]
    made = plan(desk)
    rows = rows_of(made, AT)
    assert {each.person for each in rows} == set(people)
    assert {(each.to_worker_id, each.item.introduced_by_id) for each in rows} == {(desk.ben.pk, desk.ana.pk)}
    assert len(unassigned_rows(rows)) == 2 and not rows[0].is_introduced
    assert AuditEvent.objects.get(action="handover.planned").subject == str(desk.ana.public_id)
    assert Notice.objects.filter(kind="takeover_planned").count() == 1
    assert str(made).startswith("handover plan") and str(made.items.first()).endswith(str(made))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "vanishes"}, "leave for good or come back"),
        ({"starts_on": TODAY + 8 * DAY}, "before the first day"),
        ({"starts_on": TODAY - 9 * DAY, "ends_on": TODAY - DAY}, "have passed"),
        ({"ends_on": TODAY + 400 * DAY}, "at most a year"),
        ({"stand_in_id": 999_999}, "a colleague who is on the care team"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_a_sentence(desk, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        plan(desk, **fields)
    assert not HandoverPlan.objects.exists()


def test_a_plan_needs_a_worker(desk, manager):
    with pytest.raises(Refused, match="Choose the worker"):
        services.plan_handover(
            actor=manager,
            program=desk.program,
            user=None,
            plan_input=services.PlanInput("leave", TODAY, TODAY),
            at=AT,
        )


def test_one_open_plan_per_worker_and_not_by_themselves(desk):
    with pytest.raises(Refused, match="a colleague"):
        plan(desk, stand_in_id=desk.ana.pk)
    plan(desk, stand_in_id=None)
    with pytest.raises(Refused, match="already an open plan"):
        plan(desk)


@pytest.mark.parametrize("role", [each for each in RoleName if each != "program_manager"])
def test_only_the_manager_plans_hands_over_and_closes(desk, role):
    made, actor = plan(desk), make_actor(desk.program, role)
    for act in (
        lambda: services.plan_handover(
            actor=actor,
            program=desk.program,
            user=desk.ben,
            plan_input=services.PlanInput("leave", TODAY, TODAY),
            at=AT,
        ),
        lambda: hand_over(made, actor, []),
        lambda: services.close_plan(actor=actor, plan=made, at=AT),
    ):
        with pytest.raises(Refused, match="Only the program manager"):
            act()


def test_whoever_leaves_and_takes_over_record_and_others_do_not(desk):
    case = desk.enroll(desk.ana)
    made = plan(desk)
    ana, ben = (actor_of(each, desk.program) for each in (desk.ana, desk.ben))
    record(
        made,
        ana,
        case.person,
        introduced_by_id=desk.ana.pk,
        introduce_on=TODAY + DAY,
        must_know=" Likes tea. ",
    )
    assert HandoverItem.objects.get().must_know == "Likes tea."
    assert list(introductions_of(desk.program, desk.ben.pk)) == [HandoverItem.objects.get()]
    record(made, ben, case.person, introduced_on=TODAY)
    assert rows_of(made, AT)[0].is_introduced and not introductions_of(desk.program, desk.ben.pk).exists()
    outsider = make_actor(desk.program, "peer_support")
    assert not is_involved(outsider, made)
    with pytest.raises(Refused, match="Only those who hand over"):
        record(made, outsider, case.person)
    with pytest.raises(Refused, match="Only the care team"):
        record(made, make_actor(make_program(), "peer_support"), case.person)
    with pytest.raises(Refused, match="in the future"):
        record(made, ana, case.person, introduced_on=TODAY + DAY)
    with pytest.raises(Refused, match="isn't part of this plan"):
        record(made, ana, make_person(desk.program))


def test_a_new_worker_cannot_assign_participants_to_themself(desk):
    """C8: no one adds themself to a team, not even through a plan in which they take over one participant."""
    mine, other = desk.enroll(desk.ana).person, desk.enroll(desk.ana).person
    cy = make_member(desk.program, "peer_support", full_name="Cy Dunn")
    made = plan(desk)
    record(made, actor_of(desk.manager, desk.program), mine, to_worker_id=cy.pk)
    taking = actor_of(cy, desk.program)
    with pytest.raises(Refused, match="can choose who takes over"):
        record(made, taking, other, to_worker_id=cy.pk)
    assert not is_on_team(taking, other, AT)
    record(made, taking, mine, to_worker_id=cy.pk, must_know="Likes tea.")
    assert not ItemForm(None, workers=[], item=None, today=TODAY, may_choose=False).fields.get("to_worker")


def test_the_new_worker_opens_the_record_only_during_the_overlap(desk, manager):
    case = desk.enroll(desk.ana)
    made = plan(desk)
    ben = actor_of(desk.ben, desk.program)
    assert is_on_team(ben, case.person, AT) and not is_on_team(ben, case.person, AT + 9 * DAY)
    record(made, manager, case.person, to_worker_id=desk.manager.pk)
    assert not is_on_team(ben, case.person, AT + timedelta(minutes=1))
    assert is_involved(actor_of(desk.manager, desk.program), made)
    future = plan_of_ben(desk, manager)
    assert not is_on_team(actor_of(desk.ana, desk.program), future, AT)


def plan_of_ben(desk, manager):
    """A cover that starts next week, reassigned before its first day."""
    person = desk.enroll(desk.ben).person
    days = (TODAY + 7 * DAY, TODAY + 9 * DAY)
    made = services.plan_handover(
        actor=manager,
        program=desk.program,
        user=desk.ben,
        plan_input=services.PlanInput("leave", *days, desk.ana.pk),
        at=AT,
    )
    record(made, manager, person, to_worker_id=None)
    assert not is_on_team(actor_of(desk.ana, desk.program), person, AT + 8 * DAY)
    return person


def test_participants_move_with_their_appointments_and_steps(desk, manager):
    """Appointments and steps that were set up earlier now name the new worker."""
    case = desk.enroll(desk.ana)
    ana = actor_of(desk.ana, desk.program)
    soon = make_appointment(case.person, ana)
    later = make_appointment(case.person, ana, starts_at=AT + 12 * DAY)
    canceled = make_appointment(case.person, ana, starts_at=AT + 13 * DAY)
    record_outcome(canceled, "participant_canceled", ana, AT)
    step = make_step(make_goal(case.person, actor=ana), ana, owner="worker", worker_id=desk.ana.pk)
    made = plan(desk)
    result = hand_over(made, manager, [case.person])
    assert (result.people, result.elsewhere, result.open_work) == (1, 0, 2)
    case.refresh_from_db()
    soon.refresh_from_db()
    later.refresh_from_db()
    assert case.primary_worker_id == desk.ben.pk
    assert (soon.worker_id, later.worker_id) == (desk.ana.pk, desk.ben.pk)
    assert canceled.events.count() == 2, "what was canceled isn't moved"
    assert step.versions.last().worker_id == desk.ben.pk
    assert WorkerChange.objects.get().why == "handed_over"
    again = hand_over(made, manager, [case.person])
    assert (again.people, again.elsewhere) == (0, 1), "someone already moved stays with their worker"


def test_a_plan_cannot_be_closed_while_anyone_is_unassigned(desk, manager):
    people = [desk.enroll(desk.ana).person for _each in range(2)]
    made = plan(desk)
    with pytest.raises(Refused, match="2 participants still have no other worker"):
        services.close_plan(actor=manager, plan=made, at=AT)
    hand_over(made, manager, people[:1])
    with pytest.raises(Refused, match="1 participant still has"):
        services.close_plan(actor=manager, plan=made, at=AT)
    hand_over(made, manager, people[1:])
    Enrollment.objects.filter(person=people[0]).update(primary_worker_id=None)
    with pytest.raises(Refused, match="1 participant still has"):
        services.close_plan(actor=manager, plan=made, at=AT)
    Enrollment.objects.filter(person=people[0]).update(primary_worker_id=desk.ben.pk)
    closed = services.close_plan(actor=manager, plan=made, at=AT)
    assert (
        closed.closed_at == AT and services.close_plan(actor=manager, plan=made, at=AT + DAY).closed_at == AT
    )
    with pytest.raises(Refused, match="plan is closed"):
        hand_over(made, manager, people)


def test_a_handover_of_no_one_is_refused(desk, manager):
    """Tryout 3, 4: with no one checked the page said "0 participants handed over" as if that were done."""
    desk.enroll(desk.ana)
    with pytest.raises(Refused, match="at least one participant"):
        hand_over(plan(desk), manager, [])


def test_who_takes_over_is_chosen_before_anyone_moves(desk, manager):
    case = desk.enroll(desk.ana)
    with pytest.raises(Refused, match="Choose who takes over"):
        hand_over(plan(desk, stand_in_id=None), manager, [case.person])


def test_the_pages_from_plan_to_close(desk):
    case = desk.enroll(desk.ana)
    assert "No open plans" in desk.get("turnover:list")
    days = {
        f"{name}_{part}": value
        for name, on in (("starts_on", TODAY), ("ends_on", TODAY + 7 * DAY))
        for part, value in (("month", on.month), ("day", on.day), ("year", on.year))
    }
    html = desk.post("turnover:new", worker=desk.ana.pk, kind="leaving", stand_in=desk.ana.pk, **days)
    assert 'href="#id_stand_in"' in html and "Choose a colleague who is on the care team." in html
    html = desk.post("turnover:new", worker=desk.ana.pk, kind="leaving", stand_in=desk.ben.pk, **days)
    assert "Still to introduce" in html and "Takes over: Ben Cole" in html
    made = HandoverPlan.objects.get()
    assert "1 participant still to do" in desk.get("turnover:list")
    assert "Still has no other worker" not in html
    assert "still has no other worker" in desk.post("turnover:close", made.public_id)
    desk.sign_in(desk.ana)
    assert "Introduce to a new worker" in desk.get("home:home")
    html = desk.post(
        "turnover:item",
        made.public_id,
        case.person.public_id,
        to_worker=desk.ben.pk,
        introduced_by=desk.ana.pk,
        must_know="Hears badly on the left",
    )
    assert "print the new contact card" in html and "Hears badly on the left" in html
    card = desk.get("turnover:card", made.public_id, case.person.public_id)
    assert "Your worker: Ben Cole" in card and "Hears badly" not in card
    desk.sign_in(desk.manager)
    caseload = desk.path("caseloads:worker", desk.ana.public_id)
    assert f'href="{caseload}"' in desk.get("turnover:plan", made.public_id), (
        "several at once, without a reason"
    )
    html = desk.post("turnover:plan", made.public_id, people=str(case.person.public_id), reason="")
    assert "1 participant handed over." in html and "Handed over" in html
    assert "Plan closed." in desk.post("turnover:close", made.public_id)


def test_only_those_involved_find_the_plan(desk):
    case = desk.enroll(desk.ana)
    made = plan(desk, stand_in_id=None)
    desk.sign_in(desk.ben)
    paths = [desk.path("turnover:plan", made.public_id)]
    paths += [
        desk.path(f"turnover:{name}", made.public_id, case.person.public_id) for name in ("item", "card")
    ]
    assert desk.client.get(paths[0]).status_code == 404
    assert find_plan(desk.program, made.public_id) and find_plan(make_program(), made.public_id) is None
    desk.sign_in(desk.ana)
    assert desk.client.get(paths[2]).status_code == 404, "no card without a new worker"
    other = make_person(desk.program)
    assert desk.client.get(desk.path("turnover:item", made.public_id, other.public_id)).status_code == 404


def test_whoever_takes_over_from_one_worker_finds_no_other_plan(desk):
    made, case = plan(desk, stand_in_id=None), desk.enroll(desk.manager)
    theirs = services.plan_handover(
        actor=actor_of(desk.manager, desk.program),
        program=desk.program,
        user=desk.manager,
        plan_input=services.PlanInput("leaving", TODAY, TODAY + 7 * DAY),
        at=AT,
    )
    record(theirs, actor_of(desk.manager, desk.program), case.person, to_worker_id=desk.ben.pk)
    ben = actor_of(desk.ben, desk.program)
    assert is_involved(ben, theirs) and not is_involved(ben, made)


def test_introductions_leave_out_other_programs_and_people_who_died(desk, manager):
    case = desk.enroll(desk.ana)
    plan(desk)
    ours = [each.person for each in introductions_of(desk.program, desk.ben.pk)]
    assert ours == [case.person] and not introductions_of(make_program(), desk.ben.pk)
    make_inactive(actor=manager, enrollment=case, reason="deceased", note="", at=AT + timedelta(hours=1))
    assert not introductions_of(desk.program, desk.ben.pk)


def test_the_card_is_in_the_participants_language(desk):
    case = desk.enroll(desk.ana)
    case.person.language = "es"
    case.person.save()
    made = plan(desk, "leave")
    desk.sign_in(desk.ana)
    assert 'lang="es"' in desk.get("turnover:card", made.public_id, case.person.public_id)


def test_above_the_ceiling_the_plan_asks_for_a_reason(desk):
    desk.program.policies.update(caseload_full_time=1, caseload_part_time=1, caseload_ceiling=1)
    desk.enroll(desk.ben)
    person = str(desk.enroll(desk.ana).person.public_id)
    made = plan(desk)
    assert "would have 2 of at most 1" in desk.post(
        "turnover:plan", made.public_id, people=person, reason=" "
    )
    assert "handed over" in desk.post("turnover:plan", made.public_id, people=person, reason="Until May")


def test_the_number_of_queries_does_not_grow(desk):
    def queries(name, *args):
        with CaptureQueriesContext(connection) as found:
            assert desk.client.get(desk.path(name, *args)).status_code == 200
        return len(found)

    for _each in range(2):
        desk.enroll(desk.ana)
    made = plan(desk)
    pages = [("turnover:list",), ("turnover:plan", made.public_id), ("home:home",)]
    for page in pages:
        queries(*page)
    before = [queries(*page) for page in pages]
    for _each in range(10):
        desk.enroll(desk.ana)
    assert [queries(*page) for page in pages] == before
