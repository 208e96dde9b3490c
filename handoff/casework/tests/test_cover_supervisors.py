"""K5: the leave of a supervisor is covered like a worker's, in the same plan, and given back at its end."""

from datetime import timedelta

import pytest

from handoff.access.permissions import Permission
from handoff.access.roles import RoleName
from handoff.accounts.models import Membership
from handoff.accounts.queries import actor_for
from handoff.casework.tests.test_caseload_pages import Desk
from handoff.casework.turnover import services
from handoff.casework.turnover.queries import roles_to_cover, shifts_during
from handoff.core.refusals import Refused
from handoff.programs.models import OnCallShift
from handoff.testing.programs import AT, actor_of, make_member, make_program

pytestmark = pytest.mark.django_db
TODAY, DAY = AT.date(), timedelta(days=1)


@pytest.fixture
def desk(client, clock):
    return Desk(client)


def plan(desk, user=None, kind="leave", **fields):
    values = {"starts_on": TODAY + 5 * DAY, "ends_on": TODAY + 9 * DAY, "stand_in_id": desk.ben.pk}
    return services.plan_handover(
        actor=actor_of(desk.manager, desk.program),
        program=desk.program,
        user=user or desk.manager,
        plan_input=services.PlanInput(kind, **{**values, **fields}),
        at=AT,
    )


def supervises(desk, days):
    actor = actor_for(desk.ben, desk.program, AT + days * DAY)
    return actor is not None and actor.can(Permission.CASELOADS_MANAGE)


def test_a_managers_leave_is_covered_and_given_back(desk):
    made = plan(desk)
    assert "No one covers" in desk.get("turnover:plan", made.public_id)
    html = desk.post("turnover:cover", made.public_id)
    assert "The role ends by itself after the leave." in html and "Ben Cole has the role" in html
    assert [supervises(desk, days) for days in (4, 5, 9, 10)] == [False, True, True, False]
    assert "Let Ben Cole cover" not in html
    desk.post("turnover:cover", made.public_id)
    assert Membership.objects.filter(covers_id=desk.manager.pk).count() == 1, "sent twice, it is covered once"
    desk.post("turnover:close", made.public_id)
    assert not any(supervises(desk, days) for days in range(11))


def test_a_cover_that_waits_for_a_second_manager_covers_nothing_yet(desk):
    make_member(desk.program, RoleName.SITE_ADMINISTRATOR)
    made = plan(desk)
    html = desk.post("turnover:cover", made.public_id)
    assert "Waits for a second manager to confirm: Ben Cole" in html and "No one covers" in html


def test_another_manager_covers_without_a_word(desk):
    make_member(desk.program, RoleName.PROGRAM_MANAGER, full_name="Dee Frost")
    html = desk.get("turnover:plan", plan(desk).public_id)
    assert "Others with this role: Dee Frost." in html and "Let Ben Cole cover" not in html


def test_another_manager_who_leaves_during_the_leave_covers_no_role(desk):
    dee = make_member(desk.program, RoleName.PROGRAM_MANAGER, full_name="Dee Frost")
    Membership.objects.filter(user=dee).update(ends_on=TODAY + 7 * DAY)
    assert not roles_to_cover(plan(desk))[0].is_covered


def test_roles_covers_and_shifts_of_another_program_are_none_here(desk):
    """The manager also manages a neighboring program, and Ben covers there."""
    made, elsewhere = plan(desk), make_program()
    make_member(elsewhere, RoleName.PROGRAM_MANAGER, user=desk.manager)
    Membership.objects.create(
        user=desk.ben,
        program=elsewhere,
        role=RoleName.PROGRAM_MANAGER,
        covers_id=desk.manager.pk,
        starts_on=made.starts_on,
        ends_on=made.ends_on,
    )
    OnCallShift.objects.create(
        program=elsewhere,
        user_id=desk.manager.pk,
        name="x",
        phone="+19105550142",
        starts_at=AT + 6 * DAY,
        ends_at=AT + 6 * DAY + timedelta(hours=8),
    )
    role = roles_to_cover(made)[0]
    assert len(roles_to_cover(made)) == 1 and role.cover is None and not shifts_during(made)


@pytest.mark.parametrize(("kind", "fields"), [("leaving", {}), ("leave", {"stand_in_id": None})])
def test_no_role_is_covered_for_who_leaves_for_good_or_by_no_one(desk, kind, fields):
    made = plan(desk, kind=kind, **fields)
    with pytest.raises(Refused, match="who covers during the leave"):
        services.cover_supervision(actor=actor_of(desk.manager, desk.program), plan=made, at=AT)
    assert bool(roles_to_cover(made)) == (kind == "leave")


def test_a_workers_leave_says_which_on_call_shifts_are_in_it(desk):
    made = plan(desk, user=desk.ana)
    assert not roles_to_cover(made) and not shifts_during(made)
    for days in (4, 6):
        starts_at = AT + days * DAY
        OnCallShift.objects.create(
            program=desk.program,
            user_id=desk.ana.pk,
            name="Ana Bell",
            phone="+19105550142",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=8),
        )
    html = desk.get("turnover:plan", made.public_id)
    assert "1 on-call shift of theirs is in these days." in html and desk.path("accounts:on_call") in html
    assert "Work as a supervisor" not in html


def change_days(desk, made, first, last, at=AT):
    return services.change_days(
        actor=actor_of(desk.manager, desk.program),
        plan=made,
        starts_on=TODAY + first * DAY,
        ends_on=TODAY + last * DAY,
        at=at,
    )


def test_a_shorter_leave_ends_the_covered_role_with_it(desk):
    made = plan(desk)
    desk.post("turnover:cover", made.public_id)
    change_days(desk, made, 5, 7)
    assert [supervises(desk, days) for days in (4, 5, 7, 8)] == [False, True, True, False]


def test_a_longer_leave_asks_who_covers_the_days_that_are_left(desk):
    made = plan(desk)
    desk.post("turnover:cover", made.public_id)
    made = change_days(desk, made, 5, 11)
    html = desk.get("turnover:plan", made.public_id)
    assert "No one covers" in html and "Let Ben Cole cover" in html
    assert [supervises(desk, days) for days in (9, 10)] == [True, False]
    html = desk.post("turnover:cover", made.public_id)
    assert "No one covers" not in html
    assert [supervises(desk, days) for days in (9, 10, 11, 12)] == [True, True, True, False]


def test_a_later_leave_gives_no_role_before_its_first_day(desk):
    made = plan(desk)
    desk.post("turnover:cover", made.public_id)
    made = change_days(desk, made, 8, 12)
    assert not any(supervises(desk, days) for days in range(13))
    assert "Let Ben Cole cover" in desk.get("turnover:plan", made.public_id)


def test_a_role_that_was_given_back_stays_given_back(desk):
    made = plan(desk)
    desk.post("turnover:cover", made.public_id)
    Membership.objects.filter(covers_id=desk.manager.pk).update(ends_on=TODAY + 6 * DAY)
    change_days(desk, made, 5, 8, at=AT + 7 * DAY)
    assert [supervises(desk, days) for days in (5, 6)] == [True, False]
