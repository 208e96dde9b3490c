"""What protects people from those who may do a lot holds in the county of the leak table."""

import pytest

from tests.matrix.identifiers import check_identifiers_name_their_person
from tests.matrix.safety import SAFETY

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    "check", [*SAFETY, check_identifiers_name_their_person], ids=lambda check: check.__name__
)
def test_who_may_do_a_lot_is_held_to_it(check, county):
    assert not list(check(county))
