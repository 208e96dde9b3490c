"""A draft of the criteria holds nothing that a principle forbids, and no limit that excludes a drug."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from handoff.core.refusals import Refused
from handoff.eligibility import services
from handoff.eligibility.engine.criteria import CriteriaRefused
from handoff.eligibility.engine.limits import DrugLimit, LimitKind
from handoff.eligibility.engine.north_carolina import NORTH_CAROLINA
from handoff.eligibility.models import CriteriaVersion
from handoff.testing.criteria import make_criteria_draft
from handoff.testing.programs import AT, make_actor, make_program

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def program():
    return make_program()


@pytest.fixture
def manager(program):
    return make_actor(program, "program_manager")


def test_criteria_against_a_principle_cannot_be_saved(program, manager):
    plain = NORTH_CAROLINA.to_plain()
    for change in ({"excluded_offenses": ["possess-fentanyl"]}, {"race": ["x"]}, {"drug_test": True}):
        with pytest.raises(CriteriaRefused):
            services.save_criteria_draft(
                actor=manager, program=program, plain={**plain, **change}, effective_on=TODAY, note="", at=AT
            )
    assert not CriteriaVersion.objects.exists()


def test_a_draft_is_written_over_until_it_is_proposed(program, manager):
    version = make_criteria_draft(program, manager)
    older = replace(NORTH_CAROLINA, minimum_age=21)
    assert make_criteria_draft(program, manager, criteria=older, version=version).pk == version.pk
    version.refresh_from_db()
    assert version.criteria["minimum_age"] == 21 and CriteriaVersion.objects.count() == 1


def limited(drug, quantity, unit, kind=LimitKind.PERSONAL_USE):
    row = DrugLimit(drug, Decimal(quantity), unit, kind=kind)
    return replace(NORTH_CAROLINA, drug_limits=(*NORTH_CAROLINA.drug_limits, row))


@pytest.mark.parametrize(
    ("drug", "quantity", "unit", "kind"),
    [
        ("fentanyl", "0.001", "g", LimitKind.PERSONAL_USE),
        ("fentanyl", "1", "mg", LimitKind.TRAFFICKING),
        ("ketamine", "0.24", "g", LimitKind.PERSONAL_USE),
        ("mdma", "1", "dosage_unit", LimitKind.PERSONAL_USE),
        # The share of the trafficking weight, 10 lb of marijuana.
        ("marijuana", "1", "g", LimitKind.PERSONAL_USE),
    ],
)
def test_a_limit_that_excludes_the_drug_itself_is_refused(program, manager, drug, quantity, unit, kind):
    """finding-S11, G5."""
    with pytest.raises(CriteriaRefused, match="so it would exclude"):
        make_criteria_draft(program, manager, criteria=limited(drug, quantity, unit, kind))
    assert not CriteriaVersion.objects.exists()


@pytest.mark.parametrize(
    ("drug", "quantity", "unit"),
    [
        ("fentanyl", "0.25", "g"),
        ("mdma", "3", "dosage_unit"),
        ("marijuana", "0.5", "oz"),
        ("cocaine", "3.5", "g"),
    ],
)
def test_a_limit_on_personal_use_is_saved(program, manager, drug, quantity, unit):
    """finding-S11: no false alarm."""
    assert make_criteria_draft(program, manager, criteria=limited(drug, quantity, unit)).pk


def test_a_draft_of_before_the_floors_is_not_proposed(program, manager):
    """finding-S11: what is refused today isn't approved because it was saved yesterday."""
    version = make_criteria_draft(program, manager)
    version.criteria = limited("fentanyl", "0.001", "g").to_plain()
    version.save(update_fields=["criteria"])
    with pytest.raises(Refused, match=r"The lowest limit is 0\.25 grams"):
        services.propose_criteria(actor=manager, version=version, at=AT)


def test_names_and_notes_of_criteria_bring_in_no_forbidden_criterion(program, manager):
    """finding-S11: the service refuses it as well as the form."""
    for criteria in (
        replace(NORTH_CAROLINA, name="Everyone except heroin users"),
        replace(NORTH_CAROLINA, name="Women only"),
    ):
        with pytest.raises(Refused, match="Words to change"):
            make_criteria_draft(program, manager, criteria=criteria)
