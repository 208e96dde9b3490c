"""Inactive needs a reason, active needs nothing, and the history stays (K7, G6)."""

import importlib
from contextlib import nullcontext
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from handoff.audit.models import AuditEvent
from handoff.consent.gate import decide
from handoff.core.refusals import Refused
from handoff.enrollment import services
from handoff.enrollment.models import StatusPeriod
from handoff.enrollment.queries import enrollment_of, is_participant, roster
from handoff.testing.consent import make_release
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, make_actor, make_agency, make_person, make_program

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=10)
REASONS = StatusPeriod.InactiveReason.values


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def worker(program):
    return make_actor(program, "peer_support")


@pytest.fixture
def enrollment(program):
    return make_participant(program)


def make_inactive(worker, enrollment, reason="moved", at=LATER):
    return services.make_inactive(
        actor=worker, enrollment=enrollment, reason=reason, note=" To Durham ", at=at
    )


def current_status(program, enrollment) -> Any:
    return enrollment_of(enrollment.person_id, program)


@pytest.mark.parametrize("reason", REASONS)
def test_every_inactive_participant_becomes_active_in_one_step(program, worker, enrollment, reason):
    period = make_inactive(worker, enrollment, reason)
    assert (period.reason, period.note, period.recorded_by_id) == (reason, "To Durham", worker.user_id)
    assert current_status(program, enrollment).status == "inactive"
    services.make_active(actor=worker, enrollment=enrollment, at=LATER + timedelta(days=1))
    again = current_status(program, enrollment)
    assert (again.status, again.status_reason) == ("active", "")
    assert enrollment.status_periods.count() == 3


def test_status_periods_have_no_gap(worker, enrollment):
    make_inactive(worker, enrollment)
    first, second = enrollment.status_periods.order_by("starts_at")
    assert first.ends_at == second.starts_at == LATER and second.ends_at is None


def test_each_change_is_audited(worker, enrollment):
    make_inactive(worker, enrollment)
    services.make_active(actor=worker, enrollment=enrollment, at=LATER)
    listed = (
        AuditEvent.objects.filter(subject=enrollment.public_id)
        .order_by("number")
        .values_list("action", flat=True)
    )
    assert list(listed) == ["enrollment.opened", "enrollment.inactive", "enrollment.active"]


@pytest.mark.parametrize("reason", ["", "failed", "positive_screen"])
def test_a_reason_from_the_handbook_is_required(worker, enrollment, reason):
    with pytest.raises(Refused, match="Choose a reason"):
        make_inactive(worker, enrollment, reason)


def test_making_an_inactive_participant_inactive_is_refused(worker, enrollment):
    make_inactive(worker, enrollment)
    with pytest.raises(Refused, match="already inactive"):
        make_inactive(worker, enrollment)


def test_making_an_active_participant_active_is_refused(worker, enrollment):
    with pytest.raises(Refused, match="already active"):
        services.make_active(actor=worker, enrollment=enrollment, at=LATER)


@pytest.mark.parametrize(
    "role", ["officer", "law_leader", "district_attorney", "crime_analyst", "data_manager"]
)
def test_only_the_care_team_changes_a_status(program, enrollment, role):
    actor = make_actor(program, role)
    with pytest.raises(Refused, match="care team"):
        make_inactive(actor, enrollment)
    with pytest.raises(Refused, match="care team"):
        services.make_active(actor=actor, enrollment=enrollment, at=LATER)


def test_another_programs_team_changes_no_status(enrollment):
    outsider = make_actor(make_program(), "peer_support")
    with pytest.raises(Refused, match="another program"):
        make_inactive(outsider, enrollment)
    with pytest.raises(Refused, match="another program"):
        services.make_active(actor=outsider, enrollment=enrollment, at=LATER)


def test_no_status_changes_when_the_audit_row_cannot_be_written(worker, enrollment, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("handoff.enrollment.services.audit.record", fail)
    with pytest.raises(RuntimeError):
        make_inactive(worker, enrollment)
    assert enrollment.status_periods.get().ends_at is None


def test_a_participant_stays_one_when_inactive(program, worker, enrollment):
    make_inactive(worker, enrollment)
    assert is_participant(enrollment.person_id)
    assert not is_participant(make_person(program).pk)
    rows: list[Any] = list(roster(program))
    assert [row.status for row in rows] == ["inactive"]


def test_there_are_two_statuses_and_seven_reasons():
    assert StatusPeriod.Status.values == ["active", "inactive"]
    assert len(REASONS) == 7


def test_recording_a_death_by_the_status_ends_every_release(program, worker, enrollment):  # ADR 0076
    agency = make_agency(program)
    make_release(enrollment.person, agency, kinds=("participation",), actor=worker)
    make_inactive(worker, enrollment, "moved")
    services.make_active(actor=worker, enrollment=enrollment, at=LATER)
    assert decide(agency, [enrollment.person_id], LATER)
    make_inactive(worker, enrollment, "deceased")
    assert not decide(agency, [enrollment.person_id], LATER)


def test_an_upgrade_names_the_participants_who_have_two_statuses_at_one_time():
    """No row of a database with the constraint can be so, which is why these stand in for those of an older one."""
    rows = [
        SimpleNamespace(enrollment_id=owner, starts_at=starts, ends_at=ends)
        for owner, starts, ends in ((1, 0, 5), (1, 5, None), (2, 0, None), (2, 0, 0), (3, 0, 6), (3, 5, None))
    ]
    found = SimpleNamespace(only=lambda *_names: SimpleNamespace(iterator=lambda: iter(rows)))
    model = SimpleNamespace(objects=SimpleNamespace(order_by=lambda *_names: found))
    migration = importlib.import_module("handoff.enrollment.migrations.0009_one_status_at_a_time")
    with pytest.raises(RuntimeError, match=r"two statuses at one time\..*enrollment_id 3\)"):
        migration.refuse_overlaps(SimpleNamespace(get_model=lambda *_names: model), None)


@pytest.mark.parametrize(
    ("starts", "ends", "refused"),
    [
        (-5, 0, False),  # ends as the first one starts
        (-5, 1, True),
        (2, 3, True),  # within the first one
        (2, 2, False),  # has no moment
        (9, 12, True),
        (12, 14, True),  # beside the open one
        (-5, None, True),
    ],
)
def test_the_database_keeps_no_two_statuses_at_one_time(worker, enrollment, starts, ends, refused):
    make_inactive(worker, enrollment)
    days = {each: None if each is None else AT + timedelta(days=each) for each in (starts, ends)}
    period = StatusPeriod(
        enrollment=enrollment, status="active", starts_at=days[starts], ends_at=days[ends], recorded_at=LATER
    )
    with pytest.raises(IntegrityError) if refused else nullcontext(), transaction.atomic():
        period.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        enrollment.status_periods.filter(ends_at=LATER).update(ends_at=LATER + timedelta(days=1))
    # Another participant's status at the same time is theirs.
    others = make_participant(enrollment.program)
    others.status_periods.update(ends_at=days[ends], starts_at=days[starts])
