"""The texts Handoff ships pass its own guard (N20): no false alarm on what a program really says."""

import pytest

from handoff.demo import texts
from handoff.programs.rules.texts import object_to_text

SHIPPED = (
    "AGREEMENT_ONE",
    "AGREEMENT_TWO",
    "AGREEMENT_ONE_ES",
    "AGREEMENT_TWO_ES",
    "CARD",
    "CARD_ES",
)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_demo_countys_texts_are_allowed(name):
    assert object_to_text(getattr(texts, name)) is None
