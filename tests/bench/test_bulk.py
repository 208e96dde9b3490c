"""The benchmark program behaves like one that was entered through the pages."""

from datetime import date

import pytest

from handoff.demo.reset import remove_county
from handoff.enrollment.queries import roster
from handoff.participants.lookup.rules.keys import LookupQuery
from handoff.participants.lookup.services import find_candidates
from handoff.programs.models import Program
from handoff.referrals.models import Referral
from tests.bench.bulk import write_bulk

pytestmark = pytest.mark.django_db(transaction=True)


def test_bulk_rows_can_be_looked_up_and_listed():
    rows = write_bulk(seed=1, today=date(2026, 3, 3), scale=1)
    program = Program.objects.get(slug="measure")
    assert Referral.objects.filter(program=program).count() == 300
    assert rows > 300 * 20
    enrolled = roster(program)
    assert 120 < enrolled.count() < 200
    person = enrolled.filter(person__date_of_birth__isnull=False)[7].person
    query = LookupQuery(first=person.first_name, last=person.last_name, dob=person.date_of_birth)
    assert person.pk in {each.person_id for each in find_candidates(program.pk, query)}
    remove_county()
    assert not Referral.objects.exists()
