"""A program whose data manager has drafted a survey; most test modules here make a program of their own."""

from datetime import date

import pytest

from handoff.measures.surveys import services
from handoff.measures.surveys.inputs import RoundInput
from handoff.testing.programs import AT, make_actor, make_program

LAST = date(2026, 3, 31)


@pytest.fixture
def program(db):
    return make_program()


@pytest.fixture
def actor(program):
    return make_actor(program, "data_manager")


@pytest.fixture
def survey(program, actor):
    return services.make_survey(actor=actor, program=program, wanted=RoundInput("Spring", LAST, 11), at=AT)
