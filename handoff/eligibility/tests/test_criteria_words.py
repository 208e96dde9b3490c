"""Criteria in words, in both languages."""

from dataclasses import replace
from decimal import Decimal

from django.utils import translation

from handoff.eligibility.engine.amounts import UNITS
from handoff.eligibility.engine.assessment import RULES
from handoff.eligibility.engine.criteria import DrugLimit
from handoff.eligibility.presenters.criteria import describe_amount, translate_source

ONE_GRAM = DrugLimit("cocaine", Decimal(1), "g", source="G.S. 90-95(h)")


def test_one_gram_is_singular_in_both_languages():
    assert "1 gram or more" in describe_amount(ONE_GRAM).sentence
    with translation.override("es"):
        assert "1 gramo " in describe_amount(ONE_GRAM).sentence
    assert "2 grams or more" in describe_amount(replace(ONE_GRAM, quantity=Decimal(2))).sentence


def test_each_unit_has_a_singular_of_its_own():
    assert not [unit.key for unit in UNITS.values() if unit.singular == unit.words]


def test_the_sources_of_the_rules_are_read_in_spanish():
    with translation.override("es"):
        same = {rule.source for rule in RULES if translate_source(rule.source) == rule.source}
    assert not same


def test_a_source_that_a_program_wrote_stays_as_written():
    with translation.override("es"):
        assert translate_source("County attorney, 3/2/2026") == "County attorney, 3/2/2026"
    assert translate_source("") == ""
