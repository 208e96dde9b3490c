"""An offense is in a program's list once, on both databases, with and without a start date."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from handoff.charges.models import Offense
from handoff.testing.programs import make_program

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("starts", [None, date(2026, 1, 1)])
def test_an_offense_is_listed_once_per_starting_date(starts):
    program = make_program()

    def add_offense():
        Offense.objects.create(program=program, key="larceny", title="Larceny", effective_from=starts)

    add_offense()
    with pytest.raises(IntegrityError), transaction.atomic():
        add_offense()
    assert Offense.objects.filter(program=program, key="larceny").count() == 1
