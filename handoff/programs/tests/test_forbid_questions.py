"""Guiding rule G4: what no program may ask, in either language, and what it may."""

import pytest

from handoff.programs.rules.forbidden import NO_ABSTINENCE, NO_DRUG_TEST, NO_SSN
from handoff.programs.rules.texts import object_to_question


def reason_of(text):
    objection = object_to_question(text)
    return objection and objection.reason


@pytest.mark.parametrize(
    "text",
    [
        "Result of last drug test",
        "Drug screen positive?",
        "Has the person tested positive for fentanyl?",
        "Urinalysis date",
        "UA result",
        "Do you agree to a urine screen?",
        "10-panel urine test",
        "Screened for drugs this month?",
        "Breathalyzer reading",
        "Last alcohol test",
        "Resultado de la prueba de drogas",
        "¿Análisis de orina?",
        "Antidoping",
        "Examen toxicológico",
    ],
)
def test_a_drug_test_is_never_asked_for(text):
    assert reason_of(text) == NO_DRUG_TEST


@pytest.mark.parametrize(
    "text",
    [
        "Is the participant abstinent?",
        "How long have you been sober?",
        "Sobriety date",
        "Days clean",
        "How long have you been clean?",
        "Clean time",
        "Are you drug-free now?",
        "¿Está en abstinencia?",
        "¿Cuántos días limpio lleva?",
        "¿Desde cuándo está sobrio?",
    ],
)
def test_abstinence_is_never_asked_for(text):
    assert reason_of(text) == NO_ABSTINENCE


@pytest.mark.parametrize(
    "text",
    [
        "SSN",
        "Social Security number",
        "Social security #: number",
        "Last four digits of your social",
        "Social Security card",
        "Número de Seguro Social",
        "Últimos cuatro dígitos del seguro social",
    ],
)
def test_a_social_security_number_is_never_asked_for(text):
    assert reason_of(text) == NO_SSN


@pytest.mark.parametrize(
    "text",
    [
        "Would you like fentanyl test strips?",
        "Do you want drug checking?",
        "Do you receive Social Security income (SSI or SSDI)?",
        "Is sober living something you want?",
        "When did you last use, so that we can talk about overdose risk?",
        "Would you like a hepatitis C or HIV test?",
        "Do you have a place to wash clean clothes?",
        "What would you like to change?",
        "Do you want help with a TB screening?",
        "Screening form completed with",
        "¿Quiere tiras reactivas de fentanilo?",
        "¿Recibe ingresos del Seguro Social?",
    ],
)
def test_help_that_a_person_may_want_is_asked_for(text):
    assert object_to_question(text) is None
