"""A charge set aside is held, diverted, extended, or left to the referring officer's choice (G1, I3)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from handoff.audit.models import AuditEvent
from handoff.charges.models import Encounter, SetAsideCharge, SetAsideChargeEvent
from handoff.charges.policies import LONGEST_EXTENSION
from handoff.charges.queries import find_encounter, lapsing_holds
from handoff.charges.services import ChargeInput, confirm_diversion, drop_charges, extend_hold, refer_to_da
from handoff.charges.states import HoldState, hold_state
from handoff.core.refusals import Refused
from handoff.testing.charges import TRESPASS, make_encounter
from handoff.testing.programs import AT, make_actor, make_agency, make_person, make_program

LAST_DAY = date(2026, 3, 16)
DURING = datetime(2026, 3, 17, 3, 59, tzinfo=UTC)
"""One minute before midnight of the last day in North Carolina."""
AFTER = DURING + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("days", "expected"), [(-1, "held"), (0, "held"), (1, "window_passed"), (400, "window_passed")]
)
def test_the_window_has_passed_from_the_day_after_the_last_day(days, expected):
    assert hold_state("held", LAST_DAY, LAST_DAY + timedelta(days=days)) == expected


@pytest.mark.parametrize("state", ["diverted", "referred_to_da", "dropped"])
@pytest.mark.parametrize("days", [-5, 0, 5])
def test_no_date_moves_a_charge_that_is_settled(state, days):
    assert hold_state(state, LAST_DAY, LAST_DAY + timedelta(days=days)) == state


def test_no_other_state_exists():
    assert {each.value for each in HoldState} - {"window_passed"} == set(SetAsideCharge.State.values)
    with pytest.raises(ValueError, match="filed"):
        hold_state("filed", LAST_DAY, LAST_DAY)


@pytest.fixture
def scenario(db):
    program = make_program()
    return SimpleNamespace(
        program=program,
        person=make_person(program),
        officer=make_actor(program, "officer"),
        peer=make_actor(program, "peer_support"),
    )


@pytest.fixture
def encounter(scenario):
    return make_encounter(scenario.person, scenario.officer)


def states(encounter):
    return {charge.state for charge in SetAsideCharge.objects.filter(encounter=encounter)}


def steps(encounter):
    events = SetAsideChargeEvent.objects.filter(charge__encounter=encounter).order_by("pk")
    return list(events.values_list("what", flat=True))


def test_setting_aside_writes_the_charges_their_last_day_and_their_history(scenario):
    grams = ChargeInput(
        "possess-cocaine", "Possession of cocaine", "90-95(a)(3)", "cocaine", Decimal("1.000"), "g"
    )
    encounter = make_encounter(scenario.person, scenario.officer, charges=[TRESPASS, grams])
    charges = list(encounter.set_aside_charges.order_by("pk"))
    assert [charge.title for charge in charges] == ["Second-degree trespass", "Possession of cocaine"]
    assert {(charge.state, charge.lapses_on, charge.first_lapses_on) for charge in charges} == {
        ("held", LAST_DAY, LAST_DAY)
    }
    assert charges[1].quantity == Decimal(1) and charges[1].unit == "g"
    assert steps(encounter) == ["set_aside", "set_aside"]
    row = AuditEvent.objects.get(action="charge.set_aside")
    assert row.subject == str(encounter.public_id) and row.details["charges"] == 2


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no charge": ({"charges": []}, "at least one charge"),
    "a window that ends today": ({"lapses_on": date(2026, 3, 2)}, "must be after today"),
    "an encounter in the future": ({"occurred_at": AT + timedelta(minutes=1)}, "in the future"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_setting_aside_is_refused_with(what, scenario):
    change, sentence = REFUSED[what]
    with pytest.raises(Refused, match=sentence):
        make_encounter(scenario.person, scenario.officer, **change)
    assert not Encounter.objects.exists()


def test_only_an_officer_of_the_program_sets_aside(scenario):
    with pytest.raises(Refused, match="Only an officer"):
        make_encounter(scenario.person, scenario.peer)
    with pytest.raises(Refused, match="isn't in your program"):
        make_encounter(scenario.person, make_actor(make_program(), "officer"))
    with pytest.raises(Refused, match="isn't in your program"):
        make_encounter(scenario.person, scenario.officer, agency=make_agency(make_program()))


def test_a_completed_intake_diverts_for_good(scenario, encounter):
    confirm_diversion(actor=scenario.peer, encounter=encounter, at=AT)
    confirm_diversion(actor=scenario.peer, encounter=encounter, at=AT)
    assert states(encounter) == {"diverted"} and steps(encounter) == ["set_aside", "diverted"]
    assert AuditEvent.objects.filter(action="charge.diverted").count() == 1
    for choose in (refer_to_da, drop_charges):
        with pytest.raises(Refused, match="stays diverted"):
            choose(actor=scenario.officer, encounter=encounter, at=AFTER)


def test_a_late_intake_still_diverts_while_the_officer_has_not_chosen(scenario, encounter):
    confirm_diversion(actor=scenario.peer, encounter=encounter, at=AFTER + timedelta(days=90))
    assert states(encounter) == {"diverted"}


@pytest.mark.parametrize("choose", [refer_to_da, drop_charges])
def test_an_intake_after_the_officers_choice_changes_nothing(choose, scenario, encounter):
    choose(actor=scenario.officer, encounter=encounter, at=AFTER)
    with pytest.raises(Refused, match="officer already decided"):
        confirm_diversion(actor=scenario.peer, encounter=encounter, at=AFTER)


@pytest.mark.parametrize("role", ["officer", "law_leader", "district_attorney", "data_manager"])
def test_only_the_care_team_confirms_and_extends(role, scenario, encounter):
    actor = make_actor(scenario.program, role)
    with pytest.raises(Refused, match="Only the care team"):
        confirm_diversion(actor=actor, encounter=encounter, at=AT)
    with pytest.raises(Refused, match="Only the care team"):
        extend_hold(
            actor=actor, encounter=encounter, lapses_on=LAST_DAY + timedelta(days=7), reason="x", at=AT
        )


CHOICES = [(refer_to_da, "referred_to_da"), (drop_charges, "dropped")]


@pytest.mark.parametrize(("choose", "state"), CHOICES)
def test_the_officer_chooses_only_after_the_last_day(choose, state, scenario, encounter):
    with pytest.raises(Refused, match="nothing to decide yet"):
        choose(actor=scenario.officer, encounter=encounter, at=DURING)
    assert states(encounter) == {"held"}
    choose(actor=scenario.officer, encounter=encounter, at=AFTER)
    assert states(encounter) == {state} and steps(encounter) == ["set_aside", state]
    assert AuditEvent.objects.get(action=f"charge.{state}").user_id == scenario.officer.user_id


@pytest.mark.parametrize(("choose", "state"), CHOICES)
def test_only_the_officer_chooses_and_only_once(choose, state, scenario, encounter):
    for role in ("officer", "law_leader", "district_attorney", "peer_support", "program_manager"):
        with pytest.raises(Refused, match="Only the officer who set"):
            choose(actor=make_actor(scenario.program, role), encounter=encounter, at=AFTER)
    with pytest.raises(Refused, match="isn't in your program"):
        choose(actor=make_actor(make_program(), "officer"), encounter=encounter, at=AFTER)
    choose(actor=scenario.officer, encounter=encounter, at=AFTER)
    with pytest.raises(Refused, match="You already decided"):
        choose(actor=scenario.officer, encounter=encounter, at=AFTER)
    assert states(encounter) == {state}


def test_an_encounter_without_an_officer_has_no_one_to_choose(scenario):
    encounter = make_encounter(scenario.person, scenario.officer, officer_id=None)
    with pytest.raises(Refused, match="Only the officer who set"):
        refer_to_da(actor=scenario.officer, encounter=encounter, at=AFTER)


def test_an_extension_moves_the_last_day_and_keeps_the_first(scenario, encounter):
    later = LAST_DAY + timedelta(days=10)
    extend_hold(actor=scenario.peer, encounter=encounter, lapses_on=later, reason=" In hospital ", at=DURING)
    charge = SetAsideCharge.objects.get(encounter=encounter)
    assert (charge.lapses_on, charge.first_lapses_on, charge.state) == (later, LAST_DAY, "held")
    event = charge.events.get(what="hold_extended")
    assert (event.lapses_on, event.reason) == (later, "In hospital")
    assert "hospital" not in str(AuditEvent.objects.get(action="charge.hold_extended").details)
    with pytest.raises(Refused, match="nothing to decide yet"):
        refer_to_da(actor=scenario.officer, encounter=encounter, at=AFTER)


def test_an_extension_moves_only_charges_that_are_still_set_aside(scenario):
    encounter = make_encounter(scenario.person, scenario.officer, charges=[TRESPASS, TRESPASS])
    settled, held = SetAsideCharge.objects.filter(encounter=encounter).order_by("pk")
    SetAsideCharge.objects.filter(pk=settled.pk).update(state="diverted")
    later = LAST_DAY + timedelta(days=10)
    extend_hold(actor=scenario.peer, encounter=encounter, lapses_on=later, reason="ill", at=DURING)
    settled.refresh_from_db()
    held.refresh_from_db()
    assert (settled.lapses_on, held.lapses_on) == (LAST_DAY, later)


def test_extensions_reach_at_most_thirty_days_past_the_first_last_day(scenario, encounter):
    edge = LAST_DAY + LONGEST_EXTENSION
    extend_hold(
        actor=scenario.peer, encounter=encounter, lapses_on=edge - timedelta(days=1), reason="ill", at=AT
    )
    with pytest.raises(Refused, match="at most 30 days"):
        extend_hold(
            actor=scenario.peer, encounter=encounter, lapses_on=edge + timedelta(days=1), reason="ill", at=AT
        )
    extend_hold(actor=scenario.peer, encounter=encounter, lapses_on=edge, reason="ill", at=AT)
    assert SetAsideCharge.objects.get(encounter=encounter).lapses_on == edge


def test_an_extension_needs_a_reason_a_later_day_and_a_running_hold(scenario, encounter):
    later = LAST_DAY + timedelta(days=5)

    def extend(lapses_on=later, reason="ill", at=AT):
        extend_hold(actor=scenario.peer, encounter=encounter, lapses_on=lapses_on, reason=reason, at=at)

    with pytest.raises(Refused, match="why more time"):
        extend(reason=" ")
    with pytest.raises(Refused, match="later than the current"):
        extend(lapses_on=LAST_DAY)
    with pytest.raises(Refused, match="deadline has passed"):
        extend(at=AFTER)
    confirm_diversion(actor=scenario.peer, encounter=encounter, at=AT)
    with pytest.raises(Refused, match="no deadline to extend"):
        extend()


def test_nothing_is_saved_when_the_last_write_fails(scenario, encounter, monkeypatch):
    def fail(**_):
        raise RuntimeError

    monkeypatch.setattr("handoff.audit.services.record", fail)
    with pytest.raises(RuntimeError):
        make_encounter(scenario.person, scenario.officer)
    with pytest.raises(RuntimeError):
        confirm_diversion(actor=scenario.peer, encounter=encounter, at=AT)
    with pytest.raises(RuntimeError):
        refer_to_da(actor=scenario.officer, encounter=encounter, at=AFTER)
    assert Encounter.objects.count() == 1
    assert states(encounter) == {"held"} and steps(encounter) == ["set_aside"]


IMPOSSIBLE: dict[str, dict[str, Any]] = {
    "that is filed": {"state": "filed"},
    "whose hold shrinks": {"lapses_on": LAST_DAY - timedelta(days=1)},
    "with a quantity and no unit": {"quantity": Decimal(1)},
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_the_database_takes_no_charge(what, encounter):
    fields: dict[str, Any] = {
        "set_aside_at": AT,
        "lapses_on": LAST_DAY,
        "first_lapses_on": LAST_DAY,
        "title": "x",
        "offense_key": "x",
    }
    SetAsideCharge.objects.create(encounter=encounter, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        SetAsideCharge.objects.create(encounter=encounter, **{**fields, **IMPOSSIBLE[what]})


def test_lapsing_holds_come_most_urgent_first(scenario, encounter, django_assert_num_queries):
    sooner = make_encounter(make_person(scenario.program), scenario.officer, lapses_on=date(2026, 3, 5))
    make_encounter(make_person(scenario.program), scenario.officer, lapses_on=date(2026, 6, 1))
    settled = make_encounter(make_person(scenario.program), scenario.officer, lapses_on=date(2026, 3, 5))
    confirm_diversion(actor=scenario.peer, encounter=settled, at=AT)
    elsewhere = make_program()
    make_encounter(make_person(elsewhere), make_actor(elsewhere, "officer"))
    with django_assert_num_queries(1):
        found = lapsing_holds(scenario.program, AFTER, days=3)
        assert [(row.encounter, row.state) for row in found] == [
            (sooner, "window_passed"),
            (encounter, "window_passed"),
        ]
    assert [row.state for row in lapsing_holds(scenario.program, DURING, days=3)] == ["window_passed", "held"]
    assert lapsing_holds(scenario.program, AT, days=2) == []


def test_an_encounter_is_found_in_its_own_program_only(scenario, encounter):
    assert find_encounter(scenario.program, encounter.public_id) == encounter
    assert find_encounter(make_program(), encounter.public_id) is None
