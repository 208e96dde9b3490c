"""A new charge is recorded once and ends no one's participation (G7)."""

from datetime import date
from typing import Any

import pytest

from handoff.access.permissions import Permission
from handoff.audit.models import AuditEvent
from handoff.charges.models import NewCharge
from handoff.charges.queries import new_charges_of
from handoff.charges.services import ChargeInput, record_new_charge
from handoff.core.refusals import Refused
from handoff.enrollment.models import Enrollment, StatusPeriod
from handoff.testing.charges import TRESPASS
from handoff.testing.enrollment import make_participant
from handoff.testing.programs import AT, make_actor, make_agency, make_person, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def person(program):
    return make_person(program)


def record(program, person, role="officer", **changes):
    actor = changes.pop("actor", None) or make_actor(program, role)
    return record_new_charge(
        **{
            "actor": actor,
            "program": program,
            "person": person,
            "agency": make_agency(program),
            "officer_id": actor.user_id,
            "charge": TRESPASS,
            "how": "citation",
            "incident_number": "26-9",
            "occurred_on": date(2026, 3, 1),
            "key": "once",
            "at": AT,
            **changes,
        }
    )


@pytest.mark.parametrize("role", ["officer", "crime_analyst"])
def test_a_new_charge_is_recorded_once(role, program, person):
    first = record(program, person, role)
    assert record(program, person, role) == first
    assert list(new_charges_of([person.pk])) == [first]
    assert AuditEvent.objects.get(action="new_charge.recorded").subject == str(first.public_id)


def test_it_ends_no_ones_participation(program, person):
    enrollment = make_participant(program, person)
    before = list(StatusPeriod.objects.values()), list(Enrollment.objects.values())
    record(program, enrollment.person)
    assert (list(StatusPeriod.objects.values()), list(Enrollment.objects.values())) == before


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no name": ({"charge": ChargeInput("", " ")}, "Enter the charge"),
    "no kind": ({"how": "gossip"}, "Choose how the person was charged"),
    "a day to come": ({"occurred_on": date(2026, 3, 3)}, "in the future"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_with(what, program, person):
    change, sentence = REFUSED[what]
    with pytest.raises(Refused, match=sentence):
        record(program, person, **change)
    assert not NewCharge.objects.exists()


def test_users_who_may_not_record_it_are_refused(program, person):
    for role in ("peer_support", "district_attorney", "program_manager"):
        assert not make_actor(program, role).can(Permission.CHARGES_RECORD_NEW)
        with pytest.raises(Refused, match="Your role"):
            record(program, person, role)
    with pytest.raises(Refused, match="isn't in your program"):
        record(program, make_person(make_program()))
    with pytest.raises(Refused, match="isn't in your program"):
        record(program, person, actor=make_actor(make_program(), "officer"))


def test_another_persons_key_is_refused(program, person):
    record(program, person)
    with pytest.raises(Refused, match="already used"):
        record(program, make_person(program))


def test_nothing_is_saved_when_the_last_write_fails(program, person, monkeypatch):
    def fail(**_):
        raise RuntimeError

    monkeypatch.setattr("handoff.audit.services.record", fail)
    with pytest.raises(RuntimeError):
        record(program, person)
    assert not NewCharge.objects.exists()


def test_a_charge_without_a_submission_key_is_not_recorded(program, person):
    """Two charges without one would be taken for the same form sent twice."""
    with pytest.raises(ValueError, match="needs a key"):
        record(program, person, key="")
    assert not NewCharge.objects.exists()
