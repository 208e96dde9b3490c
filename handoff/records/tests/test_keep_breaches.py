"""C9: a breach has deadlines from its discovery on, four factors, and a notice or a reason for every party."""

from datetime import timedelta

import pytest
from django.test import Client

from handoff.access.roles import RoleName
from handoff.audit.models import AuditEvent
from handoff.core.refusals import Refused
from handoff.records.definitions import notice_duties
from handoff.records.models import Breach
from handoff.records.services import breaches as services
from handoff.testing.programs import AT, actor_of, make_member, make_program
from handoff.testing.records import make_breach_input

FACTORS = services.BreachAssessmentInput("Names.", "A clerk.", "Seen.", "Shredded.", "low")


@pytest.fixture
def program(db):
    return make_program()


@pytest.fixture
def manager(program):
    return actor_of(make_member(program, RoleName.PROGRAM_MANAGER), program)


def record_breach(program, manager, key="once", **fields):
    return services.record_breach(
        actor=manager, program=program, breach_input=make_breach_input(**fields), key=key, at=AT
    )


def test_who_must_be_notified_by_when():
    def due(*kinds, people=3):
        return {each.whom: each.due_at for each in notice_duties(kinds, people, AT)}

    few = due("identity")
    assert set(few) == {"individuals", "hhs", "nc_law"}
    assert few["individuals"] == AT + timedelta(days=60)
    assert (few["hhs"].year, few["hhs"].month, few["hhs"].day) == (2027, 3, 2)
    assert due("justice")["cjis_agency"] == AT + timedelta(hours=1)
    assert due("identity", people=500)["hhs"] == AT + timedelta(days=60)
    assert "media" not in due("identity", people=500) and "media" in due("identity", people=501)


def test_a_breach_is_written_down_once_with_its_duties_and_an_audit_row(program, manager):
    first = record_breach(program, manager)
    assert record_breach(program, manager) == first and Breach.objects.count() == 1
    assert {each.whom for each in first.duties.all()} == {"cjis_agency", "individuals", "nc_law", "hhs"}
    assert AuditEvent.objects.get(action="breach.recorded").details["people"] == 3


def test_a_breach_needs_every_required_field(program, manager):
    for fields, words in (
        ({"what_happened": " "}, "what happened"),
        ({"kinds": ()}, "at least one kind"),
        ({"discovered_at": AT + timedelta(hours=1)}, "future"),
    ):
        with pytest.raises(Refused, match=words):
            record_breach(program, manager, **fields)


def test_not_needed_only_after_the_four_factors_and_with_a_reason(program, manager):
    breach = record_breach(program, manager)
    duty = breach.duties.get(whom="individuals")

    def settle(outcome, reason=""):
        return services.settle_duty(actor=manager, duty=duty, outcome=outcome, reason=reason, at=AT)

    with pytest.raises(Refused, match="four factors"):
        settle("not_needed", "Nobody saw it.")
    with pytest.raises(Refused, match="each of the four"):
        services.assess_breach(
            actor=manager,
            breach=breach,
            assessment=services.BreachAssessmentInput("a", "b", "c", " ", "low"),
            at=AT,
        )
    with pytest.raises(Refused, match="what you conclude"):
        services.assess_breach(
            actor=manager,
            breach=breach,
            assessment=services.BreachAssessmentInput("a", "b", "c", "d", "undecided"),
            at=AT,
        )
    services.assess_breach(actor=manager, breach=breach, assessment=FACTORS, at=AT)
    with pytest.raises(Refused, match="reason"):
        settle("not_needed")
    with pytest.raises(Refused, match="notified or don't need to be"):
        settle("open")
    assert settle("not_needed", "Nobody saw it.").done_at == AT
    with pytest.raises(Refused, match="already settled"):
        settle("told")


def test_only_managers_of_the_program_keep_the_breach_register(program, manager):
    breach = record_breach(program, manager)
    other = make_program()
    for actor in (
        actor_of(make_member(program, RoleName.CASE_MANAGER), program),
        actor_of(make_member(other, RoleName.PROGRAM_MANAGER), other),
    ):
        with pytest.raises(Refused):
            services.assess_breach(actor=actor, breach=breach, assessment=FACTORS, at=AT)


def test_what_is_open_stands_on_the_managers_home(program, manager):
    record_breach(program, manager)
    client = Client()
    client.force_login(make_member(program, RoleName.PROGRAM_MANAGER))
    home = client.get(f"/p/{program.slug}/").content.decode()
    assert "Breach notices due" in home and "CJIS" in home


def test_nothing_is_written_when_the_audit_row_fails(program, manager, monkeypatch):
    def breaks(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("handoff.records.services.breaches.audit.record", breaks)
    with pytest.raises(RuntimeError):
        record_breach(program, manager)
    assert not Breach.objects.exists()
