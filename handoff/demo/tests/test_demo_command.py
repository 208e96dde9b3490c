"""The command: same seed, same county; never beside real people; quick the second time."""

import socket
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from handoff.demo.builder import build_county
from handoff.demo.bulk import write_bulk
from handoff.demo.reset import remove_county
from handoff.demo.tests.conftest import TODAY
from handoff.demo.tests.digest import digest
from handoff.enrollment.queries import roster
from handoff.participants.lookup import find_candidates
from handoff.participants.lookup_keys import LookupQuery
from handoff.participants.models import LookupKey, Person
from handoff.programs.models import Program
from handoff.referrals.models import Referral
from handoff.testing.worlds import make_person, make_program

pytestmark = pytest.mark.django_db
TINY = 0.001


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", "--today", TODAY.isoformat(), "--size", str(TINY), *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.slow
def test_one_seed_makes_one_county_and_another_makes_another():
    build_county(seed=1, today=TODAY, size=TINY)
    first = digest()
    remove_county()
    assert not Program.objects.exists()
    assert not Person.objects.exists()
    assert not LookupKey.objects.exists()
    build_county(seed=1, today=TODAY, size=TINY)
    again = digest()
    remove_county()
    build_county(seed=2, today=TODAY, size=TINY)
    assert first == again
    assert first != digest()


def test_a_second_run_keeps_the_county_and_prints_the_logins():
    assert "Built in" in run()
    before = digest()
    said = run()
    assert "is there" in said
    assert "casemanager" in said
    assert "/p/alder/outreach/" in said
    assert digest() == before


def test_it_refuses_a_database_with_real_people():
    real = make_program(slug="real-county")
    make_person(real)
    with pytest.raises(CommandError, match="real-county"):
        run()
    with pytest.raises(CommandError, match="real people"):
        run("--reset")
    assert Person.objects.count() == 1


def test_it_leaves_a_real_program_without_people_alone():
    make_program(slug="real-county")
    run()
    remove_county()
    assert list(Program.objects.values_list("slug", flat=True)) == ["real-county"]


def test_it_refuses_the_address_of_a_program_that_is_not_for_training():
    make_program(slug="alder")
    with pytest.raises(CommandError, match="not for training"):
        run()


def test_a_port_in_use_is_said_before_any_work():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is in use"):
            call_command("demo", "--serve", "--port", str(port))
    assert not Program.objects.exists()


def test_the_measuring_program_can_be_looked_up_and_read():
    rows = write_bulk(seed=1, today=TODAY, scale=1)
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
