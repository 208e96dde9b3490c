"""How many officers an agency has over time: kept by its own leadership and the program manager (M5)."""

from datetime import date, timedelta

import pytest

from handoff.core.refusals import Refused
from handoff.programs import services
from handoff.programs.inputs import AgencyInput
from handoff.testing.programs import AT, actor_of, make_actor, make_agency, make_member, make_program

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.fixture
def agency():
    return make_agency(make_program(), kind="law_enforcement", name="Linden Police")


def record(actor, agency, officers=40, counted_on=TODAY):
    return services.record_head_count(
        actor=actor, agency=agency, officers=officers, counted_on=counted_on, at=AT
    )


def test_leadership_keeps_its_own_agencys_count(agency):
    chief = actor_of(make_member(agency.program, "law_leader", agency), agency.program)
    record(chief, agency)
    agency.refresh_from_db()
    assert agency.sworn_officers == 40
    other = make_agency(agency.program, kind="law_enforcement", name="Harrow Police")
    with pytest.raises(Refused, match="Only the agency's leadership"):
        record(chief, other)


def test_an_earlier_count_leaves_the_newest_with_the_partner(agency):
    manager = make_actor(agency.program, "program_manager")
    record(manager, agency, 44)
    record(manager, agency, 40, TODAY - timedelta(days=30))
    agency.refresh_from_db()
    assert agency.sworn_officers == 44 and agency.head_counts.count() == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"officers": 0}, "how many sworn officers"),
        ({"officers": 100_001}, "how many sworn officers"),
        ({"counted_on": TODAY + timedelta(days=2)}, "in the future"),
    ],
)
def test_a_count_that_cannot_be_is_refused(agency, fields, words):
    with pytest.raises(Refused, match=words):
        record(make_actor(agency.program, "program_manager"), agency, **fields)


def test_only_law_enforcement_has_a_head_count_and_only_in_its_own_program(agency):
    clinic = make_agency(agency.program, kind="treatment", name="Clinic")
    with pytest.raises(Refused, match="Only law enforcement"):
        record(make_actor(agency.program, "program_manager"), clinic)
    elsewhere = make_actor(make_program(slug="elsewhere"), "program_manager")
    with pytest.raises(Refused, match="Only the agency's leadership"):
        record(elsewhere, agency)


def test_the_number_entered_with_a_partner_counts_from_that_day():
    program = make_program()
    manager = make_actor(program, "program_manager")
    police = AgencyInput(kind="law_enforcement", name="Oak Police", sworn_officers=12)
    agency = services.add_agency(actor=manager, program=program, agency_input=police, at=AT)
    grown = AgencyInput(kind="law_enforcement", name="Oak Police", sworn_officers=15)
    services.change_agency(actor=manager, agency=agency, agency_input=grown, at=AT + timedelta(days=40))
    renamed = AgencyInput(kind="law_enforcement", name="Oak City Police", sworn_officers=15)
    services.change_agency(actor=manager, agency=agency, agency_input=renamed, at=AT + timedelta(days=50))
    counts = agency.head_counts.order_by("counted_on").values_list("officers", "counted_on")
    assert list(counts) == [(12, date(2026, 3, 2)), (15, date(2026, 4, 11))]
    clinic = AgencyInput(kind="treatment", name="Clinic", sworn_officers=3)
    added = services.add_agency(actor=manager, program=program, agency_input=clinic, at=AT)
    assert not added.head_counts.exists()
