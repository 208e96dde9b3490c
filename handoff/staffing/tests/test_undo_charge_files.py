"""A file of charges is undone in one step, and what people did since stays (C-F39)."""

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

import pytest

from handoff.access.roles import RoleName
from handoff.charges.corrections.services import amend_charge, undo_change
from handoff.charges.facts import ChargeValues
from handoff.charges.models import NewCharge, SourceCharge
from handoff.charges.services import ChargeInput
from handoff.notifications.models import Notice
from handoff.staffing.models import ChargeReport
from handoff.staffing.services import decide_new_charge, report_new_charge
from handoff.staffing.tests.test_import_charges import AGAIN, FIRST, NOW, WEEK_LATER, County
from handoff.testing.staffing import sign_release

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(build_once):
    return build_once(County)


@pytest.fixture
def county(built, db):
    return deepcopy(built)


def test_an_undo_keeps_what_people_did_and_the_right_file_is_taken_at_once(county):  # C-F39
    batch = county.take(FIRST)
    county.confirm_all()
    decided = county.charges("P03")[0]
    sign_release(county.people["P03"], county.da)
    decide_new_charge(
        actor=county.actor(RoleName.DISTRICT_ATTORNEY), charge=decided, outcome="dismiss", reason="", at=NOW
    )
    for _twice in range(2):
        batch = county.undo(batch)
    assert batch.undo_counts == {"undone": 14, "kept": 1}
    assert county.charges("P03") == [decided] and county.charges("P01") == []
    assert not ChargeReport.objects.exists() and decided.decisions.count() == 1
    assert Notice.objects.filter(kind="charge_entered_in_error").exists()
    again = county.take(FIRST, WEEK_LATER)
    assert again.counts["added"] == 14 and again.counts["unchanged"] == 1
    county.confirm_all(WEEK_LATER)
    assert len(county.charges("P01")) == 2 and len(county.charges("P03")) == 2


def test_an_undone_correction_gives_former_values_and_the_former_person_back(county):  # C-F39
    county.take(FIRST)
    county.confirm_all()
    county.undo(county.take(AGAIN, WEEK_LATER), WEEK_LATER + timedelta(hours=1))
    assert {each.occurred_at.minute for each in county.charges("P01")} == {15}
    assert sorted(each.counts for each in county.charges("P03")) == [1, 2]
    assert len(county.charges("P05")) == 1 and not ChargeReport.objects.filter(is_correction=True).exists()
    assert {each.what for each in county.charges("P05")[0].changes.all()} == {"entered_in_error", "restored"}
    assert county.take(AGAIN, WEEK_LATER + timedelta(hours=2)).counts["changed"] == 5


def test_a_charge_that_was_typed_before_is_linked_once_and_stays_after_an_undo(county):

    typed = report_new_charge(
        actor=county.actor(),
        program=county.program,
        person=county.people["P14"],
        agency=None,
        officer_id=None,
        charge=ChargeInput(offense_key="injury-to-personal-property", title="Injury to property"),
        how="arrest",
        incident_number="2611-00470",
        occurred_on=NOW.date() - timedelta(days=9),
        key="typed",
        at=NOW - timedelta(days=2),
    )
    batch = county.take(FIRST)
    county.confirm_all()
    assert county.charges("P14") == [typed] and SourceCharge.objects.get(charge=typed).state == "linked"
    county.undo(batch)
    typed.refresh_from_db()
    assert typed.entered_in_error_at is None


def test_an_undo_changes_nothing_that_was_decided_or_answered_since(county):  # C-F39
    sign_release(county.people["P03"], county.da)
    county.take(FIRST)
    county.confirm_all()
    batch = county.take(AGAIN, WEEK_LATER)
    county.settle("LOCKLEAR", "P04", WEEK_LATER)
    meth = NewCharge.objects.get(person=county.people["P03"], changes__what="amended")
    later = WEEK_LATER + timedelta(hours=1)
    decide_new_charge(
        actor=county.actor(RoleName.DISTRICT_ATTORNEY), charge=meth, outcome="dismiss", reason="", at=later
    )
    county.undo(batch, later + timedelta(hours=1))
    meth.refresh_from_db()
    assert meth.counts == 1 and len(county.charges("P04")) == 2 and county.charges("P05") == []


def test_a_charge_that_changed_again_is_not_undone(county):
    county.take(FIRST)
    county.confirm_all()
    charge = county.charges("P01")[0]
    changes = [
        amend_charge(
            actor=county.actor(),
            charge=charge,
            values=replace(ChargeValues.of(charge), counts=counts),
            at=NOW,
        )
        for counts in (2, 3, 3)
    ]
    assert changes[2] is None
    assert not undo_change(actor=county.actor(), change=changes[0], at=NOW)
    assert undo_change(actor=county.actor(), change=changes[1], at=NOW)
